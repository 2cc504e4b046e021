"""Back-test: promised against actual, each band told whether it was kept, gaps said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gaoxin.review.core.backtest import (
    AS_PROMISED,
    KNOWN,
    Actual,
    anniversary,
    backtest,
    by_band,
    by_result,
    promised_area,
    window,
)
from gaoxin.review.core.case import read_case
from tests.core.review.made import DEFAULT, project


def looked_back(actual: Actual, **changes):
    return backtest(read_case(project(**changes), DEFAULT), DEFAULT, actual)


FULL = Actual(invested=Decimal(340_000_000), tax=Decimal(22_000_000), output=Decimal(480_000_000))


def line(found, figure):
    return next(each for each in found.lines if each.figure == figure)


def test_land_that_is_not_recorded_is_taken_as_promised_and_said_so() -> None:
    found = looked_back(FULL)
    # 3.4 亿元 over 340 万元 per mu.
    assert (found.area, found.area_basis) == (Decimal("100.00"), AS_PROMISED)
    assert looked_back(Actual(area=Decimal(120))).area_basis == KNOWN


def test_everything_as_promised_is_kept_and_scores_the_same() -> None:
    found = looked_back(FULL)
    assert [x.per_cent for x in found.lines] == [Decimal("100.0")] * 4
    assert found.is_complete and found.is_kept is True
    assert found.now.total == found.then.total


def test_a_figure_that_falls_into_a_lower_band_is_not_kept() -> None:
    # New materials: 20 per mu is the floor; promised 22 = 1.1 (0.7), came 15 = 0.75 (nothing).
    found = looked_back(Actual(Decimal(340_000_000), Decimal(15_000_000), Decimal(480_000_000)))
    tax = line(found, "tax_wan_per_mu")
    assert (tax.actual, tax.per_cent, tax.is_kept) == (Decimal("15.00"), Decimal("68.2"), False)
    assert tax.band != tax.band_now and found.is_kept is False
    assert found.now.total == found.then.total - Decimal("5.60")


def test_less_than_promised_within_the_band_is_kept() -> None:
    found = looked_back(Actual(Decimal(340_000_000), Decimal(20_000_000), Decimal(480_000_000)))
    assert line(found, "tax_wan_per_mu").is_kept is True


def test_what_is_not_recorded_is_said_and_never_counted_as_zero() -> None:
    found = looked_back(Actual(invested=Decimal(340_000_000)))
    tax = line(found, "tax_wan_per_mu")
    assert (tax.actual, tax.is_kept, tax.lacks) == (None, None, ("tax",))
    assert found.is_kept is None and not found.is_complete
    assert found.now.total == found.then.total


def test_a_recorded_zero_is_a_zero() -> None:
    assert line(looked_back(Actual(tax=Decimal(0))), "tax_wan_per_mu").per_cent == Decimal("0.0")


def test_without_land_nothing_per_mu_is_compared() -> None:
    found = looked_back(FULL, fixed_investment_yi=None)
    assert promised_area({}) is None and found.area is None
    assert set(line(found, "tax_wan_per_mu").lacks) == {"area"}


@pytest.mark.parametrize(
    ("day", "later"),
    [(date(2023, 11, 2), date(2026, 11, 2)), (date(2024, 2, 29), date(2027, 2, 28))],
)
def test_the_third_anniversary(day: date, later: date) -> None:
    assert anniversary(day) == later


def test_the_year_before_ends_with_the_last_full_month() -> None:
    assert window(date(2026, 1, 31)) == (date(2025, 1, 1), date(2025, 12, 1))
    assert window(date(2026, 12, 1)) == (date(2025, 12, 1), date(2026, 11, 1))


def test_bands_and_results_are_told_how_often_they_were_kept() -> None:
    short = Actual(Decimal(340_000_000), Decimal(15_000_000), Decimal(480_000_000))
    tests = [looked_back(FULL), looked_back(short), looked_back(Actual())]
    tax = next(p for p in by_band(tests) if p.name == "con_tax_mu")
    assert (tax.cases, tax.known, tax.kept, tax.per_cent) == (3, 2, 1, Decimal("50.0"))
    assert tax.band is not None and tax.band.zh
    (result,) = by_result(tests)
    assert (result.name, result.cases, result.known, result.kept) == (
        tests[0].then.outcome.result, 3, 2, 1,
    )  # fmt: skip
    assert by_band([]) == () and by_result([]) == ()
