"""Journeys (浏览器走查): sign in, open a number, look at the past, change the theme, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, audit, sign_in

PROJECT = "/ledger/projects/P-2025-001/"
PAGES = ["/", "/ledger/projects/", "/ledger/projects/?board=park", "/ledger/enterprises/", PROJECT,
         "/ledger/projects/?as_of=2026-06-30", "/ledger/imports/", "/track/", "/figures/",
         "/people/account/"]  # fmt: skip


def test_sign_in_with_the_password_of_the_demo_and_out_again(journey) -> None:
    with journey.page(None) as page:
        sign_in(page, "office")
        page.goto("/ledger/projects/")
        expect(page.locator("h1")).to_have_text("项目台账")
        page.click("summary.gx-ava")
        page.click("text=退出登录")
        expect(page.locator("[name=login]")).to_be_visible()


def test_a_wrong_password_stays_at_the_door(journey) -> None:
    with journey.page(None) as page:
        sign_in(page, "office", "wrong-password")
        expect(page.locator(".errorlist")).to_be_visible()


def test_a_number_opens_its_source_by_keyboard_and_escape_returns_to_it(journey, office) -> None:
    with journey.page(office) as page:
        page.goto("/ledger/projects/")
        number = page.locator("td .gx-num").first
        number.focus()
        page.keyboard.press("Enter")
        panel = page.locator("#gx-src")
        expect(panel).to_be_visible()
        expect(panel.locator("h2")).to_contain_text("计划总投资")
        expect(panel).to_be_focused()
        expect(panel.locator(".scroll")).to_contain_text("算式")
        page.keyboard.press("Escape")
        expect(panel).to_be_hidden()
        expect(number).to_be_focused()


def test_tabs_of_the_source_show_other_rows_and_the_panel_stays(journey, office) -> None:
    with journey.page(office) as page:
        page.goto("/")
        page.locator(".gx-fig .gx-num", has_text="%").first.click()
        panel = page.locator("#gx-src")
        expect(panel).to_be_visible()
        panel.locator(".gx-seg >> nth=0").locator("a, button").nth(1).click()
        expect(panel).to_be_visible()


def test_the_past_has_its_banner_and_no_button_to_change(journey, office) -> None:
    with journey.page(office) as page:
        page.goto(PROJECT)
        page.click(".gx-asofbtn")
        page.fill("input[name=as_of]", "2026-06-30")
        page.click("text=看这一天")
        banner = page.locator(".gx-asof")
        expect(banner).to_contain_text("您在看 2026-06-30 当天的数据")
        assert page.locator("main form[method=post]").count() == 0
        page.click("nav.gx-side >> text=企业")
        expect(banner).to_be_visible()
        assert "as_of=2026-06-30" in page.url
        page.click("text=回到今天")
        expect(banner).to_be_hidden()


def test_the_theme_is_kept_without_a_flash(journey, office) -> None:
    with journey.page(office) as page:
        page.goto("/ledger/parks/")
        assert page.evaluate("document.documentElement.dataset.bsTheme") == "light"
        page.click("header [data-theme-toggle]")
        assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
        page.goto("/ledger/enterprises/")
        assert 'data-bs-theme="dark"' in page.content()[:200]


def test_slash_searches_and_question_mark_shows_the_keys(journey, office) -> None:
    with journey.page(office) as page:
        page.goto("/ledger/parks/")
        page.keyboard.press("/")
        expect(page.locator("#gx-q")).to_be_focused()
        page.keyboard.type("P-2025-001")
        page.keyboard.press("Enter")
        expect(page.locator("main .gx-list li").first).to_contain_text("P-2025-001")
        page.locator("h1").click()
        page.keyboard.press("?")
        expect(page.locator("#gx-help")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#gx-help")).to_be_hidden()


def test_conditions_narrow_the_list_and_a_chip_drops_one(journey, office) -> None:
    with journey.page(office) as page:
        page.goto("/ledger/projects/")
        page.click("text=加条件")
        page.fill("#f-money_min", "5")
        page.click("text=按这些条件看")
        expect(page.locator(".gx-filter")).to_contain_text("投资 ≥ 5 亿元")
        page.click(".gx-filter a")
        expect(page.locator(".gx-filter")).to_have_count(0)


def test_a_chart_is_drawn_in_both_themes(journey, office) -> None:
    with journey.page(office) as page:
        page.goto(PROJECT)
        chart = page.locator("[data-chart] svg").first
        expect(chart).to_be_visible()
        page.click("header [data-theme-toggle]")
        expect(page.locator("[data-chart] svg").first).to_be_visible()


def test_the_language_is_changed_by_one_button(journey, office) -> None:
    with journey.page(office) as page:
        page.goto("/ledger/projects/")
        page.click("header >> text=EN")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.click("header >> text=中")
        expect(page.locator("h1")).to_have_text("项目台账")


@pytest.mark.parametrize("look", ["desk", "dark", "phone", "english"])
def test_every_text_is_readable_and_no_page_scrolls_sideways(journey, office, look) -> None:
    size = PHONE if look == "phone" else DESK
    language = "en" if look == "english" else "zh-CN"
    with journey.page(office, dark=look == "dark", language=language, size=size) as page:
        for path in PAGES:
            page.goto(path)
            page.wait_for_load_state("networkidle")
            found = audit(page)
            assert (path, found) == (path, {"faint": [], "small": [], "sideways": 0})


def test_the_open_panel_is_readable_on_a_phone(journey, office) -> None:
    with journey.page(office, size=PHONE, dark=True) as page:
        page.goto("/ledger/projects/")
        page.locator("td .gx-num").first.click()
        expect(page.locator("#gx-src")).to_be_visible()
        assert audit(page) == {"faint": [], "small": [], "sideways": 0}
