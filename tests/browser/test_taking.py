"""Taking in (收件走查): folders and long texts with progress; a bulletin walked through by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, audit

if TYPE_CHECKING:
    from pathlib import Path

STORY = (
    "{name}高新区项目开工\n\n　　本报讯 11月{day}日，{name}高新区新签约项目{n}个，其中开工{n}个，"
    "总投资{n}.5亿元。园区坚持把优化服务作为第一要务，选派专员上门走访，帮助企业解决难题。\n\n"
)
BULLETIN = (
    "1至10月，全区新签约项目64个，其中开工41个，开工率66.1%。\n"
    "计划总投资24.5亿元，其中钠电储能12.6亿元、液冷储能8.4亿元、储能变流器3.8亿元。\n"
)


def story(n: int) -> str:
    return STORY.format(name="青岚白鹭赤松玄圃"[n % 4 * 2 :][:2], day=n % 28 + 1, n=n + 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two good files, a long one, a broken one and one of another kind."""
    for name in ("甲", "乙"):
        (tmp_path / f"{name}.txt").write_text(story(len(name) + ord(name)), encoding="utf-8")
    (tmp_path / "长.txt").write_text("".join(map(story, range(700))), encoding="utf-8")
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    (tmp_path / "表.xlsx").write_bytes(b"x")
    return tmp_path


def badge(page: Page) -> int:
    return int(page.locator(".gx-side .gx-nav.on i").inner_text().replace(",", ""))


def test_a_folder_is_read_and_list_and_badge_are_renewed(journey, office, folder) -> None:
    with journey.page(office) as page:
        page.goto("/read/")
        before, rows = badge(page), page.locator("#list tbody tr").count()
        page.set_input_files("#t-folder", folder)
        page.locator("[data-read-batch] [type=submit]").press("Enter")
        said = page.locator("[data-read-said]")
        expect(said).to_have_text("读完 4 / 4", timeout=120_000)
        lines = page.locator("[data-read-lines]")
        expect(lines).to_contain_text("1 个文件不是能读的类型，没有传：表.xlsx")
        expect(lines).to_contain_text("“坏.pdf”读不出来")
        expect(lines.locator("li", has_text="长.txt")).to_contain_text("已读")
        expect(lines).not_to_contain_text("还没读完")
        expect(page.locator("#list tbody tr")).to_have_count(rows + 3)
        assert badge(page) > before


def test_a_long_text_is_stopped_and_goes_on_when_its_page_is_opened(
    journey, office, tmp_path
) -> None:
    (tmp_path / "长文.txt").write_text("".join(map(story, range(1_000, 1_900))), encoding="utf-8")
    with journey.page(office) as page:
        page.goto("/read/")
        page.set_input_files("#t-files", tmp_path / "长文.txt")
        page.locator("[data-read-batch] [type=submit]").click()
        page.wait_for_url("**/read/*/")
        button = page.locator("[data-going] button")
        expect(button).to_have_text("先停")
        button.press("Enter")
        expect(button).to_have_text("接着读", timeout=30_000)
        expect(page.locator("[data-going-said]")).to_contain_text("已读")
        assert page.locator("a.fact, .fact.on").count() > 0
        page.goto("/read/")
        page.goto(page.locator("#list a", has_text="长文").first.get_attribute("href"))
        expect(page.locator(".rd-going")).to_have_count(0, timeout=120_000)
        assert audit(page) == {"faint": [], "small": [], "sideways": 0}


def check(page: Page, text: str = BULLETIN) -> None:
    page.goto("/read/check/")
    page.fill("#c-text", text)
    page.locator("#main form [type=submit]").press("Enter")
    page.wait_for_load_state("load")


def test_faults_of_a_bulletin_are_walked_through_by_keys(journey, office) -> None:
    with journey.page(office) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        check(page)
        expect(page.locator("[data-check-at]")).to_have_text("1 / 2")
        assert page.locator("mark.on").all_inner_texts() == ["64个", "41个", "66.1%1"]
        page.keyboard.press("j")
        expect(page.locator("[data-check-at]")).to_have_text("2 / 2")
        expect(page.locator("#fault-2 a")).to_be_focused()
        assert len(page.locator("mark.on").all()) == 4
        page.keyboard.press("j")
        expect(page.locator("[data-check-at]")).to_have_text("2 / 2")
        page.keyboard.press("k")
        expect(page.locator("#fault-1 a")).to_be_focused()
        page.keyboard.press("c")
        expect(page.locator("[data-key=c]")).to_contain_text("已复制")
        copied = page.evaluate("() => navigator.clipboard.readText()")
        assert copied.splitlines()[1].startswith("1. 印作 66.1%，应为 64.1%")
        assert len(copied.splitlines()) == 3


@pytest.mark.parametrize("look", ["desk", "dark", "phone", "english"])
def test_every_text_of_a_checked_bulletin_is_readable(journey, office, look) -> None:
    size = PHONE if look == "phone" else DESK
    language = "en" if look == "english" else "zh-CN"
    with journey.page(office, dark=look == "dark", language=language, size=size) as page:
        for text in (BULLETIN, BULLETIN.splitlines()[0].replace("66.1", "64.1"), "办结3件。"):
            check(page, text)
            assert (text, audit(page)) == (text, {"faint": [], "small": [], "sideways": 0})
