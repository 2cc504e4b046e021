"""Distance (差距): what counts as one gap, how it is measured, and how enterprises are sorted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gaoxin.grow.core.distance import Distance, distance
from gaoxin.grow.core.judging import judge, stand
from gaoxin.grow.core.ladder import rules_on
from gaoxin.grow.core.rules import ladder, library, vocabulary
from gaoxin.rulebook.load import build
from gaoxin.rulebook.source import parse
from gaoxin.rulebook.verdict import assess

HEAD = """schema: gaoxin.rules/2
id: t
kind: admission
title_zh: 试
title_en: Try
subject: enterprise
document: 文件
issuer: 机关
in_force_from: 2026-01-01
reference: [https://example.org/]
conditions:
"""


def far(conditions: str, **facts: object) -> Distance:
    rule = build(parse(HEAD + conditions, "t.yaml"), vocabulary())
    return distance(assess(rule, facts))


REVENUE = "{id: r, ind: revenue_last_year, op: ge, value: 1000}"
DEBT = "{id: d, ind: debt_ratio, op: le, value: 50}"
BRAND = "{id: b, ind: own_brand, op: is_true}"
AGE = "{id: a, ind: years_since_registration, op: le, value: 10}"


def test_a_rule_that_holds_is_no_distance() -> None:
    assert far(f"  all: [{REVENUE}]", revenue_last_year=1000) == Distance()


@pytest.mark.parametrize(
    ("revenue", "gap"), [(750, "0.25"), (1, "0.999"), (0, "1"), (-500, "1"), (999.9, "0.0001")]
)
def test_a_number_counts_by_the_share_that_is_missing_at_most_one(revenue, gap) -> None:
    assert far(f"  all: [{REVENUE}]", revenue_last_year=revenue).gap == Decimal(gap)


def test_an_upper_limit_counts_by_what_is_above_it() -> None:
    assert far(f"  all: [{DEBT}]", debt_ratio=60).gap == Decimal("0.2")


def test_a_yes_or_no_condition_counts_one() -> None:
    assert far(f"  all: [{BRAND}]", own_brand=False) == Distance(Decimal(1), 1)


def test_an_age_above_its_limit_counts_one_since_nobody_gets_younger() -> None:
    assert far(f"  all: [{AGE}]", years_since_registration=11).gap == 1


def test_one_datum_that_several_conditions_ask_for_is_missing_once() -> None:
    found = far(f"  all: [{REVENUE}, {{ind: revenue_last_year, op: le, value: 9000}}]")
    assert found == Distance(missing=("revenue_last_year",))


def test_a_size_above_its_limit_counts_one_since_nobody_shrinks_for_a_title() -> None:
    small = "{id: s, ind: total_assets, op: le, value: 20000}"
    assert far(f"  all: [{small}]", total_assets=20_100) == Distance(Decimal(1), 1)


def test_what_is_not_known_is_counted_apart() -> None:
    assert far(f"  all: [{REVENUE}, {BRAND}]", revenue_last_year=900) == Distance(
        Decimal("0.1"), 1, ("own_brand",)
    )


def test_conditions_that_must_all_hold_add_up() -> None:
    found = far(f"  all: [{REVENUE}, {DEBT}]", revenue_last_year=750, debt_ratio=60)
    assert found == Distance(Decimal("0.45"), 2)


def test_of_alternatives_the_nearest_counts() -> None:
    found = far(f"  any: [{BRAND}, {REVENUE}]", revenue_last_year=900, own_brand=False)
    assert found == Distance(Decimal("0.1"), 1)


def test_an_alternative_that_may_hold_goes_before_one_that_failed() -> None:
    assert far(f"  any: [{REVENUE}, {BRAND}]", revenue_last_year=999) == Distance(
        missing=("own_brand",)
    )


def test_distances_are_sorted_by_gap_then_by_what_is_unknown() -> None:
    near, wide = Distance(Decimal("0.1"), 1), Distance(Decimal("0.2"), 1)
    open_ = Distance(Decimal("0.1"), 1, ("a", "b"))
    assert sorted([wide, open_, near], key=lambda d: d.order) == [near, open_, wide]


DAY = date(2026, 11, 25)
GIANT = {
    "holds_specialized_sme": True, "is_sme": True, "on_bad_credit_list": False,
    "serious_incident_3y": False, "niche_years": 6, "revenue_last_year": 6000,
    "main_business_ratio": 92, "revenue_cagr_2y": 12, "debt_ratio": 55,
    "rd_expense_last_year": 700, "rd_expense_prev_year": 600, "revenue_prev_year": 5400,
    "ip_class1_applied_count": 4, "domestic_market_share": 11, "chain_key_link": True,
    "specialised_dev_score": 62,
}  # fmt: skip


def rung(title: str, facts: dict[str, object], *, held: bool = False):
    steps, book = ladder(), library()
    return judge(
        steps.titles[title], rules_on(steps, book, DAY).get(title), facts, steps, held=held
    )


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, "ready"),
        ({"revenue_last_year": 4500}, "near"),
        ({"main_business_ratio": 60, "specialised_dev_score": 42}, "far"),
        ({"chain_key_link": False}, "far"),
        ({"niche_years": None}, "thin"),
        ({"niche_years": None, "revenue_last_year": 4500}, "near"),
        ({"niche_years": None, "debt_ratio": None, "specialised_dev_score": None}, "thin"),
    ],
)
def test_where_an_enterprise_stands_to_the_next_rung(change, state) -> None:
    assert rung("little_giant", {**GIANT, **change}).state == state


def test_a_held_rung_is_judged_as_at_its_recheck() -> None:
    slow = {**GIANT, "revenue_cagr_2y": -3}
    assert rung("little_giant", slow).outcome == "fail"
    assert rung("little_giant", slow, held=True).outcome == "pass"


def test_a_rung_without_a_rule_is_closed() -> None:
    assert rung("innovative", GIANT).state == "closed"


def test_a_standing_names_the_top_and_the_next_rung_of_each_path() -> None:
    steps, book = ladder(), library()
    quality, growing, technology = stand(
        steps, rules_on(steps, book, DAY), GIANT, {"specialized", "high_tech"}
    )
    assert (quality.top.id, quality.next.title.id) == ("specialized", "little_giant")
    assert (growing.top, growing.next.title.id) == (None, "gazelle")
    assert (technology.top.id, technology.next) == ("high_tech", None)
