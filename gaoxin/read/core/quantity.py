"""Quantity (数量): one printed figure with its exact value in base units."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Final, NamedTuple

Number = int | Decimal
Value = int | Decimal | str | tuple[int | Decimal, int | Decimal]


class Quantity(NamedTuple):
    """A figure in the clean text; `scale` is what 1 of the printed number is worth."""

    start: int
    end: int
    form: str  # money measure count ratio times pp duration ordinal date ratio3 bare
    value: Value
    unit: str | None
    mod: str | None
    word: str  # unit or counting word as printed
    digits: int  # decimals printed
    scale: Number


# the same without a call of Python code: there is one for every printed number
made: Final = partial(tuple.__new__, Quantity)
HUNDREDTH = Decimal("0.01")
_MU_DIGITS = Decimal("0.0001")
_LONGEST = 23  # digits before the point from which four after it are no longer kept


def times(number: Number, scale: Number) -> Number:
    """Product kept exact; a worth without finite decimals (亩) is rounded half up to 4 digits."""
    if isinstance(number, int) and isinstance(scale, int):
        return number * scale
    value = number * scale if isinstance(number, Decimal) else Decimal(number) * scale
    if scale is not HUNDREDTH and isinstance(scale, Decimal):
        endless = len(scale.as_tuple().digits) > 20
        if endless and value.adjusted() < _LONGEST:
            value = value.quantize(_MU_DIGITS, ROUND_HALF_UP)
    if value == value.to_integral_value():
        return int(value)
    return value.normalize() if value.adjusted() > -9 else value
