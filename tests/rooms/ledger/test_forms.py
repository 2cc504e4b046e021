"""Forms of the ledger (台账的表单): who may, what is asked first, what is kept when it is wrong."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gaoxin.ledger.models import CurrencyRate, Enterprise, Industry, Milestone, Posting, Project
from gaoxin.ledger.queries import effective, milestone_days
from gaoxin.lib.moment import Moment
from gaoxin.sources.models import Citation, Document

PDF = b"%PDF-1.7 permit"
NEW = "/ledger/projects/new/"


def now() -> Moment:
    return Moment(timezone.localdate(), timezone.now())


@pytest.fixture
def project(build, parks):
    return build.project(parks[0], lead="2026-01-05", signed="2026-02-10", planned_wan=20_000)


@pytest.fixture(autouse=True)
def _store(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    settings.GAOXIN_TODAY = "2026-06-30"


@pytest.fixture
def office_client(office) -> Client:
    return signed_in(office)


def signed_in(person, language="zh-hans") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    return client


def told(**more):
    return {"name": "高压断路器智能产线", "kind": "industrial", "on": "2026-06-01",
            "unit": "亿元|CNY", **more}  # fmt: skip


def accept(page: str) -> list[str]:
    """Return the codes that the second press sends."""
    return re.findall(r'name="sure" value="([^"]+)"', page)


def days_of(project):
    return milestone_days([project.pk], now(), zone=project.zone).get(project.pk, {})


def pdf(content=PDF, name="许可证.pdf"):
    return SimpleUploadedFile(name, content, "application/pdf")


# a lead -----------------------------------------------------------------
def test_a_lead_is_opened_with_its_day_and_its_total(office_client, zone, parks) -> None:
    machines = Industry.objects.create(zone=zone, code="m", name="装备")
    given = told(park=parks[0].pk, industry=machines.pk, enterprise="演示电气有限公司",
                 amount="2.35", is_high_tech="on", phase="一期", origin="domestic")  # fmt: skip
    answer = office_client.post(NEW, given)
    made = Project.objects.get()
    assert answer["Location"] == f"/ledger/projects/{made.code}/"
    assert (made.park, made.industry, made.is_high_tech) == (parks[0], machines, True)
    assert made.enterprise.name == "演示电气有限公司"
    assert made.recorded_by == "office"
    assert days_of(made) == {"lead": date(2026, 6, 1)}
    posting = made.postings.get()
    assert (posting.kind, posting.amount) == ("planned", Decimal(235_000_000))
    assert "编号" in office_client.get(answer["Location"]).content.decode()


def test_dollars_keep_their_own_amount_beside_the_yuan(office_client, zone) -> None:
    CurrencyRate.objects.create(currency="USD", in_force_from=date(2026, 1, 1),
                                yuan_per_unit=Decimal("7.1"), reference="test")  # fmt: skip
    office_client.post(NEW, told(amount="300", unit="万元|USD"))
    posting = Posting.objects.get()
    assert (posting.currency, posting.original_amount) == ("USD", Decimal(3_000_000))
    assert posting.amount == Decimal(21_300_000)


def test_a_near_name_is_shown_and_asks_for_a_second_press(office_client, zone) -> None:
    office_client.post(NEW, told())
    given = told(name="高压断路器智能产线项目")
    page = office_client.post(NEW, given).content.decode()
    assert "相近" in page and "高压断路器智能产线项目" in page
    assert Project.objects.count() == 1
    assert office_client.post(NEW, given | {"sure": accept(page)}).status_code == 302
    assert Project.objects.count() == 2


def test_a_second_press_covers_only_what_was_shown(office_client, zone) -> None:
    office_client.post(NEW, told())
    page = office_client.post(NEW, told()).content.decode()
    office_client.post(NEW, told(name="生物药冻干中心"))
    other = told(name="生物药冻干中心项目", sure=accept(page))
    assert "相近" in office_client.post(NEW, other).content.decode()
    assert Project.objects.count() == 2


def test_an_enterprise_is_found_under_another_spelling(office_client, zone) -> None:
    office_client.post(NEW, told(enterprise="演示电气有限公司"))
    office_client.post(NEW, told(name="完全另外的事情", enterprise="演示电气 有限公司"))
    assert Enterprise.objects.count() == 1
    page = office_client.post(NEW, told(name="第三件别的事", enterprise="演示电气集团"))
    assert "请确认不是同一家" in page.content.decode()


def test_what_is_wrong_is_named_and_what_was_typed_stays(office_client, office, zone) -> None:
    given = told(name="", content="年产一万台", amount="0")
    page = office_client.post(NEW, given).content.decode()
    assert "项目名称：" in page and "计划总投资：要大于零。" in page
    assert "年产一万台" in page and 'value="2026-06-01"' in page
    english = signed_in(office, "en").post(NEW, given).content.decode()
    assert "Project name: " in english and "Project name: 这" not in english
    assert Project.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"on": "2026-07-01"}, "还没有到"), ({"amount": "123456789"}, "太大了"),
     ({"amount": "0.001", "unit": "元|CNY"}, "精确到分"), ({"kind": "x"}, "项目类型：")],
)  # fmt: skip
def test_a_lead_that_cannot_be_is_refused(office_client, zone, wrong, said) -> None:
    assert said in office_client.post(NEW, told(**wrong)).content.decode()
    assert Project.objects.count() == 0


def test_without_a_rate_nothing_of_a_lead_is_kept(office_client, zone, monkeypatch) -> None:
    CurrencyRate.objects.create(currency="USD", in_force_from=date(2026, 6, 20),
                                yuan_per_unit=Decimal("7.1"), reference="test")  # fmt: skip
    given = told(amount="1", unit="亿元|USD", enterprise="演示电气有限公司")
    assert "没有 USD 的汇率" in office_client.post(NEW, given).content.decode()
    assert Project.objects.count() == Enterprise.objects.count() == Milestone.objects.count() == 0


def test_an_operator_opens_leads_of_the_own_park_only(operator, parks, project, build) -> None:
    build.project(parks[1])
    client = signed_in(operator)
    assert parks[1].name not in client.get(NEW).content.decode()
    page = client.post(NEW, told(park=parks[1].pk)).content.decode()
    assert "园区：" in page
    assert client.post(NEW, told(park=parks[0].pk)).status_code == 302
    # Names of other parks' projects are not given away by the doubt.
    page = client.post(NEW, told(name="项目2", park=parks[0].pk))
    assert "项目2”相近" not in page.content.decode()


# who may ------------------------------------------------------------------
@pytest.mark.parametrize("path", ["milestone", "plan", "money", "record"])
def test_only_editors_of_the_project_may(project, build, leader, outsider, operator, path):
    other = build.project(None, lead="2026-01-05")
    for person in (leader, outsider):
        client = signed_in(person)
        for act in (client.get, client.post):
            assert act(f"/ledger/projects/{project.code}/{path}/").status_code == 403
    client = signed_in(operator)
    assert client.get(f"/ledger/projects/{project.code}/{path}/").status_code == 200
    assert client.post(f"/ledger/projects/{other.code}/{path}/").status_code == 404


def test_events_of_another_park_are_not_found(build, parks, operator) -> None:
    other = build.project(parks[1], lead="2026-01-05", planned_wan=5)
    client = signed_in(operator)
    for kind, event in (("milestones", Milestone), ("postings", Posting)):
        pk = event.objects.filter(project=other).first().pk
        for path in ("evidence", "retract"):
            assert client.post(f"/ledger/{kind}/{pk}/{path}/", {"reason": "x"}).status_code == 404


def test_the_past_shows_no_form_and_takes_none(project, office_client) -> None:
    page = office_client.get(f"/ledger/projects/{project.code}/?as_of=2026-03-01").content.decode()
    assert "/milestone/" not in page
    address = f"/ledger/projects/{project.code}/milestone/?as_of=2026-03-01"
    assert 'method="post"' not in office_client.get(address).content.decode().split("<main")[1]
    given = {"stage": "started", "on": "2026-03-01", "proof": "permit"}
    assert office_client.post(address, given).status_code == 400
    assert "started" not in days_of(project)


def test_the_page_offers_the_forms_to_editors_only(project, office_client, leader) -> None:
    address = f"/ledger/projects/{project.code}/"
    assert f"{address}milestone/" in office_client.get(address).content.decode()
    page = signed_in(leader).get(address).content.decode()
    assert f"{address}milestone/" not in page and "/evidence/" not in page
    assert NEW in office_client.get("/ledger/projects/").content.decode()
    assert NEW not in signed_in(leader).get("/ledger/projects/").content.decode()


# milestones -----------------------------------------------------------------
def reach(client, project, **given):
    address = f"/ledger/projects/{project.code}/milestone/"
    return client.post(address, {"proof": "permit", **given})


def test_a_milestone_is_registered_with_its_evidence(project, office_client) -> None:
    reach(office_client, project, stage="started", on="2026-05-01", file=pdf(), page="2")
    assert days_of(project)["started"] == date(2026, 5, 1)
    citation = Citation.objects.get()
    assert citation.target_id == project.milestones.get(stage="started").pk
    assert (citation.place, citation.document.park_id) == ("第 2 页", project.park_id)
    assert "许可证.pdf" in office_client.get(f"/ledger/projects/{project.code}/").content.decode()


def test_another_day_is_a_correction_and_says_so_before(project, office_client) -> None:
    given = {"stage": "signed", "on": "2026-02-12"}
    page = reach(office_client, project, **given).content.decode()
    assert "已登记为 2026-02-10" in page and "更正" in page
    assert days_of(project)["signed"] == date(2026, 2, 10)
    assert reach(office_client, project, **given, sure=accept(page)).status_code == 302
    assert days_of(project)["signed"] == date(2026, 2, 12)
    assert project.milestones.filter(stage="signed").count() == 2


def test_days_out_of_order_are_confirmed_and_the_file_is_not_sent_twice(
    project, office_client
) -> None:
    given = {"stage": "started", "on": "2026-02-01"}
    page = reach(office_client, project, **given, file=pdf()).content.decode()
    assert "日期先后不对：签约 2026-02-10 晚于开工 2026-02-01" in page
    assert "“许可证.pdf”已带上" in page
    assert Document.objects.count() == 0
    slip = re.search(r'name="slip" value="([^"]+)"', page)[1]
    reach(office_client, project, **given, slip=slip, sure=accept(page))
    assert days_of(project)["started"] == date(2026, 2, 1)
    assert Citation.objects.get().document.file_name == "许可证.pdf"


def test_a_slip_is_worthless_to_somebody_else(project, office_client, operator) -> None:
    given = {"stage": "started", "on": "2026-02-01"}
    page = reach(office_client, project, **given, file=pdf()).content.decode()
    slip = re.search(r'name="slip" value="([^"]+)"', page)[1]
    for stolen in (slip, "made-up"):
        answer = reach(signed_in(operator), project, stage="started", on="2026-05-01", slip=stolen)
        assert "请再选一次" in answer.content.decode()
    assert "started" not in days_of(project)


@pytest.mark.parametrize(
    ("content", "name"), [(b"", "空.pdf"), (b"MZ", "程序.exe"), (b"plain", "假.pdf")]
)
def test_a_bad_file_is_named_and_nothing_is_written(project, office_client, content, name) -> None:
    answer = reach(office_client, project, stage="started", on="2026-05-01", note="监理在场",
                   file=pdf(content, name))  # fmt: skip
    page = answer.content.decode()
    assert "证据文件：" in page and "监理在场" in page
    assert "started" not in days_of(project)
    assert Document.objects.count() == 0


def test_the_same_day_again_is_said(project, office_client) -> None:
    page = reach(office_client, project, stage="signed", on="2026-02-10").content.decode()
    assert "这个节点已按 2026-02-10 登记过" in page


# plans, money, record, evidence, voids ------------------------------------------
def test_a_plan_is_changed_and_the_earlier_one_stays(project, office_client) -> None:
    address = f"/ledger/projects/{project.code}/plan/"
    for day in ("2026-08-01", "2026-09-01"):
        given = {"stage": "started", "planned_for": day, "on": "2026-06-01"}
        assert office_client.post(address, given).status_code == 302
    assert project.milestones.exclude(planned_for=None).count() == 2
    assert "26-09-01" in office_client.get(f"/ledger/projects/{project.code}/").content.decode()
    given = {"stage": "signed", "planned_for": "2026-09-01", "on": "2026-06-01"}
    assert "节点：" in office_client.post(address, given).content.decode()


def test_money_is_posted_with_its_voucher(project, office_client) -> None:
    given = {"kind": "in_place", "amount": "3500", "unit": "万元|CNY",
             "on": "2026-05-20", "proof": "voucher", "file": pdf(name="进账单.pdf")}  # fmt: skip
    assert office_client.post(f"/ledger/projects/{project.code}/money/", given).status_code == 302
    posting = project.postings.get(kind="in_place")
    assert (posting.amount, posting.period) == (Decimal(35_000_000), date(2026, 5, 1))
    assert Citation.objects.get(target_model="ledger.posting").target_id == posting.pk


def test_a_years_plan_belongs_to_its_january(project, office_client) -> None:
    given = {"kind": "year_plan", "amount": "1", "unit": "亿元|CNY",
             "on": "2026-03-20", "proof": "notice"}  # fmt: skip
    office_client.post(f"/ledger/projects/{project.code}/money/", given)
    assert project.postings.get(kind="year_plan").period == date(2026, 1, 1)


def record_form(project, **more):
    return {"name": project.name, "kind": project.kind, "park": project.park_id or "",
            "on": "2026-06-10", "seen": "0", **more}  # fmt: skip


def test_the_record_is_changed_from_a_day_on(project, office_client, parks) -> None:
    address = f"/ledger/projects/{project.code}/record/"
    given = record_form(project, park=parks[1].pk, filing_number="2401-340000", is_high_tech="on",
                        filing_month="2026-01-17", enterprise="演示电气有限公司")  # fmt: skip
    assert office_client.post(address, given).status_code == 302
    project.refresh_from_db()
    assert (project.park, project.filing_month) == (parks[1], date(2026, 1, 1))
    changed = set(project.projectchanges.values_list("field", flat=True))
    assert changed == {"park_id", "filing_number", "filing_month", "is_high_tech",
                       "enterprise_id"}  # fmt: skip
    before = office_client.get(f"/ledger/projects/{project.code}/?as_of=2026-06-09&known_at=now")
    assert "1园" in before.content.decode()
    again = re.search(r'name="seen" value="(\d+)"', office_client.get(address).content.decode())[1]
    assert office_client.post(address, given | {"seen": again}).status_code == 302
    assert project.projectchanges.count() == 5


def test_changes_made_meanwhile_are_not_overwritten_unasked(project, office_client) -> None:
    address = f"/ledger/projects/{project.code}/record/"
    office_client.post(address, record_form(project, investor="甲方"))
    page = office_client.post(address, record_form(project, investor="乙方")).content.decode()
    project.refresh_from_db()
    assert "另有 1 处改动" in page and project.investor == "甲方"
    office_client.post(address, record_form(project, investor="乙方", sure=accept(page)))
    project.refresh_from_db()
    assert project.investor == "乙方"


def test_an_operator_cannot_give_a_project_away(project, operator, parks) -> None:
    from gaoxin.ledger.actions import Record, change_project
    from gaoxin.lib.errors import UserError

    with pytest.raises(UserError, match="本园区"):
        change_project(project, record=Record(by=operator), on=date(2026, 6, 1),
                       fields={"park": parks[1]})  # fmt: skip
    address = f"/ledger/projects/{project.code}/record/"
    page = signed_in(operator).post(address, record_form(project, park=parks[1].pk))
    assert "园区：" in page.content.decode()


def test_evidence_is_added_once(project, office_client) -> None:
    milestone = project.milestones.get(stage="signed")
    address = f"/ledger/milestones/{milestone.pk}/evidence/"
    assert "先选一个文件" in office_client.post(address, {"proof": "contract"}).content.decode()
    assert office_client.post(address, {"proof": "contract", "file": pdf()}).status_code == 302
    again = office_client.post(address, {"proof": "contract", "file": pdf()}).content.decode()
    assert "已经是它的证据" in again
    assert Citation.objects.count() == 1


def test_a_void_needs_a_reason_and_keeps_the_record(project, office_client) -> None:
    posting = project.postings.get(kind="planned")
    address = f"/ledger/postings/{posting.pk}/retract/"
    assert "理由：" in office_client.post(address, {"reason": ""}).content.decode()
    assert office_client.post(address, {"reason": "重复登记"}).status_code == 302
    left = effective(project.postings.filter(kind="planned"), now())
    assert not left.exists() and Posting.objects.filter(pk=posting.pk).exists()
    assert office_client.post(address, {"reason": "再来"}).status_code == 404


def test_voiding_a_correction_says_what_counts_again(project, office_client, build) -> None:
    wrong = build.reach(project, "signed", "2026-02-20")
    address = f"/ledger/milestones/{wrong.pk}/retract/"
    assert "签约 2026-02-10）会重新算数" in office_client.get(address).content.decode()
    office_client.post(address, {"reason": "看错了"})
    assert days_of(project)["signed"] == date(2026, 2, 10)


def test_each_event_is_listed_with_what_may_be_done(project, office_client, leader) -> None:
    address = f"/ledger/projects/{project.code}/events/"
    page = office_client.get(address).content.decode()
    assert page.count("/retract/") == page.count("/evidence/") == 4
    shown = signed_in(leader).get(address).content.decode()
    assert "/retract/" not in shown and "<b>4</b> 条显示 <b>4</b> 条" in shown


def test_forms_take_few_queries(project, office_client, django_assert_max_num_queries) -> None:
    code = project.code
    paths = [NEW, *(f"/ledger/projects/{code}/{p}/" for p in ("milestone", "money", "record"))]
    for path in paths:
        # The badges of the sidebar are counted once and kept.
        office_client.get(path)
        with django_assert_max_num_queries(30):
            assert office_client.get(path).status_code == 200
