"""Amounts: rate x base, tiers, steps, caps and floors."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gaoxin.rulebook.source import RuleError
from gaoxin.rulebook.verdict import Granted
from tests.core.rulebook.made import judge, rule

D = Decimal


def granted(amount: str, **values: object) -> Granted:
    return judge(f"amounts: [{amount}]", {"kind": "policy"}, **values).amounts[0]


def paid(amount: str, **values: object) -> tuple[Decimal | None, Decimal | None]:
    found = granted(amount, **values)
    return found.low, found.high


@pytest.mark.parametrize(
    ("rd", "expected"), [("1000", "100.00"), ("9000", "500.00"), ("100", "20.00")]
)
def test_rate_with_floor_and_cap(rd: str, expected: str) -> None:
    amount = "{id: a, unit: wan_yuan, base: rd, rate: 10%, floor: 20, cap: 500}"
    assert paid(amount, rd=rd) == (D(expected), D(expected))


def test_a_missing_base_leaves_floor_and_cap() -> None:
    amount = "{id: a, unit: wan_yuan, base: rd, rate: 10%, floor: 20, cap: 500}"
    assert paid(amount) == (D("20.00"), D("500.00"))
    assert granted(amount).missing == ("rd",)


@pytest.mark.parametrize(
    ("mode", "rd", "expected"),
    [
        ("marginal", "1000", "50.00"),
        ("marginal", "3000", "210.00"),  # 1000 x 5 % + 2000 x 8 %
        ("whole", "1000", "50.00"),
        ("whole", "3000", "240.00"),
        ("marginal", "0", "0.00"),
    ],
)
def test_tiers(mode: str, rd: str, expected: str) -> None:
    amount = (
        "{id: a, unit: wan_yuan, base: rd, mode: " + mode + ", "
        "tiers: [{over: 0, rate: 5%}, {over: 1000, rate: 8%}]}"
    )
    assert paid(amount, rd=rd) == (D(expected), D(expected))


def test_base_in_another_unit_and_of_several_terms() -> None:
    assert paid("{id: a, unit: yuan, base: rd, rate: 0.5}", rd=1) == (D("5000.00"), D("5000.00"))
    both = "{id: a, unit: wan_yuan, base: [rd, rd_before], rate: 1%}"
    assert paid(both, rd=100, rd_before=50) == (D("1.50"), D("1.50"))


def test_rows_take_the_first_that_holds_else_nothing() -> None:
    amount = (
        "{id: a, unit: wan_yuan, rows: [{when: {ind: lab, op: ge, value: nation}, amount: 100}, "
        "{when: {ind: lab, op: ge, value: city}, amount: 30}]}"
    )
    assert paid(amount, lab="nation") == (D("100.00"), D("100.00"))
    assert paid(amount, lab="city") == (D("30.00"), D("30.00"))
    assert paid(amount, lab="none") == (D("0.00"), D("0.00"))
    assert paid(amount) == (D("0.00"), D("100.00"))


def test_a_condition_that_fails_grants_nothing_and_an_open_one_leaves_it_open() -> None:
    amount = "{id: a, unit: wan_yuan, amount: 50, when: {ind: quality, op: is_true}}"
    assert paid(amount, quality=True) == (D("50.00"), D("50.00"))
    assert paid(amount, quality=False) == (D("0.00"), D("0.00"))
    found = granted(amount)
    assert (found.low, found.high, found.missing) == (D("0.00"), D("50.00"), ("quality",))


@pytest.mark.parametrize(
    ("rounding", "expected"), [("half_up", "33.35"), ("down", "33.34"), ("up", "33.35")]
)
def test_rounding_is_part_of_the_rule(rounding: str, expected: str) -> None:
    amount = "{id: a, unit: wan_yuan, base: rd, rate: 0.33345, rounding: " + rounding + "}"
    assert paid(amount, rd=100)[0] == D(expected)


@pytest.mark.parametrize(
    ("amount", "reason"),
    [
        ("{id: a, unit: wan_yuan, base: debt, rate: 1%}", "units do not fit"),
        ("{id: a, unit: wan_yuan, rate: 1%}", "missing): base"),
        ("{id: a, unit: wan_yuan, base: rd}", "exactly one"),
        ("{id: a, unit: wan_yuan, base: rd, rate: x%}", "not a rate"),
        ("{id: a, unit: wan_yuan, base: rd, rate: 1%, floor: 5, cap: 4}", "floor 5 > cap 4"),
        ("{id: a, unit: wan_yuan, base: rd, tiers: [{over: 5, rate: 1%}, {over: 0, rate: 2%}]}",
         "tiers rise"),
        ("{id: a, unit: wan_yuan, rows: [{amount: 1}, {amount: 2}]}", "only as the last"),
    ],
)  # fmt: skip
def test_amounts_are_refused(amount: str, reason: str) -> None:
    with pytest.raises(RuleError) as caught:
        rule(f"amounts: [{amount}]")
    assert reason in str(caught.value)
