"""Reader (读报走查): words chosen by mouse, finger or keys become a fact; all is readable."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, audit

READER = "/read/1/"
ZOOMED = {"width": 720, "height": 450}  # a desk at 200 %
# Selects words of the paper as a mouse or a finger does.
SELECT = """(words) => {
  const walk = document.createTreeWalker(document.getElementById("paper"), NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    node.parentElement.scrollIntoView({ block: "center" });
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return true;
  }
  return false;
}"""


def added(page: Page) -> None:
    """Press the form's button and see the new fact in hand."""
    page.locator(".rd-send button").press("Enter")
    expect(page.locator("#fact")).to_contain_text("手工添加")


@pytest.mark.parametrize(
    ("size", "words"),
    [(DESK, "园区服务专班每周"), (PHONE, "水、电、气、路")],
    ids=["desk", "phone"],
)
def test_selected_words_become_a_fact(journey, office, size, words) -> None:
    with journey.page(office, size=size) as page:
        page.goto(READER)
        assert page.evaluate(SELECT, words)
        page.click("[data-read-pick]")
        expect(page.locator("#a-words")).to_have_value(words)
        expect(page.locator("#a-words")).to_be_in_viewport()
        expect(page.locator("[data-read-pick]")).to_be_hidden()
        added(page)
        expect(page.locator("#fact blockquote")).to_contain_text(words)


def test_words_are_chosen_by_keys_alone(journey, office) -> None:
    with journey.page(office) as page:
        page.goto(f"{READER}?fact=2")
        before = page.locator("#paper").inner_text()
        page.keyboard.press("n")
        expect(page.locator("#paper")).to_be_focused()
        page.keyboard.type("写不进去")
        for key in ["ArrowRight"] + ["Shift+ArrowRight"] * 12:
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        assert page.locator("#paper").inner_text() == before
        assert len(page.locator("#a-words").input_value()) >= 3
        expect(page.locator("input[name=what]:checked")).to_be_focused()
        added(page)


def test_escape_leaves_the_paper_as_it_was(journey, office) -> None:
    with journey.page(office) as page:
        page.goto(READER)
        page.keyboard.press("n")
        page.keyboard.press("Escape")
        expect(page.locator("#paper")).not_to_have_attribute("contenteditable", "true")
        first = page.locator("#fact .no").inner_text()
        page.keyboard.press("j")
        expect(page.locator("#fact .no")).not_to_have_text(first)


@pytest.mark.parametrize("look", ["desk", "dark", "phone", "english", "zoomed"])
def test_every_text_of_the_reader_is_readable(journey, office, look) -> None:
    size = {"phone": PHONE, "zoomed": ZOOMED}.get(look, DESK)
    language = "en" if look == "english" else "zh-CN"
    with journey.page(office, dark=look == "dark", language=language, size=size) as page:
        for path in (READER, f"{READER}?view=original", "/read/", "/read/check/"):
            page.goto(path)
            page.wait_for_load_state("networkidle")
            if path == READER:
                page.locator("[data-read-add] summary").click()
            assert (path, audit(page)) == (path, {"faint": [], "small": [], "sideways": 0})
