"""Innovation points: percentile ranks, ties, missing values as an interval, reasons, weights."""

from __future__ import annotations

import itertools
import random
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from gaoxin.grow.core.points import WeightsError, scored, weights_of
from gaoxin.grow.core.rules import library, vocabulary
from gaoxin.grow.core.stages import stage_of
from gaoxin.rulebook.load import build, load
from gaoxin.rulebook.source import read

RULE = library().rules["innovation_points_2024"]
STAGES = load(
    Path(__file__).parents[3] / "gaoxin/grow/points/presets/life_stage.yaml", vocabulary()
)
NAMES = [weight.name for weight in weights_of(RULE, "growth")]


def made(tmp_path: Path, blocks: str, official: str = "false"):
    """Return a small index of the zone's own, written as a rule file."""
    text = f"""schema: gaoxin.rules/2
id: small
kind: index
title_zh: 小
title_en: small
subject: enterprise
document: 测试
issuer: 测试
in_force_from: 2020-01-01
reference: [test]
index:
  by: life_stage
  official: {official}
  method: percentile_rank
  blocks:
{blocks}
"""
    path = tmp_path / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return build(read(path), vocabulary())


TWO = """    - {id: a, zh: 甲, weights: {growth: 60}, members: [{ind: revenue_last_year}]}
    - {id: b, zh: 乙, weights: {growth: 40}, members: [{ind: employees}, {ind: rd_tax_saving}]}"""


def test_weights_of_every_stage_are_a_hundred_and_shared_equally_in_a_block() -> None:
    for stage in ("startup", "growth", "stable"):
        weights = weights_of(RULE, stage)
        assert len(weights) == 18
        assert sum(weight.weight for weight in weights) == 100
    first = weights_of(RULE, "startup")[0]
    assert (first.name, first.weight) == ("rd_expense_last_year", Fraction(60, 7))


def test_hand_worked_ranks_and_ties(tmp_path: Path) -> None:
    rule = made(tmp_path, TWO)
    firms = {
        1: {
            "revenue_last_year": Decimal(100),
            "employees": Decimal(10),
            "rd_tax_saving": Decimal(5),
        },
        2: {
            "revenue_last_year": Decimal(200),
            "employees": Decimal(10),
            "rd_tax_saving": Decimal(1),
        },
        3: {
            "revenue_last_year": Decimal(300),
            "employees": Decimal(30),
            "rd_tax_saving": Decimal(0),
        },
    }
    found = {score.firm: score for score in scored(rule, "growth", firms)}
    # Revenue 0, 1/2, 1; staff 1/4, 1/4, 1 (two equal share the middle of places 0 and 1).
    assert [line.rank for line in found[1].lines] == [0, Fraction(1, 4), 1]
    assert [line.rank for line in found[2].lines] == [
        Fraction(1, 2),
        Fraction(1, 4),
        Fraction(1, 2),
    ]
    assert found[1].total == 0 + 5 + 20
    assert found[2].total == 30 + 5 + 10
    assert found[3].total == 60 + 20 + 0
    assert [found[n].place for n in (3, 2, 1)] == [1, 2, 3]
    assert all(score.low == score.high == score.total for score in found.values())
    assert [line.name for line in found[3].lifting()] == ["revenue_last_year", "employees"]
    assert [line.name for line in found[3].lowering()] == ["rd_tax_saving"]


def test_equal_scores_share_a_place(tmp_path: Path) -> None:
    rule = made(tmp_path, TWO)
    same = {"revenue_last_year": Decimal(1), "employees": Decimal(1), "rd_tax_saving": Decimal(1)}
    found = scored(rule, "growth", {1: same, 2: dict(same), 3: {**same, "employees": Decimal(2)}})
    assert [(score.firm, score.place) for score in found] == [(3, 1), (1, 2), (2, 2)]


def test_a_missing_value_counts_nothing_and_opens_an_interval(tmp_path: Path) -> None:
    rule = made(tmp_path, TWO)
    firms = {
        1: {"revenue_last_year": Decimal(1), "employees": Decimal(1), "rd_tax_saving": Decimal(1)},
        2: {"revenue_last_year": Decimal(2), "employees": Decimal(2)},
        3: {"revenue_last_year": Decimal(3), "employees": Decimal(3), "rd_tax_saving": Decimal(2)},
    }
    second = next(score for score in scored(rule, "growth", firms) if score.firm == 2)
    assert second.missing == ("rd_tax_saving",)
    assert second.total == second.low == 30 + 10
    assert second.high == 30 + 10 + 20
    first = next(score for score in scored(rule, "growth", firms) if score.firm == 1)
    # The lowest of the two that have a value; above the third, should that one be lower still.
    assert (first.lines[2].low, first.lines[2].high) == (0, Fraction(1, 2))


def test_an_indicator_that_one_firm_alone_has_is_not_compared(tmp_path: Path) -> None:
    rule = made(tmp_path, TWO)
    found = scored(rule, "growth", {1: {"employees": Decimal(9)}, 2: {}})
    line = next(score for score in found if score.firm == 1).lines[1]
    assert line.is_alone
    assert line.points == 0
    assert (line.low, line.high) == (0, 1)


@pytest.mark.parametrize("seed", range(40))
def test_the_interval_holds_every_score_that_the_missing_values_allow(
    tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)  # noqa: S311  # chance without secrets
    rule = made(tmp_path, TWO)
    names = ("revenue_last_year", "employees", "rd_tax_saving")
    whole = {firm: {name: Decimal(dice.randint(0, 3)) for name in names} for firm in range(4)}
    holes = dice.sample([(firm, name) for firm in whole for name in names], 3)
    known = {
        firm: {name: value for name, value in row.items() if (firm, name) not in holes}
        for firm, row in whole.items()
    }
    told = {score.firm: score for score in scored(rule, "growth", known)}
    for values in itertools.product(range(-1, 5), repeat=len(holes)):
        filled = {firm: dict(row) for firm, row in known.items()}
        for (firm, name), value in zip(holes, values, strict=True):
            filled[firm][name] = Decimal(value)
        for score in scored(rule, "growth", filled):
            expected = told[score.firm]
            assert expected.low <= score.total <= expected.high
            assert expected.best_place <= score.place <= expected.worst_place
    for score in told.values():
        assert score.low <= score.total <= score.high
        assert score.best_place <= score.place <= score.worst_place


def test_the_order_of_firms_does_not_matter() -> None:
    dice = random.Random(3)  # noqa: S311  # chance without secrets
    firms = {
        firm: {name: Decimal(dice.randint(0, 50)) for name in NAMES if dice.random() > 0.2}
        for firm in range(30)
    }
    turned = dict(reversed(firms.items()))
    assert scored(RULE, "growth", firms) == scored(RULE, "growth", turned)


def test_derived_values_are_worked_out() -> None:
    firms = {
        1: {"revenue_last_year": Decimal(1000), "rd_expense_last_year": Decimal(50)},
        2: {"revenue_last_year": Decimal(1000), "rd_expense_last_year": Decimal(70)},
    }
    found = {score.firm: score for score in scored(RULE, "growth", firms)}
    ratio = {line.name: line for line in found[2].lines}["rd_ratio_last_year"]
    assert (ratio.value, ratio.rank) == (Decimal("7.000000"), 1)


def test_own_weights_of_a_block_are_shared_in_proportion(tmp_path: Path) -> None:
    rule = made(
        tmp_path,
        "    - {id: a, zh: 甲, weight: 100, members: [{ind: employees, weight: 3}, "
        "{ind: rd_tax_saving, weight: 1}]}",
        "true",
    )
    assert [weight.weight for weight in weights_of(rule, "growth")] == [75, 25]
    assert rule.index.official


@pytest.mark.parametrize(
    "blocks",
    [
        "    - {id: a, zh: 甲, weights: {startup: 60}, members: [{ind: employees}]}",
        "    - {id: a, zh: 甲, weight: 9, members: [{ind: employees, weight: 3}, "
        "{ind: rd_ratio_last_year}]}",
        "    - {id: a, zh: 甲, weight: 9, members: [{zh: 没有指标}]}",
    ],
)
def test_weights_that_do_not_fit_are_refused(tmp_path: Path, blocks: str) -> None:
    with pytest.raises(WeightsError, match="small: a"):
        weights_of(made(tmp_path, blocks), "growth")


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        (
            {"years_since_registration": Decimal(5), "revenue_last_year": Decimal("1999.99")},
            "startup",
        ),
        ({"years_since_registration": Decimal(5), "revenue_last_year": Decimal(2000)}, "growth"),
        ({"years_since_registration": Decimal(6), "revenue_last_year": Decimal(10)}, "growth"),
        ({"years_since_registration": Decimal(10), "revenue_last_year": Decimal(19999)}, "growth"),
        ({"years_since_registration": Decimal(11)}, "stable"),
        ({"revenue_last_year": Decimal(20000)}, "stable"),
        ({"years_since_registration": Decimal(6)}, None),
        ({}, None),
        ({"life_stage": Decimal(0), "years_since_registration": Decimal(30)}, "startup"),
        ({"life_stage": "growth"}, "growth"),
    ],
)
def test_stage_by_our_own_limits(facts: dict[str, object], stage: str | None) -> None:
    found = stage_of(STAGES, facts)
    assert found.name == stage
    assert (found.name is None) == bool(found.missing)


def test_the_shipped_division_and_weights_say_that_they_are_ours() -> None:
    assert not STAGES.head.official
    assert not any(choice.official for choice in STAGES.choices)
    assert not RULE.index.official
