"""The panel's acceptance list: recusal, blindness, signature, revision, quorum, spread."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.lib.errors import Denied, UserError
from gaoxin.review.core.process.closing import causes, close, quorum, veto_causes
from gaoxin.review.core.process.panel import (
    Panel,
    Sheet,
    open_discussion,
    open_papers,
    progress,
    recuse,
    sign,
    unreasoned,
    visible,
)
from gaoxin.review.core.process.recusal import Parties, Ties, hints
from gaoxin.review.core.process.spread import harshness, leave_one_out, spread
from tests.core.review.made import (
    DEFAULT,
    ITEMS,
    RULE,
    START,
    levels,
    minute,
    project,
    scored,
    seated,
    signed,
)

MARKS = {item.id: item.marks["industrial"] for item in DEFAULT.judged("industrial")}


def all_signed(panel: Panel | None = None) -> Panel:
    panel = panel or seated()
    for place, name in enumerate(panel.active):
        panel = signed(panel, name, place, 3, 3, 3, 3)
    return panel


# (1) recusal declared before the papers, hints from the registers
def test_registers_hint_at_ties_whatever_the_spelling() -> None:
    ties = Ties(
        employers=["示例新材料（集团）有限公司"],
        shareholdings=["某某投资"],
        advised=["甲公司"],
        recommended=["P-071"],
    )
    parties = Parties(
        "P-071", investors=["示例新材料(集团) 有限公司", "甲公司"], competitors=["某某投资"]
    )
    found = {hint.reason for hint in hints(ties, parties)}
    assert found == {
        "employed_or_paid_by_investor_3y", "adviser_or_author_of_the_plan", "competitor",
        "recommended_the_project",
    }  # fmt: skip
    assert found <= set(RULE.recusal_reasons)
    assert hints(Ties(), parties) == ()


def test_a_recusal_before_the_papers_seats_a_reserve_and_a_late_one_is_marked() -> None:
    panel = Panel(("a", "b", "c", "d", "e"), ("f", "g"))
    early = recuse(panel, "b", "relative", at=START, rule=RULE)
    assert early.active == ("a", "c", "d", "e", "f") and not early.recusals[0].late
    late = recuse(open_papers(early, at=minute(1)), "c", "competitor", at=minute(2), rule=RULE)
    assert late.active == ("a", "d", "e", "f", "g") and late.recusals[1].late
    with pytest.raises(UserError, match="one of"):
        recuse(panel, "a", "busy", at=START, rule=RULE)
    with pytest.raises(Denied):
        recuse(early, "b", "relative", at=START, rule=RULE)


def test_what_a_late_recused_expert_signed_stays_in_the_chain_and_counts_no_more() -> None:
    panel = recuse(signed(seated(), "a", 1, 4, 4, 4, 4), "a", "relative", at=minute(2), rule=RULE)
    assert len(panel.chain) == 1 and panel.sheets() == {}


# (2) a recused person finds nothing
@given(st.sets(st.sampled_from("abcde"), min_size=1))
def test_a_recused_expert_sees_nothing_and_is_refused_as_if_there_were_no_review(
    gone: set[str],
) -> None:
    panel = all_signed(seated(reserves=("f", "g", "h", "i", "j")))
    for name in sorted(gone):
        panel = recuse(panel, name, "shareholding", at=minute(30), rule=RULE)
    for name in gone:
        assert visible(panel, name) == {} and progress(panel, name) is None
        with pytest.raises(Denied, match="there is no such review"):
            signed(panel, name, 40, 1, 1, 1, 1)
    for name in panel.active:
        shown = visible(panel, name)[1]
        assert not gone & set(shown)


# (3) nobody sees others' scores, counts or order before the own is signed
def test_nobody_sees_others_before_the_own_is_signed() -> None:
    panel = signed(signed(seated(), "a", 1, 3, 3, 3, 3), "b", 2, 2, 2, 2, 2)
    assert visible(panel, "c")[1] == {} and progress(panel, "c") is None
    assert set(visible(panel, "a")[1]) == {"a", "b"} and progress(panel, "a") == (2, 5)
    after = signed(panel, "c", 3, 1, 1, 1, 1)
    assert set(visible(after, "c")[1]) == {"a", "b", "c"}
    assert visible(panel, "stranger") == {}


@given(st.lists(st.sampled_from("abcde"), unique=True), st.sampled_from("abcde"))
def test_what_an_unsigned_expert_sees_does_not_depend_on_others(who: list[str], eye: str) -> None:
    panel = seated()
    for place, name in enumerate(n for n in who if n != eye):
        panel = signed(panel, name, place, place % 5, 2, 2, 2)
    assert visible(panel, eye) == visible(seated(), eye)
    assert progress(panel, eye) == progress(seated(), eye)


# (4) a signature carries its time; twice, too late, unfinished or with the clock back is refused
def test_signing_is_refused_with_its_reason_and_changes_nothing() -> None:
    panel = signed(seated(), "a", 10, 3, 3, 3, 3)
    with pytest.raises(UserError, match="signed already"):
        signed(panel, "a", 11, 2, 2, 2, 2)
    with pytest.raises(UserError, match="clock"):
        signed(panel, "b", 9, 2, 2, 2, 2)
    with pytest.raises(UserError, match="no level"):
        sign(panel, Sheet("b", {"fit_site": 2}), at=minute(12), rule=RULE, items=ITEMS)
    with pytest.raises(UserError, match="not open yet"):
        signed(Panel(("a", "b", "c")), "a", 1, 2, 2, 2, 2)
    with pytest.raises(UserError, match="level of the scale"):
        signed(panel, "b", 12, 7, 2, 2, 2)
    assert set(panel.sheets()) == {"a"}
    closed = close(all_signed(), RULE, None, at=minute(20), outside="abcde")
    with pytest.raises(UserError, match="closed"):
        signed(closed, "a", 21, 2, 2, 2, 2)
    with pytest.raises(UserError, match="closed"):
        recuse(closed, "a", "relative", at=minute(21), rule=RULE)


# (5) reasons at 0, 1 and 4
def test_reasons_are_forced_at_the_ends_of_the_scale() -> None:
    sheet = Sheet("a", levels(0, 1, 4, 2), {"inv_record": "查无同类项目", "rd_level": "  "})
    assert unreasoned(sheet, RULE) == ["fit_site", "rd_level"]
    with pytest.raises(UserError, match="fit_site, rd_level"):
        sign(seated(), sheet, at=minute(1), rule=RULE, items=ITEMS)
    assert unreasoned(Sheet("a", levels(2, 3, 2, 3)), RULE) == []


# (6) the quorum bar, and why it cannot close
def test_closing_names_every_cause() -> None:
    panel = signed(seated("a", "b", "c", "d", "e", reserves=()), "a", 1, 3, 3, 3, 3)
    bar = quorum(panel, RULE)
    assert (bar.signed, bar.needed, bar.seats, bar.reached) == (1, 4, 5, False)
    short = recuse(panel, "e", "competitor", at=minute(2), rule=RULE)
    codes = [cause.code for cause in causes(short, RULE, None, outside="a")]
    assert codes == ["seats", "outside", "quorum"]
    with pytest.raises(UserError, match="不能关闭：回避后只剩 4 人"):
        close(short, RULE, None, at=minute(3), outside="a")
    assert [c.code for c in causes(Panel(("a",)), RULE, None, outside="a")][:1] == ["papers"]


def test_recused_seats_are_in_none_of_the_numbers_of_the_quorum() -> None:
    panel = seated(reserves=())
    for name in "ab":
        panel = recuse(panel, name, "relative", at=minute(1), rule=RULE)
    assert quorum(panel, RULE).needed == 3  # four fifths of three, and the least that is valid


def test_a_whole_panel_closes_once() -> None:
    closed = close(all_signed(), RULE, None, at=minute(9), outside="abcde")
    assert closed.closed_at == minute(9)
    with pytest.raises(UserError, match="已关闭"):
        close(closed, RULE, None, at=minute(10), outside="abcde")


def test_each_veto_must_be_answered_by_its_bureau() -> None:
    answers = dict.fromkeys(DEFAULT.vetoes, False)
    assert veto_causes(DEFAULT, answers) == ()
    found = veto_causes(DEFAULT, {**answers, "V4": None})
    assert [cause.code for cause in found] == ["veto.V4"] and "生态环境分局" in found[0].zh


# (7) a wide spread asks for one discussion; one revision each; both versions are kept
def test_a_wide_spread_holds_the_panel_until_it_has_discussed() -> None:
    panel = all_signed()
    wide = spread([levels(3, 4, 4, 3), levels(2, 3, 2, 1), levels(3, 3, 3, 3)], MARKS, RULE)
    assert wide is not None and set(wide.flags) == {"range", "sd"} and wide.speakers == (0, 1)
    with pytest.raises(UserError, match="须先合议"):
        close(panel, RULE, wide, at=minute(9), outside="abcde")
    talked = open_discussion(panel, at=minute(10))
    assert close(talked, RULE, wide, at=minute(11), outside="abcde").closed_at


def test_the_spread_is_that_of_the_screen() -> None:
    # Five experts with subtotals 6.50 5.50 6.25 5.25 7.25 of 9.
    sheets = [levels(3, 3, 3, 2), levels(4, 3, 1, 2), levels(3, 2, 4, 1), levels(2, 3, 2, 2),
              levels(3, 4, 3, 2)]  # fmt: skip
    found = spread(sheets, MARKS, RULE)
    assert found is not None
    assert (found.range, found.apart["rd_level"]) == (Decimal("22.2"), 3)
    assert set(found.flags) == {"range", "sd", "levels"} and found.speakers == (4, 3)
    assert "22.2" in found.words("zh") and "22.2" in found.words("en")
    assert spread(sheets[:1], MARKS, RULE) is None


def test_limits_that_are_just_reached_do_not_flag() -> None:
    rule = replace(RULE, spread_sd=Decimal(99), spread_levels=None)
    marks = {"fit_site": Decimal(5), "inv_record": Decimal(5)}
    exact = [{"fit_site": 2, "inv_record": 2}, {"fit_site": 2, "inv_record": 1}]  # 12.5 apart
    assert spread(exact, marks, replace(rule, spread_range=Decimal("12.5"))).flags == ()
    assert spread(exact, marks, replace(rule, spread_range=Decimal("12.49"))).flags == ("range",)


def test_one_revision_each_and_both_are_kept() -> None:
    panel = all_signed()
    with pytest.raises(UserError, match="no discussion"):
        signed(panel, "a", 10, 2, 2, 2, 2, round_=2)
    talked = open_discussion(panel, at=minute(10))
    revised = signed(talked, "a", 11, 2, 2, 2, 2, round_=2)
    assert revised.sheets(1)["a"].levels == levels(3, 3, 3, 3)
    assert revised.sheets()["a"].levels == levels(2, 2, 2, 2)
    assert visible(revised, "b")[2] == {} and set(visible(revised, "a")[2]) == {"a"}
    with pytest.raises(UserError, match="one revision"):
        signed(revised, "a", 12, 1, 1, 1, 1, round_=2)
    with pytest.raises(UserError, match="one discussion"):
        open_discussion(revised, at=minute(12))
    with pytest.raises(UserError, match="not all"):
        open_discussion(signed(seated(), "a", 1, 2, 2, 2, 2), at=minute(2))


# (8) what one expert changes; (11) harshness is shown, never used
def test_without_each_expert_in_turn() -> None:
    found = scored(project())
    rows = leave_one_out(found)
    assert len(rows) == 5 and {row.changes for row in rows} == {False}
    rest = project(panel=project()["panel"][1:])
    assert rows[0].total == scored(rest).total
    few = leave_one_out(scored(project(panel=project()["panel"][:3])))
    assert {row.result for row in few} == {"undetermined"}


def test_harshness_is_the_mean_distance_from_colleagues() -> None:
    judged = [("p1", [("a", 60), ("b", 80)]), ("p2", [("a", 50), ("c", 50)])]
    assert harshness(judged) == {"a": Decimal(-5), "b": Decimal(10), "c": Decimal(0)}
