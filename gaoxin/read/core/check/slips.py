"""Slips (笔误): the figures that a slip of the pen would make of a printed one."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaoxin.read.core.check.close import Span
    from gaoxin.read.core.check.numbers import Num

_POWERS = (Decimal(10) ** 4, Decimal(10) ** -4, Decimal(10) ** 8, Decimal(10) ** -8)


def within(num: Num, wanted: Span) -> bool:
    """Whether a slip of the pen leads from some value inside `wanted` to the printed figure."""
    half = Decimal(0) if num.exact else num.step / 2
    low, high = wanted.low - half, wanted.high + half
    if not num.step or high < 0:
        return False
    if any(low <= value <= high for value in _before(num)):
        return True
    return any(
        wanted.low - half * p <= abs(num.value) * p <= wanted.high + half * p for p in _units(num)
    )


def _before(num: Num) -> Iterator[Decimal]:
    """What may have been meant: one other digit, or two exchanged."""
    digits = str(int(abs(num.value) / num.step))
    if num.text.startswith("0."):
        digits = "0" + digits
    for at, digit in enumerate(digits):
        place = num.step.scaleb(len(digits) - 1 - at)
        for other in range(10):
            if other != int(digit) and (at or other):
                yield abs(num.value) + (other - int(digit)) * place
        for before in range(at):
            gap = int(digits[before]) - int(digit)
            yield abs(num.value) - gap * (num.step.scaleb(len(digits) - 1 - before) - place)


def _units(num: Num) -> tuple[Decimal, ...]:
    """The powers of ten by which 万 for 亿 changes a figure."""
    return _POWERS if "万" in num.text or "亿" in num.text else ()
