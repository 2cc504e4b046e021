"""Panel average (评委合成): one share per judged item, whole experts trimmed, exactly.

A mean of three is a third: shares are fractions and are rounded once, in the final score.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from gaoxin.lib.money import round_half_up

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gaoxin.review.core.scheme.model import PanelRule


@dataclass(frozen=True, slots=True)
class Average:
    """Share of the full marks for each item, and which experts were left out, by their place.

    `shares` is empty where fewer experts than the minimum are valid: then there is no result.
    """

    shares: Mapping[str, Fraction]
    subtotals: tuple[Fraction, ...]
    lowest: int | None = None
    highest: int | None = None

    @property
    def counted(self) -> tuple[int, ...]:
        """Return the places of the experts that count."""
        left_out = {self.lowest, self.highest}
        return tuple(n for n in range(len(self.subtotals)) if n not in left_out)


def decimal_of(value: Fraction, digits: int) -> Decimal:
    """Return a fraction with so many decimals, a half rounded away from zero.

    >>> decimal_of(Fraction(2, 3), 2), decimal_of(Fraction(1, 8), 2)
    (Decimal('0.67'), Decimal('0.13'))
    """
    scaled = abs(value) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    found = Decimal(whole if value >= 0 else -whole).scaleb(-digits)
    return round_half_up(found, digits)


def subtotal(sheet: Mapping[str, int], marks: Mapping[str, Decimal], rule: PanelRule) -> Fraction:
    """Return the marks that one expert gives over all judged items."""
    return sum(
        (Fraction(full) * sheet[item] / rule.top for item, full in marks.items()), Fraction(0)
    )


def average(
    sheets: Sequence[Mapping[str, int]], marks: Mapping[str, Decimal], rule: PanelRule
) -> Average:
    """Return the panel's average: from `trim_from` experts on without the lowest and the highest.

    An expert is left out whole, by the subtotal over all judged items, never item by item. Of
    equal subtotals the first in the list counts as the lowest and the last as the highest.
    """
    subtotals = tuple(subtotal(sheet, marks, rule) for sheet in sheets)
    if len(sheets) < rule.min_valid:
        return Average({}, subtotals)
    lowest = highest = None
    if len(sheets) >= rule.trim_from:
        ordered = sorted(range(len(sheets)), key=lambda place: subtotals[place])
        lowest, highest = ordered[0], ordered[-1]
    counted = [sheet for place, sheet in enumerate(sheets) if place not in {lowest, highest}]
    whole = rule.top * len(counted)
    shares = {item: Fraction(sum(sheet[item] for sheet in counted), whole) for item in marks}
    return Average(shares, subtotals, lowest, highest)
