"""Slips (笔误): the figures that a slip of the pen would make of a printed one."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gaoxin.read.core.check.close import Span
    from gaoxin.read.core.check.numbers import Num

_POWERS = (Decimal(10) ** 4, Decimal(10) ** -4, Decimal(10) ** 8, Decimal(10) ** -8)


def within(num: Num, wanted: Span) -> bool:
    """Whether a slip of the pen leads from some value inside `wanted` to the printed figure."""
    half = Decimal(0) if num.exact else num.step / 2
    low, high = wanted.low - half, wanted.high + half
    if not num.step or high < 0:
        return False
    first = int((low / num.step).to_integral_value(ROUND_CEILING))
    last = int((high / num.step).to_integral_value(ROUND_FLOOR))
    if first <= last and _one_slip(num, first, last):
        return True
    value = abs(num.value)
    return any(wanted.low - half * p <= value * p <= wanted.high + half * p for p in _units(num))


def _one_slip(num: Num, first: int, last: int) -> bool:
    """Whether one other digit, or two exchanged, give a number from `first` to `last`."""
    number = int(abs(num.value) / num.step)
    written = ("0" if num.text.startswith("0.") else "") + str(number)
    behind: list[tuple[int, int]] = []  # the digits behind this one, with their worth
    place = 1
    for at in range(len(written) - 1, -1, -1):
        digit = int(written[at])
        rest = number - digit * place
        least = max(-((rest - first) // place), 0 if at else 1)
        most = min((last - rest) // place, 9)
        if least < most or (least == most != digit):
            return True
        for other, worth in behind:
            if other != digit and first <= number - (digit - other) * (place - worth) <= last:
                return True
        behind.append((digit, place))
        place *= 10
    return False


def _units(num: Num) -> tuple[Decimal, ...]:
    """The powers of ten by which 万 for 亿 changes a figure."""
    return _POWERS if "万" in num.text or "亿" in num.text else ()
