"""The cheapest path is the cheapest: every plan of small questionnaires is tried by hand."""

from __future__ import annotations

import itertools
import random
from decimal import Decimal

import pytest

from gaoxin.grow.core.path import Ladder, Lift, Need, OutOfReach, Plan, cheapest


def drawn(seed: int) -> tuple[list[Ladder], list[Lift], Need]:
    dice = random.Random(seed)  # noqa: S311  # chance without secrets
    ladders = []
    for number in range(dice.randint(1, 4)):
        length = dice.randint(2, 4)
        rises = [Decimal(dice.randint(0, 8)) / 4 for _ in range(length - 1)]
        points = tuple(itertools.accumulate(rises, initial=Decimal(0)))
        steps = tuple(dice.choice([1, 1, 2, 3, None]) for _ in range(length - 1))
        ladders.append(Ladder(f"q{number}", points, dice.randrange(length), steps))
    lifts = []
    for number in range(dice.randint(1, 5)):
        steps = tuple(dice.choice([1, 2, 3, 3, None]) for _ in range(3))
        lifts.append(Lift(f"s{number}", dice.randrange(4), dice.random() < 0.5, steps))
    need = Need(
        level=dice.randint(1, 3),
        score=Decimal(dice.randint(0, 24)) / 4,
        scenes=dice.randint(0, len(lifts)),
        binding=dice.randint(0, sum(lift.binding for lift in lifts)),
    )
    return ladders, lifts, need


def every_plan(ladders, lifts, need):
    """Yield (effort, question raises, points, effort on questions) of every plan that reaches."""
    scene_choices = [
        [(lift.at, 0)]
        + ([(need.level, cost)] if lift.at < need.level and (cost := lift.cost(need.level)) else [])
        for lift in lifts
    ]
    for options in itertools.product(*(ladder.costs() for ladder in ladders)):
        points = sum(
            (x.points[option] for x, (option, _c) in zip(ladders, options, strict=True)), Decimal(0)
        )
        spent = sum(cost for _option, cost in options)
        touched = sum(option > x.at for x, (option, _c) in zip(ladders, options, strict=True))
        if need.score is not None and points < need.score:
            continue
        for grades in itertools.product(*scene_choices):
            there = [
                lift for lift, (grade, _c) in zip(lifts, grades, strict=True) if grade >= need.level
            ]
            if len(there) >= need.scenes and sum(x.binding for x in there) >= need.binding:
                yield spent + sum(cost for _g, cost in grades), touched, points, spent


@pytest.mark.parametrize("seed", range(400))
def test_no_plan_is_cheaper_and_ties_are_told(seed: int) -> None:
    ladders, lifts, need = drawn(seed)
    plans = sorted(every_plan(ladders, lifts, need), key=lambda plan: (plan[0], plan[1], -plan[2]))
    found = cheapest(ladders, lifts, need)
    if not plans:
        assert isinstance(found, OutOfReach)
        return
    assert isinstance(found, Plan)
    effort, touched, points, spent = plans[0]
    assert found.effort == effort == sum(each.effort for each in found.raises)
    assert sum(each.name.startswith("q") for each in found.raises) == touched
    assert found.score_after == points
    assert found.is_only == (sum(plan[0] == effort for plan in plans) == 1)
    below = [
        sum((x.points[o] for x, (o, _c) in zip(ladders, options, strict=True)), Decimal(0))
        for options in itertools.product(*(ladder.costs() for ladder in ladders))
        if sum(cost for _o, cost in options) < spent
    ]
    assert found.short == (max(below) if spent else None)
    assert found.short is None or found.short < need.score


def test_the_raises_really_reach_the_level() -> None:
    for seed in range(400):
        ladders, lifts, need = drawn(seed)
        found = cheapest(ladders, lifts, need)
        if isinstance(found, OutOfReach):
            continue
        ends = {each.name: each.end for each in found.raises}
        score = sum((x.points[ends.get(x.name, x.at)] for x in ladders), Decimal(0))
        there = [lift for lift in lifts if ends.get(lift.name, lift.at) >= need.level]
        assert score >= need.score
        assert len(there) >= need.scenes
        assert sum(lift.binding for lift in there) >= need.binding


def test_a_dearer_step_with_more_points_is_weighed_against_two_small_ones() -> None:
    one = Ladder("big", (Decimal(0), Decimal(3)), 0, (3,))
    small = [Ladder(n, (Decimal(0), Decimal(1)), 0, (1,)) for n in ("a", "b", "c")]
    found = cheapest([one, *small], [], Need(1, Decimal(3), 0, 0))
    assert isinstance(found, Plan)
    # Equal effort: the plan that touches one question is taken, and the tie is told.
    assert [each.name for each in found.raises] == ["big"]
    assert found.is_only is False
    assert found.short == Decimal(2)


def test_what_cannot_be_reached_says_how_far_one_could_get() -> None:
    outcome = Ladder("outcome", (Decimal(0), Decimal(9)), 0, (None,))
    measure = Ladder("measure", (Decimal(0), Decimal(2)), 0, (1,))
    found = cheapest([outcome, measure], [], Need(2, Decimal(5), 0, 0))
    assert isinstance(found, OutOfReach)
    assert found.best_score == Decimal(2)
