"""The expert's sheet in a real browser: keys, phone, no network, two devices, an ended session."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, audit, sign_in
from tests.house.tree import ROOT

STATE = "[data-state] >> nth=0"
PENDING = "Object.keys(localStorage).filter((k) => k.startsWith('gx-sheet/'))"


@pytest.fixture(scope="module")
def case(site, world) -> dict:
    """Return the code and the experts of a case whose papers are open."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.made_case"],
        env=world, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def open_sheet(page, case) -> None:
    """Open the sheet; who has not done the calibration case does it first."""
    page.goto(f"/review/mine/{case['code']}/")
    if page.url.endswith("/calibration/") and page.locator("form[data-levels]").count():
        for item in page.locator(".rv-item").all():
            item.locator("label").nth(2).click()
        page.click("text=对参考等级")
        expect(page.locator("main")).to_contain_text("您与参考的差距")
        page.click("text=去评真的")
        # A key pressed before the sheet is there goes to the page that is left.
        page.wait_for_url(f"**/review/mine/{case['code']}/")


@pytest.fixture
def at_work(browser, site, case):
    """Open the sheet of an expert, calibrated; what the browser complains of fails the test."""

    @contextmanager
    def opened(expert: int, size=DESK, **more):
        context = browser.new_context(base_url=site, locale="zh-CN", viewport=size, **more)
        page, complaints = context.new_page(), []
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        sign_in(page, case["experts"][expert])
        open_sheet(page, case)
        yield page
        context.close()
        assert complaints == []

    return opened


def choose(page, item: str, level: int) -> None:
    page.locator(f'.anch label:has([name="{item}.level"][value="{level}"])').click()


def until(page, count: int) -> None:
    """Wait until so many drafts lie on the machine; the policy forbids waiting inside."""
    for _n in range(100):
        if len(page.evaluate(PENDING)) == count:
            return
        page.wait_for_timeout(100)
    assert page.evaluate(PENDING) == []


def saved(page) -> None:
    expect(page.locator(STATE)).to_contain_text("已自动保存")
    expect(page.locator(STATE)).not_to_contain_text("正在")
    until(page, 0)


def test_levels_by_keys_and_the_reason_only_where_it_is_asked(at_work) -> None:
    with at_work(0) as page:
        page.keyboard.press("3")
        expect(page.locator('[name="fit_site.level"][value="3"]')).to_be_checked()
        reason = page.locator("#fit_site\\.reason")
        expect(reason).to_be_hidden()
        page.keyboard.press("4")
        expect(reason).to_be_visible()
        page.keyboard.press("Tab")
        expect(reason).to_be_focused()
        page.keyboard.type("2 家在 1 公里内")
        expect(page.locator('[name="fit_site.level"][value="4"]')).to_be_checked()
        page.keyboard.press("Tab")
        page.keyboard.press("2")
        expect(page.locator('[name="inv_record.level"][value="2"]')).to_be_checked()
        saved(page)
        expect(page.locator("[data-marks]")).to_have_text("3.50")
        expect(page.locator("[data-left]")).to_contain_text("还差第 3、4 项")
        expect(page.locator("[data-sign]")).to_be_disabled()


def test_the_cited_place_follows_the_item_in_hand(at_work) -> None:
    with at_work(0) as page:
        page.locator('[name="rd_level.level"]').first.focus()
        shown = page.locator("[data-cite]:not([hidden])")
        expect(shown).to_have_count(1)
        expect(shown.locator("mark")).to_have_text("已完成 3 个月中试，良率 91%")


def test_nothing_typed_without_network_is_lost(at_work) -> None:
    with at_work(1, PHONE) as page:
        page.context.set_offline(True)
        for item, level in (("fit_site", 3), ("inv_record", 3), ("rd_level", 1)):
            choose(page, item, level)
        page.fill("#rd_level\\.reason", "没有第三方检测")
        expect(page.locator(STATE)).to_have_text("未连网，保存在本机")
        expect(page.locator("[data-marks]")).to_have_text("—")
        page.context.set_offline(False)
        saved(page)
        expect(page.locator("[data-marks]")).to_have_text("4.50")
        page.reload()
        expect(page.locator("#rd_level\\.reason")).to_have_value("没有第三方检测")


def test_what_was_typed_offline_survives_closing_the_page(at_work) -> None:
    with at_work(1) as page:
        choose(page, "rd_level", 1)
        saved(page)
        page.context.set_offline(True)
        page.fill("#rd_level\\.reason", "关页前写的")
        until(page, 1)
        page.goto("about:blank")
        page.context.set_offline(False)
        page.goto("/review/mine/")
        page.locator(".rv-mine a").first.click()
        expect(page.locator("#rd_level\\.reason")).to_have_value("关页前写的")
        saved(page)


def test_an_ended_session_keeps_the_words_and_signing_in_sends_them(at_work, case) -> None:
    with at_work(2) as page:
        page.context.clear_cookies()
        choose(page, "fit_site", 2)
        expect(page.locator(STATE)).to_contain_text("登录已过期，保存在本机")
        page.locator(STATE).locator("text=重新登录").click()
        page.fill("[name=login]", case["experts"][2])
        page.fill("[name=password]", "gaoxin-demo-2026")
        page.press("[name=password]", "Enter")
        expect(page.locator('[name="fit_site.level"][value="2"]')).to_be_checked()
        saved(page)


def test_two_devices_are_both_kept_until_the_expert_chooses(at_work) -> None:
    with at_work(3) as desk, at_work(3, PHONE) as phone:
        for page in (desk, phone):
            choose(page, "inv_record", 1)
            saved(page)
        desk.fill("#inv_record\\.reason", "电脑上写的")
        saved(desk)
        phone.fill("#inv_record\\.reason", "手机上写的")
        expect(phone.locator(".rv-clash")).to_contain_text("电脑上写的")
        phone.click("text=用那一版")
        expect(phone.locator("#inv_record\\.reason")).to_have_value("电脑上写的")
        expect(phone.locator(".rv-clash")).to_have_count(0)


def test_another_account_on_the_same_machine_sees_no_local_draft(browser, site, case) -> None:
    context = browser.new_context(base_url=site, locale="zh-CN")
    page = context.new_page()
    sign_in(page, case["experts"][1])
    open_sheet(page, case)
    choose(page, "rd_level", 1)
    saved(page)
    context.set_offline(True)
    page.fill("#rd_level\\.reason", "只给自己看")
    until(page, 1)
    context.set_offline(False)
    context.clear_cookies()
    sign_in(page, case["experts"][3])
    open_sheet(page, case)
    page.wait_for_load_state("networkidle")
    expect(page.locator("#rd_level\\.reason")).not_to_have_value("只给自己看")
    context.clear_cookies()
    sign_in(page, case["experts"][1])
    open_sheet(page, case)
    expect(page.locator("#rd_level\\.reason")).to_have_value("只给自己看")
    context.close()


def test_signing_shows_what_is_signed_and_leaves_nothing_on_the_machine(at_work, case) -> None:
    with at_work(4, PHONE) as page:
        for item in ("fit_site", "inv_record", "rd_level", "ctl_ability"):
            choose(page, item, 3)
        saved(page)
        page.click("[data-sign]")
        dialog = page.locator("#rv-confirm")
        expect(dialog).to_contain_text("小计 6.75 / 9 分")
        dialog.locator("text=再看看").click()
        expect(dialog).to_be_hidden()
        choose(page, "rd_level", 2)
        saved(page)
        page.click("[data-sign]")
        expect(dialog).to_contain_text("小计 6.00 / 9 分")
        dialog.locator("button[type=submit]").click()
        expect(page.locator("main")).to_contain_text("签名回执")
        assert page.evaluate(PENDING) == []


def test_the_sheet_works_without_scripts(at_work) -> None:
    with at_work(2, java_script_enabled=False) as page:
        choose(page, "rd_level", 3)
        page.click("text=保存草稿")
        expect(page.locator("main")).to_contain_text("草稿已保存")
        expect(page.locator('[name="rd_level.level"][value="3"]')).to_be_checked()


@pytest.mark.parametrize("look", ["desk", "dark", "phone", "english"])
def test_the_sheet_is_readable_in_every_look(journey, browser, site, case, look) -> None:
    context = browser.new_context(base_url=site)
    page = context.new_page()
    sign_in(page, case["experts"][0])
    state = context.storage_state()
    context.close()
    session = {"cookies": [c for c in state["cookies"] if c["name"] == "sessionid"], "origins": []}
    size, language = (PHONE if look == "phone" else DESK), "en" if look == "english" else "zh-CN"
    with journey.page(session, dark=look == "dark", language=language, size=size) as page:
        code = case["code"]
        for path in ("", f"{code}/", f"{code}/declare/", f"{code}/calibration/"):
            page.goto(f"/review/mine/{path}")
            page.wait_for_load_state("networkidle")
            assert (path, audit(page)) == (path, {"faint": [], "small": [], "sideways": 0})
