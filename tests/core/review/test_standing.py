"""Standing: an expert declares, waits, calibrates, scores, perhaps revises; never out of turn."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from gaoxin.review.core.process.panel import Panel, open_discussion
from gaoxin.review.core.sheet.blind import around, shown_page
from gaoxin.review.core.sheet.standing import (
    CALIBRATE,
    CLOSED,
    DECLARE,
    REVISE,
    SCORE,
    SIGNED,
    WAIT,
    filled,
    round_of,
    standing,
)
from tests.core.review.made import DEFAULT, ITEMS, RULE, levels, minute, seated, signed

MARKS = {item.id: item.marks["industrial"] for item in DEFAULT.judged("industrial")}


def stage(panel: Panel, *, declared: bool = True, calibrated: bool = True) -> str:
    return standing(panel, "a", has_declared=declared, is_calibrated=calibrated)


def test_each_step_comes_in_its_turn() -> None:
    waiting = Panel(("a", "b", "c", "d", "e"))
    assert stage(waiting, declared=False) == DECLARE
    assert stage(waiting) == WAIT
    panel = seated()
    assert stage(panel, declared=False) == DECLARE
    assert stage(panel, calibrated=False) == CALIBRATE
    assert stage(panel) == SCORE
    panel = signed(panel, "a", 1, 3, 3, 3, 3)
    assert stage(panel, calibrated=False) == SIGNED
    for place, name in enumerate("bcde", 2):
        panel = signed(panel, name, place, 3, 3, 3, 3)
    panel = open_discussion(panel, at=minute(9))
    assert stage(panel) == REVISE and round_of(REVISE) == 2 and round_of(SCORE) == 1
    panel = signed(panel, "a", 10, 2, 3, 3, 3, round_=2)
    assert stage(panel) == SIGNED
    assert stage(replace(panel, closed_at=minute(20))) == CLOSED


def test_the_subtotal_is_of_what_was_judged() -> None:
    given = dict(list(levels(4, 3, 1, 0).items())[:3])
    found = filled(given, {"fit_site": "近"}, MARKS, RULE)
    # 2 + 2.25 + 0.75 of 2 + 3 + 3, of 9 in all.
    assert (found.marks, found.of, found.full) == (
        Decimal("5.00"),
        Decimal("8.00"),
        Decimal("9.00"),
    )
    assert found.open == ("ctl_ability",) and found.bare == ("rd_level",)
    assert not found.is_ready


def test_a_complete_sheet_is_ready() -> None:
    assert filled(levels(2, 3, 2, 3), {}, MARKS, RULE).is_ready
    assert not filled(levels(2, 3, 2, 4), {"ctl_ability": " "}, MARKS, RULE).is_ready
    assert filled({}, {}, MARKS, RULE).marks == 0
    assert tuple(filled({}, {}, MARKS, RULE).open) == tuple(ITEMS)


def test_an_excerpt_keeps_the_cited_place_and_cuts_no_cover() -> None:
    text = "前" * 50 + "示例新材料集团" + "引用在此" + "后" * 50
    pieces = around(shown_page(text, "引用在此", ["示例新材料集团"]), 6)
    assert "".join(p.text for p in pieces) == "……前前〔已遮〕引用在此后后后后后后……"
    start = around(shown_page("甲" * 20, "", []), 5)
    assert "".join(p.text for p in start) == "甲甲甲甲甲……"
