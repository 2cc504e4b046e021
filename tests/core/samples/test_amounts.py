"""Amounts of the demo (演示的金额): they sum exactly, in whole yuan."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.samples.core import amounts


@given(st.integers(5, 90), st.integers(50, 400), st.integers())
def test_planned_totals_sum_to_the_yuan(count, yi, seed):
    total = yi * 100_000_000
    drawn = amounts.planned_totals(Random(seed), count, total)
    assert sum(drawn) == total
    assert len(drawn) == count
    assert all(value % amounts.STEP == 0 for value in drawn)


@given(st.integers(0, 500), st.lists(st.integers(1, 50), min_size=1, max_size=12))
def test_apportioned_numbers_sum_and_differ_from_the_share_by_less_than_one(count, weights):
    parts = amounts.apportion(count, weights)
    assert sum(parts) == count
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - count * weight) < sum(weights)


@given(st.integers(1, 10**11), st.lists(st.integers(1, 50), min_size=1, max_size=12))
def test_a_spread_amount_loses_nothing(amount, weights):
    parts = amounts.spread(amount, weights)
    assert sum(parts) == amount
    assert all(part % amounts.WAN == 0 for part in parts[:-1])


@pytest.mark.parametrize("bell", [True, False])
def test_money_by_month_sums_to_the_amount(bell):
    flow = amounts.by_month(Random("flow"), 123_450_000, date(2025, 11, 1), 14, bell=bell)
    assert sum(flow.values()) == 123_450_000
    assert min(flow) == date(2025, 11, 1)
    assert max(flow) <= date(2026, 12, 1)


def test_output_grows_to_its_yearly_pace():
    made = amounts.running(Random("output"), 1_200_000_000, date(2026, 1, 1), 12)
    months = [made[date(2026, month, 1)] for month in range(1, 13)]
    assert 25_000_000 < months[0] < 34_000_000
    assert all(90_000_000 <= amount <= 110_000_000 for amount in months[7:])
