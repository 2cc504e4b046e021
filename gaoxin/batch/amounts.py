"""Amounts (金额): what a rule grants, exact to the last digit before it is rounded as it says.

Here a number is a whole decimal of 38 digits with its own scale (count of decimal places): rates
multiply without loss, and only the amount itself is rounded, half-up, down or up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis

from gaoxin.batch.columns import whole
from gaoxin.batch.intervals import Ends, NotCompiledError, is_point
from gaoxin.rulebook.tree import Clamp, Const, Fact, Number, Scale, Sum, Tiers

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from gaoxin.batch.compiler import Compiler
    from gaoxin.rulebook.rule import Amount

WIDE = "decimal(38, 0)"
MICRO_PLACES, MOST_PLACES = 6, 18
"""Facts have six places; beyond eighteen in all, 38 digits might not hold a product."""


@dataclass(frozen=True, slots=True)
class Exact:
    """The ends of a number as whole decimals: the number times ten to the power of its places."""

    low: Any
    high: Any
    places: int

    @property
    def is_point(self) -> bool:
        """Test whether the two ends are one column."""
        return self.low is self.high


def granted(compiler: Compiler, amount: Amount) -> tuple[Any, Any]:
    """Return the ends of an amount, rounded: nothing where its condition does not hold."""
    value = _exact(compiler, amount.value)
    low, high = compiler.keep(value.low, value.high)
    if amount.when is not None:
        (when,) = compiler.keep(compiler.truth(amount.when))
        zero = ibis.literal(0, type=WIDE)
        low = ibis.cases((when, low), (~when, zero), (low > 0, zero), else_=low)
        high = ibis.cases((when, high), (~when, zero), (high < 0, zero), else_=high)
        low, high = compiler.keep(low, high)
    return _rounded(low, value.places, amount), _rounded(high, value.places, amount)


def columns(amount: Amount) -> tuple[str, str]:
    """Return the names of an amount's columns, such as `amount_grant_low`."""
    own = amount.cite.id.removeprefix("amounts.")
    return f"amount_{own}_low", f"amount_{own}_high"


def kind(amount: Amount) -> str:
    """Return the type of an amount's columns."""
    return f"decimal(24, {amount.digits})"


def _rounded(end: Any, places: int, amount: Amount) -> Any:
    """Return a whole decimal rounded to the digits of the amount, by remainder."""
    size = end.abs()
    if places > amount.digits:
        unit = 10 ** (places - amount.digits)
        rest = size % _whole(unit)
        away = {"half_up": rest * 2 >= _whole(unit), "up": rest > 0, "down": rest < 0}
        kept = (size - rest).cast("float64") / float(unit)
        count = whole(kept) + ibis.ifelse(away[amount.rounding], 1.0, 0.0)
    else:
        count = size.cast("float64") * float(10 ** (amount.digits - places))
    number = (count / float(10**amount.digits)).cast(kind(amount))
    return ibis.ifelse(end < 0, -number, number).cast(kind(amount))


def _whole(number: int) -> Any:
    return ibis.literal(number, type=WIDE)


def _at(number: Decimal, places: int) -> int:
    """Return a number of the rule at so many places."""
    return int(number.scaleb(places))


def _places(*numbers: Decimal | None) -> int:
    """Return how many decimal places the numbers need; refuse too many."""
    found = 0
    for number in numbers:
        if number is not None:
            found = max(found, -int(number.normalize().as_tuple().exponent))
    return found


def _finer(value: Exact, places: int) -> Exact:
    """Return a number at more places."""
    if places > MOST_PLACES:
        raise NotCompiledError(f"{places} decimal places: more than {MOST_PLACES}")
    if places == value.places:
        return value
    factor = _whole(10 ** (places - value.places))
    return _each(lambda end: end * factor, value, places)


def _each(work: Callable[[Any], Any], value: Exact, places: int) -> Exact:
    low = work(value.low).cast(WIDE)
    return Exact(low, low if value.is_point else work(value.high).cast(WIDE), places)


def _exact(compiler: Compiler, node: Number) -> Exact:
    build = _BUILDS.get(type(node), _plain)
    return build(compiler, node)


def _plain(compiler: Compiler, node: Number) -> Exact:
    """Return what is held in whole millionths."""
    ends: Ends = compiler.number(node)
    low = ends.low.cast(WIDE)
    return Exact(low, low if is_point(ends) else ends.high.cast(WIDE), MICRO_PLACES)


def _const(compiler: Compiler, node: Const) -> Exact:
    places = _places(node.low, node.high)
    low = _whole(_at(node.low, places))
    high = low if node.low == node.high else _whole(_at(node.high, places))
    return _finer(Exact(low, high, places), places)


def _sum(compiler: Compiler, node: Sum) -> Exact:
    parts = [_exact(compiler, part) for part in node.parts]
    places = max(part.places for part in parts)
    parts = [_finer(part, places) for part in parts]
    low = sum((part.low for part in parts[1:]), parts[0].low)
    high = sum((part.high for part in parts[1:]), parts[0].high)
    return Exact(low, low if all(part.is_point for part in parts) else high, places)


def _scale(compiler: Compiler, node: Scale) -> Exact:
    part, more = _exact(compiler, node.part), _places(node.factor)
    factor = _whole(_at(node.factor, more))
    found = _each(lambda end: end * factor, part, part.places + more)
    found = _finer(found, found.places)
    return Exact(found.high, found.low, found.places) if node.factor < 0 else found


def _clamp(compiler: Compiler, node: Clamp) -> Exact:
    part = _exact(compiler, node.part)
    value = _finer(part, max(part.places, _places(node.floor, node.cap)))
    low, high = value.low, value.high
    if node.floor is not None:
        bound = _whole(_at(node.floor, value.places))
        low = ibis.cases((low >= bound, low), else_=bound)
        high = ibis.cases((high < bound, bound), else_=high)
    if node.cap is not None:
        bound = _whole(_at(node.cap, value.places))
        low = ibis.cases((low > bound, bound), else_=low)
        high = ibis.cases((high <= bound, high), else_=bound)
    return Exact(low.cast(WIDE), high.cast(WIDE), value.places)


def _tiers(compiler: Compiler, node: Tiers) -> Exact:
    """Return what tiers pay for a known base; whole-rate tiers of an interval stay unknown."""
    part = _exact(compiler, node.part)
    overs, rates = [over for over, _ in node.tiers], [rate for _, rate in node.tiers]
    base = _finer(part, max(part.places, _places(*overs)))
    places = base.places + _places(*rates)
    pay = _marginal if node.marginal else _reached
    tiers = [(_at(o, base.places), _at(r, places - base.places)) for o, r in node.tiers]
    low, high = compiler.keep(base.low, base.high)
    one = pay(low, tiers).cast(WIDE)
    if base.is_point:
        return _finer(Exact(one, one, places), places)
    other = pay(high, tiers).cast(WIDE)
    known = low.notnull() & high.notnull() & (ibis.literal(node.marginal) | (low == high))
    ends = [ibis.ifelse(known, of(one, other), None) for of in (ibis.least, ibis.greatest)]
    return _finer(Exact(ends[0].cast(WIDE), ends[1].cast(WIDE), places), places)


def _marginal(base: Any, tiers: list[tuple[int, int]]) -> Any:
    """Return the sum of the slices, each at its own rate."""
    total: Any = ibis.literal(0, type=WIDE)
    for place, (over, rate) in enumerate(tiers):
        top = base
        if place + 1 < len(tiers):
            above = _whole(tiers[place + 1][0])
            top = ibis.cases((base > above, above), else_=base)
        slice_ = ibis.cases((base > _whole(over), top - _whole(over)), else_=_whole(0))
        total = total + slice_.cast(WIDE) * _whole(rate)
    return ibis.ifelse(base.isnull(), None, total)


def _reached(base: Any, tiers: list[tuple[int, int]]) -> Any:
    """Return the whole base at the rate of the highest tier it is above."""
    rows = [(base > _whole(over), base * _whole(rate)) for over, rate in reversed(tiers)]
    return ibis.cases((base.isnull(), None), *rows, else_=_whole(0))


_BUILDS: dict[type, Callable[[Compiler, Any], Exact]] = {
    Const: _const,
    Fact: _plain,
    Sum: _sum,
    Scale: _scale,
    Clamp: _clamp,
    Tiers: _tiers,
}
