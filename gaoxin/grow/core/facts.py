"""Facts of an enterprise (企业事实): what its yearly figures, honours and age come to on a day.

Rules speak of *last year*: the accounting year before the day. So figures are kept by year, once,
and the facts of a day are picked and worked out from them:

- a **flow** (money, share, growth, headcount) counts only from last year's figures;
- a **state** (yes or no, patents, ranks, levels, years in a trade) counts from last year's figures
  or newer ones of this year;
- figures of earlier years become `..._prev_year`, base years, growth and means, where nobody
  reported these themselves;
- titles held on the day, the age, and the size class are known without being reported.

What is missing stays missing: the verdict then names it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from gaoxin.rulebook.tree import Scalar
    from gaoxin.rulebook.vocabulary import Vocabulary

PLACES = Decimal("0.000001")
# Wide enough for the growth from a fen to the largest sum that is kept.
WIDE = Context(prec=100)
HUNDRED = Decimal(100)
FLOWS = frozenset(
    {"wan_yuan", "percent", "person", "point", "usd_million", "wan_yuan_per_mu", "ratio"}
)
REVENUE, RD, STAFF, MAIN = (
    "revenue_last_year", "rd_expense_last_year", "employees", "main_business_ratio",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an enterprise: figures by year and indicator, titles' facts, birth."""

    figures: Mapping[tuple[int, str], Scalar]
    held: Mapping[str, bool] = field(default_factory=dict)
    registered_on: date | None = None


def facts_on(known: Known, day: date, terms: Vocabulary) -> dict[str, Scalar]:
    """Return the facts of an enterprise on a day, by indicator."""
    last = day.year - 1
    found = _reported(known.figures, last, terms)
    for name, work_out in DERIVED.items():
        if name not in found:
            value = work_out(_Years(known.figures, last))
            if value is not None:
                found[name] = value
    for name, age in _ages(known.registered_on, day).items():
        found.setdefault(name, age)
    return {**found, **known.held}


def _reported(
    figures: Mapping[tuple[int, str], Scalar], last: int, terms: Vocabulary
) -> dict[str, Scalar]:
    found: dict[str, Scalar] = {}
    for (year, name), value in figures.items():
        if year == last and name in terms:
            found.setdefault(name, value)
    for (year, name), value in figures.items():
        if year == last + 1 and name in terms and terms[name].unit not in FLOWS:
            found[name] = value
    return found


def _ages(registered_on: date | None, day: date) -> dict[str, Decimal]:
    """Return the whole years since registration, and the full accounting years in operation."""
    if registered_on is None or registered_on > day:
        return {}
    years = day.year - registered_on.year
    years -= (day.month, day.day) < (registered_on.month, registered_on.day)
    began_whole = (registered_on.month, registered_on.day) == (1, 1)
    full = day.year - registered_on.year - (0 if began_whole else 1)
    return {
        "years_since_registration": Decimal(years),
        "accounting_years_operated": Decimal(max(0, full)),
    }


@dataclass(frozen=True, slots=True)
class _Years:
    """Numbers by name and how many years before last year."""

    figures: Mapping[tuple[int, str], Scalar]
    last: int

    def of(self, name: str, back: int = 0) -> Decimal | None:
        """Return a number of a year; None where it was not reported."""
        value = self.figures.get((self.last - back, name))
        return value if isinstance(value, Decimal) else None

    def main(self, back: int = 0) -> Decimal | None:
        """Return the main-business revenue of a year."""
        revenue, share = self.of(REVENUE, back), self.of(MAIN, back)
        return None if revenue is None or share is None else revenue * share / HUNDRED


def growth(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """Return the growth in percent; None where there is nothing to compare with.

    >>> growth(Decimal(120), Decimal(100))
    Decimal('20.000000')
    """
    if now is None or not before or before < 0:
        return None
    return ((now / before - 1) * HUNDRED).quantize(PLACES, ROUND_HALF_UP, WIDE)


def compound(now: Decimal | None, base: Decimal | None, years: int) -> Decimal | None:
    """Return the compound yearly growth in percent over so many years.

    >>> compound(Decimal("172.8"), Decimal(100), 3)
    Decimal('20.000000')
    """
    if now is None or now < 0 or not base or base < 0:
        return None
    root = (now / base) ** (Decimal(1) / years)
    return ((root - 1) * HUNDRED).quantize(PLACES, ROUND_HALF_UP, WIDE)


def mean(parts: list[Decimal | None]) -> Decimal | None:
    """Return the mean; None where a part is missing."""
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return (sum(known, Decimal(0)) / len(known)).quantize(PLACES, ROUND_HALF_UP, WIDE)


def share(parts: list[Decimal | None], wholes: list[Decimal | None]) -> Decimal | None:
    """Return the sum of the parts in percent of the sum of the wholes."""
    above = [part for part in parts if part is not None]
    below = [whole for whole in wholes if whole is not None]
    total = sum(below, Decimal(0))
    if len(above) < len(parts) or len(below) < len(wholes) or not total:
        return None
    return (sum(above, Decimal(0)) / total * HUNDRED).quantize(PLACES, ROUND_HALF_UP, WIDE)


THREE = range(3)
DERIVED: dict[str, Callable[[_Years], Decimal | None]] = {
    "revenue_prev_year": lambda y: y.of(REVENUE, 1),
    "rd_expense_prev_year": lambda y: y.of(RD, 1),
    "revenue_base_year": lambda y: y.of(REVENUE, 3),
    "employees_base_year": lambda y: y.of(STAFF, 3),
    "revenue_growth_last_year": lambda y: growth(y.of(REVENUE), y.of(REVENUE, 1)),
    "rd_expense_growth": lambda y: growth(y.of(RD), y.of(RD, 1)),
    "revenue_cagr_2y": lambda y: compound(y.of(REVENUE), y.of(REVENUE, 2), 2),
    "revenue_cagr_3y": lambda y: compound(y.of(REVENUE), y.of(REVENUE, 3), 3),
    "employees_cagr_3y": lambda y: compound(y.of(STAFF), y.of(STAFF, 3), 3),
    "main_business_growth_last_year": lambda y: growth(y.main(), y.main(1)),
    "main_business_avg_growth_2y": lambda y: mean(
        [growth(y.main(), y.main(1)), growth(y.main(1), y.main(2))]
    ),
    "main_business_revenue_avg_3y": lambda y: mean([y.main(back) for back in THREE]),
    "sales_growth_3y": lambda y: mean(
        [growth(y.of(REVENUE, back), y.of(REVENUE, back + 1)) for back in range(2)]
    ),
    "rd_ratio_3y_total": lambda y: share(
        [y.of(RD, back) for back in THREE], [y.of(REVENUE, back) for back in THREE]
    ),
}
NOT_REPORTED = frozenset({*DERIVED, "years_since_registration", "accounting_years_operated"})
