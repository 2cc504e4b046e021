"""From intake to letter in a real browser: five experts, one recused, one offline on a phone."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, sign_in
from tests.house.tree import ROOT
from tests.rooms.review.conftest import FIGURES

CLASSES = {"industry", "fit_catalogue", "fit_chain", "inv_rank", "rd_platform", "ctl_eia",
           "ctl_safety"}  # fmt: skip
CALM = {"fit_site": 3, "inv_record": 3, "rd_level": 3, "ctl_ability": 3}
HARSH = {"fit_site": 1, "inv_record": 0, "rd_level": 0, "ctl_ability": 1}
TEXT = "选址在园区主导环节，配套现成。\n---\n核心工序已完成 3 个月中试，良率 91%。"
PAPER = {"name": "意见.txt", "mimeType": "text/plain", "buffer": "部门书面意见".encode()}


class Person:
    """A signed-in person with a browser of their own; forms may also be sent without a page."""

    def __init__(self, browser, site: str, username: str, size=DESK) -> None:
        self.context = browser.new_context(base_url=site, locale="zh-CN", viewport=size)
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        sign_in(self.page, username)

    def send(self, address: str, **fields):
        """Send a form as the page would and return the answer."""
        token = next(c["value"] for c in self.context.cookies() if c["name"] == "csrftoken")
        answer = self.context.request.post(
            address, multipart=fields, headers={"X-CSRFToken": token}
        )
        assert answer.ok, (address, answer.status, answer.text()[:2000])
        said = re.findall(r'role="alert">(.*?)</div></div>', answer.text(), re.DOTALL)
        assert said == [], (address, said)
        return answer

    def status(self, address: str) -> int:
        return self.context.request.get(address).status

    def press(self, words: str) -> None:
        """Press a button or link of the page's main part and wait for what comes."""
        exactly = re.compile(rf"^\s*{words}\s*$")
        self.page.locator("main").locator("button, a").filter(has_text=exactly).first.click()
        self.page.wait_for_load_state("load")

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def person(browser, site):
    with ExitStack() as open_ones:

        def opened(username: str, size=DESK) -> Person:
            made = Person(browser, site, username, size)
            open_ones.callback(made.close)
            return made

        yield opened


def accounts(world, code: str) -> dict:
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "tests.browser.made_case", code],
        env=world, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def take_in(office: Person) -> str:
    """Take a project in by the pages and return the code of its case."""
    page = office.page
    page.goto("/review/new/")
    page.locator("input[name=project]").nth(2).check()
    page.locator("select[name=kind]").select_option("industrial")
    office.press("受理这个项目")
    code = re.search(r"/review/cases/([^/]+)/", page.url)[1]
    page.goto(f"/review/cases/{code}/dossier/")
    for name, value in FIGURES.items():
        field = page.locator(f"[name={name}]")
        if name in CLASSES:
            field.select_option(value)
        else:
            field.fill(value)
    office.press("保存改动")
    expect(page.locator(".gx-msgs")).to_contain_text("改了")
    page.goto(f"/review/cases/{code}/paper/")
    page.set_input_files("[name=file]", {**PAPER, "name": f"可研 {code}.txt"})
    page.fill("[name=title]", "可行性研究报告")
    page.locator("select[name=proves]").select_option("rd_level")
    page.fill("[name=page]", "2")
    page.fill("[name=quote]", "已完成 3 个月中试，良率 91%")
    page.fill("[name=pages]", TEXT)
    office.press("加这份材料")
    expect(page.locator("main")).to_contain_text("可行性研究报告")
    return code


def to_panel(office: Person, code: str) -> None:
    """Bring the case through pre-review, diligence and joint review, all in writing."""
    page, case = office.page, f"/review/cases/{code}/"

    def passed() -> None:
        office.send(f"{case}step/pass/", paper="会签单", proof="notice")

    def choices(path: str, name: str) -> list[str]:
        page.goto(f"{case}{path}/")
        options = page.locator(f"select[name={name}] option").all()
        return [value for o in options if (value := o.get_attribute("value"))]

    passed()
    for step in ("pre", "joint"):
        for bureau in choices("opinion", "bureau"):
            office.send(f"{case}opinion/", bureau=bureau, stance="agree", words="同意",
                        proof="notice", file=PAPER)  # fmt: skip
        if step == "joint":
            for veto in choices("veto", "veto"):
                office.send(f"{case}veto/", veto=veto, raised="0", words="不触发",
                            proof="notice", file=PAPER)  # fmt: skip
        passed()
        if step == "pre":
            passed()
    page.goto(case)
    expect(page.locator("main")).to_contain_text("抽取专家")


def declare_free(expert: Person, code: str) -> None:
    expert.send(f"/review/mine/{code}/declare/", choice="free", note="")


def score(expert: Person, code: str, levels: dict[str, int]) -> None:
    """Calibrate, fill and sign by forms, as without scripts."""
    mine = f"/review/mine/{code}/"
    expert.send(f"{mine}calibration/", **{item: "3" for item in CALM})
    sheet = {f"{item}.level": str(level) for item, level in levels.items()}
    sheet |= {f"{item}.reason": "材料第 2 页" for item in levels}
    shown = expert.send(f"{mine}sign/", **sheet).text()
    stamp = re.search(r'name="confirmed" value="([^"]+)"', shown)[1]
    assert "签名回执" in expert.send(f"{mine}sign/", confirmed=stamp).text()


def score_on_the_phone_offline(expert: Person, code: str) -> None:
    """Type without network, come back, sign by the pages."""
    expert.send(f"/review/mine/{code}/calibration/", **{item: "3" for item in CALM})
    page = expert.page
    page.goto(f"/review/mine/{code}/")
    expert.context.set_offline(True)
    for item, level in CALM.items():
        page.locator(f'.anch label:has([name="{item}.level"][value="{level}"])').click()
    expect(page.locator("[data-state]").first).to_have_text("未连网，保存在本机")
    expert.context.set_offline(False)
    expect(page.locator("[data-sign]")).to_be_enabled()
    page.click("[data-sign]")
    page.locator("#rv-confirm button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("签名回执")


def sees_nothing(expert: Person, code: str, project: str) -> None:
    """Test every address of the case, and what lists and searches answer to the recused."""
    mine, case, papers = f"/review/mine/{code}/", f"/review/cases/{code}/", "/review/papers/"
    for path in ("", "declare/", "calibration/", "papers/1/"):
        assert expert.status(mine + path) == 404
    for address in (case, f"{case}panel/", f"{case}marks/total/", f"{papers}{code}/minutes/",
                    f"{papers}{code}/letter/", f"{papers}{code}/backtest/"):  # fmt: skip
        assert expert.status(address) in {403, 404}
    for address in ("/review/mine/", f"/search/?q={code}", f"/search/?q={project}", "/notices/",
                    "/menu/", "/"):  # fmt: skip
        answer = expert.context.request.get(address)
        main = answer.text().partition("<main")[2]
        assert code not in main.replace(f'value="{code}"', "").replace(f"“{code}”", "")
    assert expert.status("/review/?format=xlsx") == 403


def test_from_intake_to_letter(person, world) -> None:
    office = person("office")
    code = take_in(office)
    case, page = f"/review/cases/{code}/", office.page
    project = page.locator("h1").inner_text().replace(code, "").strip()
    to_panel(office, code)
    page.goto(f"{case}draw/")
    page.fill("[name=seed]", "2026-11-25 公布的号码")
    office.press("按种子抽取")
    told = accounts(world, code)
    experts = told["experts"]
    # The first of the panel is recused before the papers; a reserve takes the seat.
    recused = person(experts[0])
    recused.page.goto(f"/review/mine/{code}/")
    recused.page.locator("label", has_text="持有投资方股份").click()
    recused.press("提交声明")
    expect(recused.page.locator("main")).to_contain_text("已登记回避")
    sees_nothing(recused, code, project)
    judges = [person(name, PHONE if n == 0 else DESK) for n, name in enumerate(experts[1:])]
    judges.append(person(told["reserves"][0]))
    for judge in judges:
        declare_free(judge, code)
    page.goto(case)
    office.press("开放材料")
    # Five sheets: one from a phone without network, one far from the others.
    score_on_the_phone_offline(judges[0], code)
    for judge in judges[1:4]:
        score(judge, code, CALM)
    score(judges[4], code, HARSH)
    page.goto(case)
    expect(page.locator("main")).to_contain_text("超限，须合议")
    office.press("开合议")
    revise(judges[4], code)
    page.goto(case)
    office.press("关闭专家评审")
    sees_nothing(recused, code, project)
    decide(person("leader"), code)
    check_papers(office, code, [*told["names"], *experts, *told["reserves"]])
    sees_nothing(recused, code, project)


def revise(judge: Person, code: str) -> None:
    """Look at the others' sheets and revise once, by the pages."""
    page = judge.page
    page.goto(f"/review/mine/{code}/")
    expect(page.locator("main")).to_contain_text("合议一轮")
    for item in CALM:
        page.locator(f'.anch label:has([name="{item}.level"][value="2"])').click()
    expect(page.locator("[data-state]").first).to_contain_text("已自动保存")
    expect(page.locator("[data-sign]")).to_be_enabled()
    page.click("[data-sign]")
    page.locator("#rv-confirm button[type=submit]").click()
    expect(page.locator(".rv-receipt")).to_have_count(2)


def decide(leader: Person, code: str) -> None:
    page = leader.page
    page.goto(f"/review/cases/{code}/decide/")
    page.locator("select[name=result]").select_option("conditional")
    page.fill("[name=votes]", "主任 赞成\n副主任 赞成\n财政局长 赞成\n经发局长 弃权")
    page.fill("[name=reason]", "总分达到准入线；须补溶剂回收")
    page.fill("[name=text1]", "采购溶剂回收装置")
    page.fill("[name=owner1]", "企业")
    page.fill("[name=due1]", "2026-12-31")
    leader.press("登记这个决定")
    expect(page.locator("main")).to_contain_text("附条件准入")


def check_papers(office: Person, code: str, names: list[str]) -> None:
    """File both papers, read the letter, tell the result; no expert is named in the letter."""
    page = office.page
    for kind in ("minutes", "letter"):
        page.goto(f"/review/papers/{code}/{kind}/")
        office.press("归档")
        expect(page.locator("main")).to_contain_text("与评审一致")
    page.locator("main").get_by_text("已归档的文件").click()
    page.wait_for_load_state("load")
    link = page.locator("a[href*=file], a[href*=download]").first.get_attribute("href")
    content = office.context.request.get(link).body()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        held = "\n".join(archive.read(n).decode("utf-8", "replace") for n in archive.namelist())
    assert "采购溶剂回收装置" in held and "附条件准入" in held
    assert [name for name in names if name and name in held] == []
    office.send(f"/review/cases/{code}/step/notify/", paper="结果告知书")
    page.goto(f"/review/cases/{code}/")
    expect(page.locator("main")).to_contain_text("登记复议申请")
