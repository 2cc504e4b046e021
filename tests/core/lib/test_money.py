"""Money (金额): conversions are exact, and both ways of rounding do what they are called."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gaoxin.lib import money


def test_units_turn_into_yuan_and_back_exactly() -> None:
    assert money.yuan(Decimal("2.35"), "亿元") == 235_000_000
    assert money.yuan(Decimal("0.01"), "万元") == 100
    assert money.yi(Decimal("235000000")) == Decimal("2.35")
    assert money.wan(Decimal("235000000")) == 23_500


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(KeyError):
        money.yuan(Decimal(1), "万")


@pytest.mark.parametrize(
    ("value", "half_up", "cut"),
    [("0.125", "0.13", "0.12"), ("-0.125", "-0.13", "-0.12"), ("2.3849", "2.38", "2.38"),
     ("0.005", "0.01", "0.00")],
)  # fmt: skip
def test_half_up_goes_away_from_zero_and_truncation_cuts(value, half_up, cut) -> None:
    assert money.round_half_up(Decimal(value), 2) == Decimal(half_up)
    assert money.truncate(Decimal(value), 2) == Decimal(cut)
