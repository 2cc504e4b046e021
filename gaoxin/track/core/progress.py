"""Time-proportional progress (序时进度): what should be done by now, and how far behind it is.

A month counts whole once its report is due; the share of the year itself is
`figures.core.window.elapsed_share`.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_HUNDRED = Decimal(100)
_SIX = Decimal("0.000001")


def expected_by(
    period: date, year_plan: Decimal | None, month_plans: Mapping[date, Decimal]
) -> Decimal | None:
    """Return what the plan expects from January to a month, in yuan; None without a plan.

    A monthly plan of that year goes before the equal twelfths of the year's plan.
    """
    of_year = {p: amount for p, amount in month_plans.items() if p.year == period.year}
    if of_year:
        return sum((amount for p, amount in of_year.items() if p <= period), Decimal(0))
    return None if year_plan is None else year_plan * period.month / 12


def gap_points(done: Decimal, expected: Decimal, year_plan: Decimal) -> Decimal | None:
    """Return how many percentage points of the year's plan the work lies behind (minus: ahead).

    Rounded half-up to six places, so that a gap of exactly 10 points counts as 10.
    """
    return None if year_plan <= 0 else _ratio(expected - done, year_plan)


def shortfall_percent(done: Decimal, expected: Decimal) -> Decimal | None:
    """Return how far, in per cent of what is expected, the work lies behind (minus: ahead)."""
    return None if expected <= 0 else _ratio(expected - done, expected)


def _ratio(top: Decimal, bottom: Decimal) -> Decimal:
    return (_HUNDRED * top / bottom).quantize(_SIX, ROUND_HALF_UP)
