"""Intervals (区间): arithmetic on numbers of a table that may be missing.

A number is a pair of int64 columns in millionths, the ends of its interval; null is an open end. A
number whose ends are one and the same column is a point: known, or missing altogether. Most are, so
what holds for points is written shorter. Nothing is held beyond ±OPEN.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any, TypeAlias

import ibis

from gaoxin.batch.columns import MICRO, OPEN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    import ibis.expr.types as ir

Ends: TypeAlias = "tuple[ir.IntegerValue, ir.IntegerValue]"
_SURE, _LARGEST = 0.499, 1e12
"""A quotient as a float is right to 0.001 below 10**12, so beyond this part it rounds safely."""
_INT64 = 2**63


class NotCompiledError(ValueError):
    """A part of the language that has no batch form."""


def both(value: Any) -> Ends:
    """Return the interval of one number."""
    return value, value


def is_point(ends: Ends) -> bool:
    """Test whether the two ends are one column."""
    return ends[0] is ends[1]


def micro(number: Decimal) -> int:
    """Return a number of a rule in millionths; refuse one that is finer or too large."""
    whole = number * MICRO
    if whole != whole.to_integral_value() or abs(whole) > OPEN:
        raise NotCompiledError(f"{number}: finer than a millionth, or too large")
    return int(whole)


def literal(number: int) -> Any:
    """Return a whole number as a column's value."""
    return ibis.literal(number, type="int64")


def each(work: Callable[[Any], Any], ends: Ends) -> Ends:
    """Return what a rising function makes of both ends."""
    return both(work(ends[0])) if is_point(ends) else (work(ends[0]), work(ends[1]))


def added(parts: Sequence[Ends]) -> Ends:
    """Return the sum of intervals; one open end opens the end of the sum."""
    low = reduce(add, (part[0] for part in parts))
    if all(is_point(part) for part in parts):
        return both(low)
    return low, reduce(add, (part[1] for part in parts))


def least(parts: Sequence[Ends]) -> Ends:
    """Return the least of intervals: a missing part opens only the lower end."""
    lows, highs = zip(*parts, strict=True)
    return parts[0] if len(parts) == 1 else (_pick(lows, least=True), ibis.least(*highs))


def greatest(parts: Sequence[Ends]) -> Ends:
    """Return the greatest of intervals: a missing part opens only the upper end."""
    lows, highs = zip(*parts, strict=True)
    return parts[0] if len(parts) == 1 else (ibis.greatest(*lows), _pick(highs, least=False))


def _pick(ends: Sequence[Any], *, least: bool) -> Any:
    """Return the least or greatest of columns, null where one is null."""

    def of_two(one: Any, other: Any) -> Any:
        first = one <= other if least else one >= other
        return ibis.cases((first, one), (~first, other))

    return reduce(of_two, ends)


def scaled(part: Ends, factor: Decimal) -> Ends:
    """Return an interval times a factor, rounded down to a millionth."""
    if factor == 1:
        return part
    low, high = each(lambda end: _times(end, Fraction(factor)), part)
    return (high, low) if factor < 0 else (low, high)


def _times(end: Any, share: Fraction) -> Any:
    product = end * share.numerator
    if share.denominator != 1:
        product = divided(product, literal(share.denominator))
    if abs(share.numerator) * OPEN < _INT64:
        return product
    room = OPEN // abs(share.numerator)
    sign = 1 if share > 0 else -1
    return ibis.cases((end > room, OPEN * sign), (end < -room, -OPEN * sign), else_=product)


def clamped(part: Ends, floor: Decimal | None, cap: Decimal | None) -> Ends:
    """Return an interval held between a floor and a cap; they close open ends."""
    low, high = part
    if floor is not None:
        bound = literal(micro(floor))
        low, high = ibis.greatest(low, bound), ibis.ifelse(high < bound, bound, high)
    if cap is not None:
        bound = literal(micro(cap))
        low, high = ibis.ifelse(low > bound, bound, low), ibis.least(high, bound)
    return low, high


def steps(part: Ends, size: Decimal) -> Ends:
    """Return how many whole steps of a size fit into an interval."""
    return each(lambda end: divided(end, literal(micro(size))) * MICRO, part)


def divided(top: Any, bottom: Any) -> Any:
    """Return the whole quotient of whole numbers, towards minus infinity, without a float's error.

    The remainder is taken off first, so the division has a whole result, and rounding removes what
    a float may add: exact for quotients below 2**51.
    """
    rest = top % bottom
    floored = ibis.ifelse((rest != 0) & ((rest < 0) != (bottom < 0)), rest + bottom, rest)
    return ((top - floored) / bottom).round().cast("int64")


def settled(ends: Ends) -> Any:
    """Return the number where both ends agree, else null."""
    if is_point(ends):
        return ends[0]
    return ibis.ifelse(ends[0] == ends[1], ends[0], ibis.null("int64"))


def ratio(top: Any, bottom: Any, factor: Decimal) -> Any:
    """Return top / bottom x factor in millionths as a float, null for a zero below."""
    return top.cast("float64") * float(factor * MICRO) / bottom.nullif(0).cast("float64")


def rounded(guess: Any, top: Any, bottom: Any, factor: Decimal) -> Any:
    """Return a quotient rounded half-up: the float's where it is sure, else worked out exactly.

    Only the few that lie close to a half are worked out: engines evaluate a branch of CASE for
    those rows alone.
    """
    near = guess.round()
    sure = ((guess - near).abs() < _SURE) & (guess.abs() < _LARGEST)
    exact = _half_up(top, bottom, Fraction(factor * MICRO))
    return ibis.cases((sure, near.cast("int64")), (guess.notnull(), exact))


def _half_up(top: Any, bottom: Any, share: Fraction) -> Any:
    """Return the quotient by remainder, in whole decimals of 38 digits."""
    wide = "decimal(38, 0)"
    whole = (top.abs().cast(wide) * share.numerator).cast(wide)
    parts = (bottom.abs().cast(wide) * share.denominator).cast(wide)
    rest = (whole % parts).cast(wide)
    count = ((whole - rest).cast("float64") / parts.cast("float64")).round()
    up = ibis.ifelse((rest * 2).cast(wide) >= parts, 1, 0)
    size = ibis.ifelse(count >= float(OPEN), literal(OPEN), count.cast("int64") + up)
    return ibis.ifelse((top < 0) != (bottom < 0), -size, size)
