"""Intervals (区间): arithmetic on numbers of a table that may be missing.

A number is a pair of columns in millionths, the ends of its interval; null is an open end. They are
whole numbers in float64, the type that every engine adds and compares fastest: exact below 2**53,
and beyond that for what has two decimals up to 10**11. A number whose ends are one and the same
column is a point: known, or missing altogether. Most are, so points are written shorter.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import ibis

from gaoxin.batch.columns import MICRO, OPEN, whole
from gaoxin.rulebook.tree import Choose, Clamp, Const, Count, Greatest, Least, Number, Scale, Sum

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SURE, _LARGEST = 0.499, 1e12
"""A quotient as a float is right to 0.001 below 10**12, so beyond this part it rounds safely."""
Reach: TypeAlias = "tuple[Decimal, Decimal] | None"
"""The least and the greatest value; None for a node that missing data may leave open."""


class Ends(NamedTuple):
    """The two ends of a number; `known` is the number where both agree, null elsewhere."""

    low: Any
    high: Any
    known: Any = None


class NotCompiledError(ValueError):
    """A part of the language that has no batch form."""


def both(value: Any) -> Ends:
    """Return the interval of one number."""
    return Ends(value, value, value)


def is_point(ends: Ends) -> bool:
    """Test whether the two ends are one column."""
    return ends[0] is ends[1]


def micro(number: Decimal) -> int:
    """Return a number of a rule in millionths; refuse one that is finer or too large."""
    count = number * MICRO
    if count != count.to_integral_value() or abs(count) > OPEN:
        raise NotCompiledError(f"{number}: finer than a millionth, or too large")
    return int(count)


def literal(number: int) -> Any:
    """Return a whole number as a column's value."""
    return ibis.literal(float(number), type="float64")


def open_end() -> Any:
    """Return the value of an open end."""
    return ibis.null("float64")


def each(work: Callable[[Any], Any], ends: Ends) -> Ends:
    """Return what a rising function makes of both ends."""
    return both(work(ends[0])) if is_point(ends) else Ends(work(ends[0]), work(ends[1]))


def added(parts: Sequence[Ends]) -> Ends:
    """Return the sum of intervals; one open end opens the end of the sum."""
    low = reduce(add, (part[0] for part in parts))
    if all(is_point(part) for part in parts):
        return both(low)
    return Ends(low, reduce(add, (part[1] for part in parts)))


def least(parts: Sequence[Ends]) -> Ends:
    """Return the least of intervals: a missing part opens only the lower end."""
    if len(parts) == 1:
        return parts[0]
    low = _pick([part.low for part in parts], least=True)
    known = low if all(is_point(part) for part in parts) else None
    return Ends(low, ibis.least(*(part.high for part in parts)), known)


def greatest(parts: Sequence[Ends]) -> Ends:
    """Return the greatest of intervals: a missing part opens only the upper end."""
    if len(parts) == 1:
        return parts[0]
    high = _pick([part.high for part in parts], least=False)
    known = high if all(is_point(part) for part in parts) else None
    return Ends(ibis.greatest(*(part.low for part in parts)), high, known)


def _pick(ends: Sequence[Any], *, least: bool) -> Any:
    """Return the least or greatest of columns, null where one is null."""

    def of_two(one: Any, other: Any) -> Any:
        first = one <= other if least else one >= other
        return ibis.cases((first, one), (~first, other))

    return reduce(of_two, ends)


def scaled(part: Ends, factor: Decimal) -> Ends:
    """Return an interval times a factor."""
    if factor == 1:
        return part
    found = each(lambda end: _times(end, Fraction(factor)), part)
    return Ends(found.high, found.low) if factor < 0 and not is_point(found) else found


def _times(end: Any, share: Fraction) -> Any:
    product = end if share.numerator == 1 else end * float(share.numerator)
    return product if share.denominator == 1 else product / float(share.denominator)


def clamped(part: Ends, floor: Decimal | None, cap: Decimal | None) -> Ends:
    """Return an interval held between a floor and a cap; they close open ends."""
    low, high = part.low, part.high
    if floor is not None:
        bound = literal(micro(floor))
        low, high = ibis.greatest(low, bound), ibis.ifelse(high < bound, bound, high)
    if cap is not None:
        bound = literal(micro(cap))
        low, high = ibis.ifelse(low > bound, bound, low), ibis.least(high, bound)
    return Ends(low, high)


def steps(part: Ends, size: Decimal) -> Ends:
    """Return how many whole steps of a size fit into an interval."""
    return each(lambda end: (end / float(micro(size))).floor() * float(MICRO), part)


def settled(ends: Ends) -> Any:
    """Return the number where both ends agree, else null."""
    if ends.known is not None:
        return ends.known
    return ibis.ifelse(ends.low == ends.high, ends.low, open_end())


def ratio(top: Any, bottom: Any, factor: Decimal) -> Any:
    """Return top / bottom x factor in millionths as a float, null for a zero below."""
    return top * float(factor * MICRO) / bottom.nullif(0.0)


def rounded(guess: Any, top: Any, bottom: Any, factor: Decimal) -> Any:
    """Return a quotient rounded half-up: the float's where it is sure, else worked out exactly.

    Only the few that lie close to a half are worked out: engines evaluate a branch of CASE for
    those rows alone.
    """
    near = whole(guess)
    sure = ((guess - near).abs() < _SURE) & (guess.abs() < _LARGEST)
    exact = _half_up(top, bottom, Fraction(factor * MICRO))
    return ibis.cases((sure, near), (guess.notnull(), exact))


def _half_up(top: Any, bottom: Any, share: Fraction) -> Any:
    """Return the quotient by remainder, in whole decimals of 38 digits."""
    wide = "decimal(38, 0)"
    tall = (top.abs().cast(wide) * share.numerator).cast(wide)
    parts = (bottom.abs().cast(wide) * share.denominator).cast(wide)
    rest = (tall % parts).cast(wide)
    count = whole((tall - rest).cast("float64") / parts.cast("float64"))
    size = count + ibis.ifelse((rest * 2).cast(wide) >= parts, 1.0, 0.0)
    return ibis.ifelse((top < 0) != (bottom < 0), -size, size)


def reach(node: Number) -> Reach:
    """Return between which numbers a node lies, None where an end may be open."""
    work = _REACHES.get(type(node))
    return None if work is None else work(node)


def _of_all(parts: tuple[Number, ...]) -> list[tuple[Decimal, Decimal]] | None:
    found = [reach(part) for part in parts]
    closed = [ends for ends in found if ends is not None]
    return closed if len(closed) == len(found) else None


def _hull(node: Choose) -> Reach:
    found = _of_all(tuple(row.part for row in node.rows))
    if found is None or node.rows[-1].when is not None:
        return None
    return min(low for low, _ in found), max(high for _, high in found)


def _sum(node: Sum) -> Reach:
    found = _of_all(node.parts)
    if found is None:
        return None
    return sum((low for low, _ in found), Decimal(0)), sum((high for _, high in found), Decimal(0))


def _scale(node: Scale) -> Reach:
    found = reach(node.part)
    if found is None:
        return None
    one, other = (end * node.factor for end in found)
    return min(one, other), max(one, other)


def _extreme(node: Least | Greatest) -> Reach:
    found = _of_all(node.parts)
    if found is None:
        return None
    pick = min if isinstance(node, Least) else max
    return pick(low for low, _ in found), pick(high for _, high in found)


def _clamp(node: Clamp) -> Reach:
    found = reach(node.part)
    if found is None:
        if node.floor is None or node.cap is None:
            return None
        return node.floor, node.cap
    low, high = found
    floor = low if node.floor is None else node.floor
    cap = high if node.cap is None else node.cap
    return min(max(low, floor), cap), min(max(high, floor), cap)


_REACHES: dict[type, Callable[[Any], Reach]] = {
    Const: lambda node: (node.low, node.high),
    Choose: _hull,
    Count: lambda node: (Decimal(0), Decimal(len(node.of))),
    Sum: _sum,
    Scale: _scale,
    Least: _extreme,
    Greatest: _extreme,
    Clamp: _clamp,
}
