"""Compiler (编译): the expression tree of a rule as Ibis expressions.

A number becomes an interval of columns (`intervals`), a condition a boolean column, null where it
is undetermined. SQL's AND, OR and NOT are Kleene's, and a comparison with null is null, so the
verdicts equal those of `rulebook.evaluate`.
"""

from __future__ import annotations

from decimal import Decimal
from functools import reduce
from operator import add, and_, eq, ge, gt, le, lt, ne, or_
from typing import TYPE_CHECKING, Any

import ibis

from gaoxin.batch.columns import MICRO
from gaoxin.batch.intervals import (
    Ends,
    NotCompiledError,
    added,
    both,
    clamped,
    greatest,
    is_point,
    least,
    literal,
    micro,
    ratio,
    rounded,
    scaled,
    settled,
    steps,
)
from gaoxin.batch.reach import reach
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
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    import ibis.expr.types as ir

    from gaoxin.rulebook.rule import Rule

_OPERATORS: dict[str, Any] = {"ge": ge, "gt": gt, "le": le, "lt": lt, "eq": eq, "ne": ne}
_SETTLED = Score | Param | ParamIs | Unresolved
"""Nodes that are open or settled whatever a record's facts are."""


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

    def add_ends(self, numbers: dict[str, Ends]) -> None:
        """Add the ends of numbers: one column for a point, else two."""
        columns = {}
        for name, ends in numbers.items():
            if is_point(ends):
                columns[name] = ends[0]
            else:
                columns[f"{name}_lo"], columns[f"{name}_hi"] = ends
        self.add(**columns)

    def ends(self, name: str) -> Ends:
        """Return the ends of a number that was added."""
        if name in self.table.columns:
            return both(self.table[name])
        return self.table[f"{name}_lo"], self.table[f"{name}_hi"]

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


def _const(compiler: Compiler, node: Const) -> Ends:
    low = literal(micro(node.low))
    return both(low) if node.low == node.high else (low, literal(micro(node.high)))


def _fact(compiler: Compiler, node: Fact) -> Ends:
    if compiler.rule.terms[node.name].derive is not None:
        return compiler.ends(f"d_{node.name}")
    return both(compiler.fact_column(node.name))


def _param(compiler: Compiler, node: Param) -> Ends:
    value = compiler.parameter(node.name)
    return both(ibis.null("int64") if value is None else literal(micro(Decimal(value))))


def _score(compiler: Compiler, node: Score) -> Ends:
    return compiler.ends(f"s_{node.table}_{node.group}" if node.group else f"s_{node.table}")


def _sum(compiler: Compiler, node: Sum) -> Ends:
    return added([compiler.number(part) for part in node.parts])


def _least(compiler: Compiler, node: Least) -> Ends:
    return least([compiler.number(part) for part in node.parts])


def _greatest(compiler: Compiler, node: Greatest) -> Ends:
    return greatest([compiler.number(part) for part in node.parts])


def _scale(compiler: Compiler, node: Scale) -> Ends:
    return scaled(compiler.number(node.part), node.factor)


def _quotient(compiler: Compiler, node: Quotient) -> Ends:
    if node.digits != 6:
        raise NotCompiledError(f"{compiler.rule.id}: a quotient of {node.digits} digits")
    top, bottom = settled(compiler.number(node.top)), settled(compiler.number(node.bottom))
    if not isinstance(node.top, Fact):
        (top,) = compiler.keep(top)
    (guess,) = compiler.keep(ratio(top, bottom, node.factor))
    return both(rounded(guess, top, bottom, node.factor))


def _steps(compiler: Compiler, node: Steps) -> Ends:
    return steps(compiler.number(node.part), node.size)


def _clamp(compiler: Compiler, node: Clamp) -> Ends:
    part, found = compiler.number(node.part), reach(node.part)
    if found is not None:
        within = node.floor is None or found[0] >= node.floor
        if within and (node.cap is None or found[1] <= node.cap):
            return part
    return clamped(part, node.floor, node.cap)


def _choose(compiler: Compiler, node: Choose) -> Ends:
    """Return the hull of the rows that may hold."""
    fact = _one_fact(compiler, node)
    return _general(compiler, node) if fact is None else _by_one_fact(compiler, node, fact)


def _one_fact(compiler: Compiler, node: Choose) -> Any:
    """Return the column of the one fact that all conditions ask about; parts must be numbers."""
    whens = [row.when for row in node.rows if row.when is not None]
    below = [part for when in whens for part in walk(when)]
    names = {part.name for part in below if isinstance(part, Fact | Is)}
    fixed = any(isinstance(part, _SETTLED) for part in below)
    if len(names) != 1 or fixed or not all(isinstance(row.part, Const) for row in node.rows):
        return None
    if any(cond.cite.skip_at_recheck for cond in below if isinstance(cond, Condition)):
        return None
    name = names.pop()
    if compiler.rule.terms[name].derive is None:
        return compiler.fact_column(name)
    ends = compiler.ends(f"d_{name}")
    return ends[0] if is_point(ends) else None


def _by_one_fact(compiler: Compiler, node: Choose, fact: Any) -> Ends:
    """Where all conditions are undetermined together, one ladder of numbers is enough."""
    parts = [(row, *_const(compiler, _as_const(row.part))) for row in node.rows]
    open_end = None if node.rows[-1].when is not None else 0

    def ladder(place: int, missing: Any) -> Any:
        rows = [(compiler.truth(p[0].when), p[place]) for p in parts if p[0].when is not None]
        rest = parts[-1][place] if open_end is not None else ibis.null("int64")
        return ibis.cases(*rows, (fact.isnull(), missing), else_=rest)

    if open_end is None:
        low_missing = high_missing = ibis.null("int64")
    else:
        low_missing = literal(min(micro(_as_const(row.part).low) for row in node.rows))
        high_missing = literal(max(micro(_as_const(row.part).high) for row in node.rows))
    low = ladder(1, low_missing)
    if any(_as_const(row.part).low != _as_const(row.part).high for row in node.rows):
        return low, ladder(2, high_missing)
    if open_end is None:
        return both(low)
    (low,) = compiler.keep(low)
    return low, ibis.ifelse(fact.isnull(), high_missing, low)


def _as_const(part: Number) -> Const:
    if not isinstance(part, Const):
        raise TypeError(part)
    return part


def _general(compiler: Compiler, node: Choose) -> Ends:
    """Work from the last row up: a row that may hold widens what the rows below it leave."""
    low: Any = ibis.null("int64")
    high: Any = ibis.null("int64")
    for row in reversed(node.rows):
        one, other = compiler.number(row.part)
        if row.when is None:
            low, high = one, other
            continue
        when, low, high = compiler.keep(compiler.truth(row.when), low, high)
        low = ibis.cases((when, one), (~when, low), (one <= low, one), else_=_if(one, low))
        high = ibis.cases(
            (when, other), (~when, high), (other >= high, other), else_=_if(other, high)
        )
    return low, high


def _if(known: Any, value: Any) -> Any:
    """Return a value, null where another one is null."""
    return ibis.ifelse(known.isnull(), ibis.null("int64"), value)


def _count(compiler: Compiler, node: Count) -> Ends:
    truths = compiler.keep(*(compiler.truth(part) for part in node.of))
    sure = reduce(add, (truth.fill_null(False).cast("int64") for truth in truths))
    most = reduce(add, (truth.fill_null(True).cast("int64") for truth in truths))
    low, high = compiler.keep(sure * MICRO, most * MICRO)
    return low, high


def _compare(compiler: Compiler, node: Compare) -> ir.BooleanValue:
    left, right = compiler.number(node.left), compiler.number(node.right)
    if is_point(left) and is_point(right):
        return _OPERATORS[node.op](left[0], right[0])
    if node.op == "ne":
        return ~_decided("eq", left, right)
    return _decided(node.op, left, right)


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
    return ibis.null("boolean") if value is None else ibis.literal(value is node.value)


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
    Unresolved: lambda compiler, node: ibis.null("boolean"),
}
