"""Closeness (相符): when a printed figure agrees with a recomputed one or looks mistyped."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

_LONGEST = 27  # digits that an exact whole number may have


class Span(NamedTuple):
    """A recomputed value as an interval: its inputs are themselves rounded."""

    low: Decimal
    high: Decimal

    @property
    def middle(self) -> Decimal:
        """The value that the printed inputs give."""
        return (self.low + self.high) / 2


def agrees(printed: Decimal, step: Decimal, span: Span) -> bool:
    """Whether `printed` is the rounded (half up) or truncated form of a value inside `span`."""
    return span.low - step < printed <= span.high + step / 2


def rounded(value: Decimal, step: Decimal) -> Decimal:
    """The value at the printed precision, half up; one beyond all figures as it is."""
    if (value / step).adjusted() >= _LONGEST:
        return value
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def mistyped(printed: Decimal, right: Decimal, step: Decimal) -> bool:
    """Whether a slip of the pen leads from `right` to `printed`.

    A slip is one wrong digit, two digits exchanged, or a last digit off by up to three.
    """
    if not step:
        return False
    a, b = int(abs(printed) / step), int(abs(rounded(right, step)) / step)
    if abs(a - b) <= 3:
        return True
    one, other = str(a), str(b)
    if abs(len(one) - len(other)) > 1 or not b:
        return False
    one, other = one.zfill(len(other)), other.zfill(len(one))  # 0.09 for 0.90
    differing = sum(x != y for x, y in zip(one, other, strict=True))
    return differing == 1 or sorted(one) == sorted(other)


def wrong_unit(printed: Decimal, right: Decimal) -> int:
    """The power of ten (±4, ±8) by which only 万 and 亿 were confused; else 0."""
    if not printed or not right:
        return 0
    factor = right / printed
    for power in (4, 8, -4, -8):
        if abs(factor / Decimal(10) ** power - 1) < Decimal("0.01"):
            return power
    return 0
