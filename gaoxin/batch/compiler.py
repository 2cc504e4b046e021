"""Compiler (编译): the expression tree of a rule as Ibis expressions.

A number becomes two columns, the ends of its interval in millionths, never null (`OPEN` stands for
an open end); a condition becomes a boolean column, null where it is undetermined. SQL's AND, OR and
NOT are Kleene's, so the verdicts equal those of `rulebook.evaluate`.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import and_, eq, ge, gt, le, lt, ne, or_
from typing import TYPE_CHECKING, Any, TypeAlias

import ibis

from gaoxin.batch.columns import MICRO, OPEN
from gaoxin.rulebook.tree import (
    All,
    AnyOf,
    Choose,
    Clamp,
    Compare,
    Condition,
    Const,
    Count,
    Fact,
    Greatest,
    Is,
    Least,
    Not,
    Number,
    Param,
    ParamIs,
    Quotient,
    Scale,
    Score,
    Steps,
    Sum,
    Unresolved,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    import ibis.expr.types as ir

    from gaoxin.rulebook.rule import Rule

Ends: TypeAlias = "tuple[ir.IntegerValue, ir.IntegerValue]"
_UNDECIDED: Any = ibis.null("boolean")
_OPERATORS: dict[str, Any] = {"ge": ge, "gt": gt, "le": le, "lt": lt, "eq": eq, "ne": ne}


class NotCompiledError(ValueError):
    """A part of the language that has no batch form."""


class Compiler:
    """Compiles the nodes of one rule against a table whose columns are facts and stages.

    The table grows: what is used more than once is kept as a column (`keep`), because SQL text
    repeats an expression wherever it is used.
    """

    def __init__(self, rule: Rule, table: ir.Table, *, recheck: bool = False) -> None:
        self.rule, self.table, self.recheck = rule, table, recheck
        self._kept = 0

    def keep(self, *values: Any) -> list[Any]:
        """Return the values as columns of the table."""
        names = [f"k_{self._kept + place}" for place, _ in enumerate(values)]
        self._kept += len(values)
        self.table = self.table.mutate(**dict(zip(names, values, strict=True)))
        return [self.table[name] for name in names]

    def add(self, **columns: Any) -> None:
        """Add named columns to the table."""
        if columns:
            self.table = self.table.mutate(**columns)

    def number(self, node: Number) -> Ends:
        """Return the two ends of a number."""
        build = _NUMBERS.get(type(node))
        if build is None:
            raise NotCompiledError(f"{self.rule.id}: {type(node).__name__}")
        return build(self, node)

    def truth(self, node: Condition) -> ir.BooleanValue:
        """Return whether a condition holds; null where it is undetermined."""
        if self.recheck and node.cite.skip_at_recheck:
            return ibis.literal(True)
        return _TRUTHS[type(node)](self, node)

    def fact_column(self, name: str) -> ir.Value:
        """Return the typed fact as given (null where it is missing)."""
        return self.table[f"f_{name}"]

    def parameter(self, name: str) -> Decimal | bool | None:
        """Return the rule's own value of a parameter."""
        return self.rule.parameters[name].value


def micro(number: Decimal) -> int:
    """Return a number of a rule in millionths; refuse one that is finer."""
    whole = number * MICRO
    if whole != whole.to_integral_value():
        raise NotCompiledError(f"{number}: finer than a millionth")
    return int(whole)


def _both(value: Any) -> Ends:
    return value, value


def _const(compiler: Compiler, node: Const) -> Ends:
    low, high = (ibis.literal(micro(end), type="int64") for end in (node.low, node.high))
    return low, high


def _fact(compiler: Compiler, node: Fact) -> Ends:
    if compiler.rule.terms[node.name].derive is not None:
        return compiler.table[f"d_{node.name}_lo"], compiler.table[f"d_{node.name}_hi"]
    given = compiler.fact_column(node.name)
    return given.fill_null(-OPEN), given.fill_null(OPEN)


def _param(compiler: Compiler, node: Param) -> Ends:
    value = compiler.parameter(node.name)
    if value is None:
        return ibis.literal(-OPEN), ibis.literal(OPEN)
    return _both(ibis.literal(micro(Decimal(value)), type="int64"))


def _score(compiler: Compiler, node: Score) -> Ends:
    name = f"{node.table}_{node.group}" if node.group else node.table
    return compiler.table[f"s_{name}_lo"], compiler.table[f"s_{name}_hi"]


def _sum(compiler: Compiler, node: Sum) -> Ends:
    return added([compiler.number(part) for part in node.parts])


def added(parts: list[Ends]) -> Ends:
    """Return the sum of intervals; one open end opens the end of the sum."""
    lows, highs = [low for low, _ in parts], [high for _, high in parts]
    if len(parts) == 1:
        return parts[0]
    low = ibis.ifelse(ibis.least(*lows) <= -OPEN, -OPEN, sum(lows))
    high = ibis.ifelse(ibis.greatest(*highs) >= OPEN, OPEN, sum(highs))
    return low, high


def _least(compiler: Compiler, node: Least) -> Ends:
    return _extreme(ibis.least, [compiler.number(part) for part in node.parts])


def _greatest(compiler: Compiler, node: Greatest) -> Ends:
    return _extreme(ibis.greatest, [compiler.number(part) for part in node.parts])


def _extreme(pick: Callable[..., Any], parts: list[Ends]) -> Ends:
    """Return the least or greatest of intervals, end by end; Spark refuses it of one alone."""
    if len(parts) == 1:
        return parts[0]
    lows, highs = zip(*parts, strict=True)
    return pick(*lows), pick(*highs)


def _scale(compiler: Compiler, node: Scale) -> Ends:
    low, high = scaled(compiler.number(node.part), node.factor)
    return low, high


def scaled(part: Ends, factor: Decimal) -> Ends:
    """Return an interval times a factor; open ends stay open."""
    low, high = (_times(end, factor) for end in part)
    return (high, low) if factor < 0 else (low, high)


def _times(end: Any, factor: Decimal) -> Any:
    share = Fraction(factor)
    if share == 1:
        return end
    product = end * share.numerator
    if share.denominator != 1:
        product = _divided(product, ibis.literal(share.denominator, type="int64"))
    sign = -1 if factor < 0 else 1
    return ibis.cases((end <= -OPEN, -OPEN * sign), (end >= OPEN, OPEN * sign), else_=product)


def _divided(top: Any, bottom: Any) -> Any:
    """Return the whole quotient of whole numbers, towards minus infinity, without a float's error.

    The remainder is taken off first, so the division has a whole result, and rounding removes what
    a float may add: exact for quotients below 2**51.
    """
    rest = top % bottom
    floored = ibis.ifelse((rest != 0) & ((rest < 0) != (bottom < 0)), rest + bottom, rest)
    return ((top - floored) / bottom).round().cast("int64")


def _quotient(compiler: Compiler, node: Quotient) -> Ends:
    """Divide by hand, three digits at a time, and round half-up at the sixth place."""
    if node.digits != 6:
        raise NotCompiledError(f"{compiler.rule.id}: a quotient of {node.digits} digits")
    top, bottom = compiler.number(node.top), compiler.number(node.bottom)
    (known,) = compiler.keep((top[0] == top[1]) & (bottom[0] == bottom[1]) & (bottom[0] != 0))
    minus = (top[0] < 0) != (bottom[0] < 0)
    divisor, rest, minus = compiler.keep(
        ibis.ifelse(known, bottom[0], 1).abs(),
        ibis.ifelse(known, top[0], 0).abs() * int(node.factor),
        minus,
    )
    value: Any = ibis.literal(0, type="int64")
    for times in (MICRO, 1000, 1):
        (digits,) = compiler.keep(_divided(rest, divisor))
        value, rest = compiler.keep(
            value + digits * times, (rest - digits * divisor) * (1000 if times > 1 else 2)
        )
    (value,) = compiler.keep(value + ibis.ifelse(rest >= divisor, 1, 0))
    (value,) = compiler.keep(ibis.ifelse(minus, -value, value))
    return ibis.ifelse(known, value, -OPEN), ibis.ifelse(known, value, OPEN)


def _steps(compiler: Compiler, node: Steps) -> Ends:
    size = ibis.literal(micro(node.size), type="int64")
    low, high = compiler.number(node.part)
    return _stepped(low, size), _stepped(high, size)


def _stepped(end: Any, size: Any) -> Any:
    count = _divided(end, size) * MICRO
    return ibis.cases((end <= -OPEN, -OPEN), (end >= OPEN, OPEN), else_=count)


def _clamp(compiler: Compiler, node: Clamp) -> Ends:
    return clamped(compiler.number(node.part), node.floor, node.cap)


def clamped(part: Ends, floor: Decimal | None, cap: Decimal | None) -> Ends:
    """Return an interval held between a floor and a cap."""
    low, high = part
    if floor is not None:
        bound = ibis.literal(micro(floor), type="int64")
        low, high = ibis.greatest(low, bound), ibis.greatest(high, bound)
    if cap is not None:
        bound = ibis.literal(micro(cap), type="int64")
        low, high = ibis.least(low, bound), ibis.least(high, bound)
    return low, high


def _choose(compiler: Compiler, node: Choose) -> Ends:
    """Return the hull of the rows that may hold, from the last row up."""
    low: Any = ibis.literal(-OPEN, type="int64")
    high: Any = ibis.literal(OPEN, type="int64")
    for row in reversed(node.rows):
        one, other = compiler.number(row.part)
        if row.when is None:
            low, high = one, other
            continue
        when = compiler.truth(row.when)
        low = ibis.ifelse(when, one, ibis.least(low, ibis.ifelse(when.isnull(), one, OPEN)))
        high = ibis.ifelse(
            when, other, ibis.greatest(high, ibis.ifelse(when.isnull(), other, -OPEN))
        )
    return low, high


def _count(compiler: Compiler, node: Count) -> Ends:
    truths = [compiler.truth(part) for part in node.of]
    sure = sum(ibis.ifelse(truth.fill_null(False), MICRO, 0) for truth in truths)
    most = sum(ibis.ifelse(truth.fill_null(True), MICRO, 0) for truth in truths)
    low, high = compiler.keep(sure, most)
    return low, high


def _compare(compiler: Compiler, node: Compare) -> ir.BooleanValue:
    """Compare two intervals; a given fact with a number of the rule, the common case, directly."""
    left, right = node.left, node.right
    if isinstance(left, Fact) and isinstance(right, Const) and _direct(compiler, left, right):
        limit = ibis.literal(micro(right.low), type="int64")
        return _OPERATORS[node.op](compiler.fact_column(left.name), limit)
    (low, high), (floor, ceiling) = compiler.number(node.left), compiler.number(node.right)
    if node.op == "ne":
        return ~_decided("eq", (low, high), (floor, ceiling))
    return _decided(node.op, (low, high), (floor, ceiling))


def _direct(compiler: Compiler, left: Fact, right: Const) -> bool:
    return compiler.rule.terms[left.name].derive is None and right.low == right.high


def _decided(op: str, left: Ends, right: Ends) -> ir.BooleanValue:
    """Return a comparison that is null unless every pair of values agrees."""
    (low, high), (floor, ceiling) = left, right
    if op == "eq":
        same = (low == high) & (floor == ceiling) & (low == floor)
        return ibis.cases((same, True), ((low > ceiling) | (floor > high), False))
    if op in {"ge", "gt"}:
        low, high, floor, ceiling = floor, ceiling, low, high
    if op in {"ge", "le"}:
        return ibis.cases((high <= floor, True), (low > ceiling, False))
    return ibis.cases((high < floor, True), (low >= ceiling, False))


def _is(compiler: Compiler, node: Is) -> ir.BooleanValue:
    column = compiler.fact_column(node.name)
    if node.values in {(True,), (False,)}:
        return column if node.values[0] else ~column
    return column.isin(list(node.values))


def _param_is(compiler: Compiler, node: ParamIs) -> ir.BooleanValue:
    value = compiler.parameter(node.name)
    return _UNDECIDED if value is None else ibis.literal(value is node.value)


def _all(compiler: Compiler, node: All) -> ir.BooleanValue:
    return reduce(and_, (compiler.truth(part) for part in node.parts))


def _any(compiler: Compiler, node: AnyOf) -> ir.BooleanValue:
    return reduce(or_, (compiler.truth(part) for part in node.parts))


_NUMBERS: dict[type, Callable[[Compiler, Any], Ends]] = {
    Const: _const,
    Fact: _fact,
    Param: _param,
    Score: _score,
    Sum: _sum,
    Least: _least,
    Greatest: _greatest,
    Scale: _scale,
    Quotient: _quotient,
    Steps: _steps,
    Clamp: _clamp,
    Choose: _choose,
    Count: _count,
}
_TRUTHS: dict[type, Callable[[Compiler, Any], ir.BooleanValue]] = {
    Compare: _compare,
    Is: _is,
    ParamIs: _param_is,
    All: _all,
    AnyOf: _any,
    Not: lambda compiler, node: ~compiler.truth(node.part),
    Unresolved: lambda compiler, node: _UNDECIDED,
}
