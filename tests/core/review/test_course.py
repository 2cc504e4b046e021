"""Course, conditions, vote: what may follow what, by when, and what runs out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.lib.errors import UserError
from gaoxin.review.core.process.conditions import Demand, check_demands, standing, status
from gaoxin.review.core.process.course import (
    Course,
    Move,
    Rules,
    allowed,
    apply,
    begin,
    due,
    final_result,
    replay,
)
from gaoxin.review.core.process.vote import tally
from tests.core.review.made import DEFAULT

START = datetime(2026, 9, 28, 9, 0, tzinfo=UTC)
KEY, SIMPLE = Rules(DEFAULT, "K"), Rules(DEFAULT, "S")
DAY = timedelta(1)


def move(kind: str, day: int, **with_it: str) -> Move:
    return Move(
        kind, START + DAY * day, "office", **{"paper": "意见.pdf", "reason": "缺材料", **with_it}
    )


def upto_meeting(rules: Rules) -> Course:
    steps = len(begin(rules, START).path) - 2
    return replay(rules, START, [move("pass", n) for n in range(1, steps + 1)])


def test_large_ones_take_every_step_and_small_ones_the_short_path() -> None:
    assert begin(KEY, START).path == (
        "intake", "pre", "diligence", "joint", "panel", "decide", "reply",
    )  # fmt: skip
    assert begin(SIMPLE, START).path == ("intake", "pre", "joint", "decide", "reply")
    assert "panel" in begin(Rules(DEFAULT, "G", optional=True), START).path
    assert "panel" not in begin(Rules(DEFAULT, "G"), START).path


def test_without_a_finished_joint_review_nothing_comes_to_the_meeting() -> None:
    for passed in range(3):
        course = replay(SIMPLE, START, [move("pass", n + 1) for n in range(passed)])
        with pytest.raises(UserError, match="earlier steps"):
            apply(course, move("decide", 9, result="admit"), SIMPLE)
    assert upto_meeting(SIMPLE).state == "decide"


def test_a_step_is_finished_in_writing() -> None:
    with pytest.raises(UserError, match="written opinion"):
        apply(begin(KEY, START), move("pass", 1, paper=" "), KEY)


def test_a_file_comes_back_to_the_step_that_returned_it() -> None:
    course = replay(KEY, START, [move("pass", 1), move("return", 2)])
    assert course.state == "returned" and due(course, KEY) is None
    assert apply(course, move("resubmit", 5), KEY).state == "pre"
    with pytest.raises(UserError, match="reason"):
        apply(begin(KEY, START), move("return", 1, reason=""), KEY)


def test_only_the_bureau_that_vetoed_may_lift_it() -> None:
    course = apply(begin(KEY, START), move("pass", 1), KEY)
    with pytest.raises(UserError, match="owns no veto"):
        apply(course, move("veto", 2, bureau="团委"), KEY)
    stopped = apply(course, move("veto", 2, bureau="应急局"), KEY)
    assert stopped.state == "vetoed" and final_result(stopped, KEY, START + DAY * 3) == "veto"
    assert allowed(stopped, KEY, START + DAY * 3) == ("lift",)
    with pytest.raises(UserError, match="same bureau"):
        apply(stopped, move("lift", 3, bureau="经发局"), KEY)
    lifted = apply(stopped, move("lift", 3, bureau="应急局"), KEY)
    assert lifted.state == "pre" and lifted.vetoed_by == ""
    with pytest.raises(UserError, match="belong to"):
        apply(begin(KEY, START), move("veto", 1, bureau="应急局"), KEY)


def test_one_appeal_within_its_working_days() -> None:
    decided = apply(upto_meeting(KEY), move("decide", 9, result="reject"), KEY)
    told = apply(decided, move("notify", 10), KEY)
    last = due(told, KEY)
    # 8 October 2026, ten working days, one of them a Saturday made up for the holidays.
    assert last is not None and (last.on, last.provisional) == (date(2026, 10, 21), False)
    in_time = (last.on - START.date()).days
    with pytest.raises(UserError, match="over"):
        apply(told, move("appeal", in_time + 1), KEY)
    assert final_result(told, KEY, START + DAY * in_time) is None
    assert final_result(told, KEY, START + DAY * (in_time + 1)) == "reject"
    again = apply(told, move("appeal", in_time), KEY)
    assert again.state == "panel" and again.appeals == 1
    moves = [move("pass", 40), move("decide", 41, result="admit"), move("notify", 42)]
    for each in moves:
        again = apply(again, each, KEY)
    assert final_result(again, KEY, START + DAY * 42) == "admit"
    with pytest.raises(UserError, match="one appeal"):
        apply(again, move("appeal", 43), KEY)


@pytest.mark.parametrize("kind", ["magic", "notify", "appeal", "resubmit", "lift"])
def test_a_move_that_does_not_fit_is_refused(kind: str) -> None:
    with pytest.raises(UserError):
        apply(begin(KEY, START), move(kind, 1), KEY)


def test_the_clock_cannot_run_back_and_a_veto_is_no_vote() -> None:
    course = apply(begin(KEY, START), move("pass", 2), KEY)
    with pytest.raises(UserError, match="clock"):
        apply(course, move("pass", 1), KEY)
    with pytest.raises(UserError, match="not a result"):
        apply(upto_meeting(KEY), move("decide", 9, result="veto"), KEY)
    with pytest.raises(UserError, match="is over"):
        apply(apply(course, move("withdraw", 3), KEY), move("withdraw", 4), KEY)


@given(st.lists(st.sampled_from(["pass", "return", "resubmit", "veto", "lift", "decide", "notify",
                                 "appeal", "withdraw"]), max_size=14))  # fmt: skip
def test_what_is_allowed_is_accepted_and_nothing_else(kinds: list[str]) -> None:
    course = begin(KEY, START)
    for day, kind in enumerate(kinds, 1):
        bureau = course.vetoed_by or "应急局"
        step = move(kind, day, bureau=bureau, result="reject")
        if kind in allowed(course, KEY, step.at):
            course = apply(course, step, KEY)
        else:
            with pytest.raises(UserError):
                apply(course, step, KEY)
    assert replay(KEY, START, course.moves) == course


def test_each_step_has_its_last_working_day() -> None:
    course = begin(KEY, START)  # Monday; two working days
    assert due(course, KEY).on == date(2026, 9, 30)
    passed = apply(course, move("pass", 2), KEY)  # 30 September; three days after the holidays
    assert due(passed, KEY).on == date(2026, 10, 10)
    shut = Rules(DEFAULT, "K", notice={date(2026, 10, 10): False})
    assert due(passed, shut).on == date(2026, 10, 12)


# Conditions: owner, due day, evidence; unmet ones expire into rejection.
DECIDED = date(2026, 11, 2)
DEMANDS = [Demand("危废贮存方案过审", "生态环境分局", date(2026, 12, 20)),
           Demand("第三方检测", "企业", date(2027, 1, 15))]  # fmt: skip


def met(on: date) -> list[Demand]:
    return [Demand(d.text, d.owner, d.due_on, "材料.pdf", on) for d in DEMANDS]


def test_conditions_expire_into_rejection_on_the_day_after() -> None:
    last = DECIDED + DAY * 90
    assert status(DEMANDS[0], DECIDED, date(2026, 12, 20), 90) == "open"
    assert status(DEMANDS[0], DECIDED, date(2026, 12, 21), 90) == "overdue"
    assert standing(DEMANDS, DECIDED, last, 90) == ("conditional", None)
    assert standing(DEMANDS, DECIDED, last + DAY, 90) == ("reject", last + DAY)
    assert standing(met(date(2026, 12, 1)), DECIDED, last, 90) == ("admit", date(2026, 12, 1))
    assert standing(met(last + DAY), DECIDED, last + DAY * 2, 90)[0] == "reject"
    assert standing(met(date(2026, 12, 1)), DECIDED, date(2026, 11, 30), 90)[0] == "conditional"


@pytest.mark.parametrize(
    ("demands", "reason"),
    [
        ([], "needs conditions"), ([Demand(" ", "企业", DECIDED)], "missing"),
        ([Demand("检测", "", DECIDED)], "missing"),
        ([Demand("检测", "企业", DECIDED + DAY * 91)], "out of range"),
        ([Demand("检测", "企业", DECIDED, met_on=DECIDED)], "without evidence"),
    ],
)  # fmt: skip
def test_a_condition_without_owner_day_or_evidence_is_refused(
    demands: list[Demand], reason: str
) -> None:
    with pytest.raises(UserError, match=reason):
        check_demands(demands, DECIDED, 90)


def test_conditions_that_say_everything_are_taken() -> None:
    check_demands(DEMANDS, DECIDED, 90)


# (9) the vote of the deciding body
def test_two_thirds_of_those_present_and_two_thirds_of_the_seats() -> None:
    share = {"quorum": Decimal("0.667"), "needed": Decimal("0.667")}
    seats = list("abcdef")
    four = tally({"a": "for", "b": "for", "c": "for", "d": "against"}, seats, **share)
    assert four.has_quorum and four.carried
    three = tally({"a": "for", "b": "for", "c": "for"}, seats, **share)
    assert not three.has_quorum and not three.carried
    without = tally({"a": "for", "b": "for"}, ["a", "b", "c", "d"], recused=["d"], **share)
    assert (without.seats, without.carried) == (3, True)
    split = tally(
        dict(zip("abcd", ("for", "for", "abstain", "against"), strict=True)), seats, **share
    )
    assert split.has_quorum and not split.carried
    for votes in ({"z": "for"}, {"a": "maybe"}):
        with pytest.raises(UserError):
            tally(votes, seats, **share)
    with pytest.raises(UserError, match="nobody"):
        tally({}, ["a"], recused=["a"], **share)
