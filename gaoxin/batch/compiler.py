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
    open_end,
    ratio,
    reach,
    rounded,
    scaled,
    settled,
    steps,
)
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
    Node,
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
    from collections.abc import Callable, Collection

    import ibis.expr.types as ir

    from gaoxin.rulebook.rule import Rule

# Each stage stays a select of its own: joined into one, its expressions would be worked out again
# wherever they are used.
ibis.options.sql.fuse_selects = False
_OPERATORS: dict[str, Any] = {"ge": ge, "gt": gt, "le": le, "lt": lt, "eq": eq, "ne": ne}
_SETTLED = Score | Param | ParamIs | Unresolved
"""Nodes that are open or settled whatever a record's facts are."""


class Compiler:
    """Compiles the nodes of one rule against a table whose columns are facts and stages.

    The table grows: what is used more than once is kept as a column (`keep`), because SQL text
    repeats an expression wherever it is used.
    """

    def __init__(
        self, rule: Rule, table: ir.Table, *, given: Collection[str], recheck: bool = False
    ) -> None:
        self.rule, self.table, self.recheck = rule, table, recheck
        self.given = frozenset(given)
        self._kept = 0
        self._numbers: dict[str, Ends] = {}
        self._counts: dict[Count, Ends] = {}

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

    def add_numbers(self, numbers: dict[str, Ends]) -> None:
        """Add the ends of numbers: one column for a point, else two."""
        columns: dict[str, Any] = {}
        names: dict[str, tuple[str, str]] = {}
        for name, ends in numbers.items():
            names[name] = (name, name) if is_point(ends) else (f"{name}_lo", f"{name}_hi")
            columns |= dict(zip(names[name], ends[:2], strict=True))
        self.add(**columns)
        for name, ends in numbers.items():
            low, high = (self.table[column] for column in names[name])
            known = low if ends.known is ends.low else high if ends.known is ends.high else None
            self._numbers[name] = both(low) if is_point(ends) else Ends(low, high, known)

    def add_counts(self, *tops: Node) -> None:
        """Work out all counts below the nodes together, in one stage; equal ones once."""
        found = {node: None for top in tops for node in walk(top) if isinstance(node, Count)}
        new = [node for node in found if node not in self._counts]
        # Each end is used more than once: by the comparison, by its gap.
        ends = [end for node in new for end in _counted([self.truth(part) for part in node.of])]
        kept = self.keep(*ends) if ends else []
        self._counts |= {n: Ends(*kept[2 * p : 2 * p + 2]) for p, n in enumerate(new)}

    def counted(self, node: Count) -> Ends:
        """Return a count."""
        if node not in self._counts:
            self.add_counts(node)
        return self._counts[node]

    def named(self, name: str) -> Ends:
        """Return a number that was added."""
        return self._numbers[name]

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
    return both(low) if node.low == node.high else Ends(low, literal(micro(node.high)))


def _fact(compiler: Compiler, node: Fact) -> Ends:
    if compiler.rule.terms[node.name].derive is not None:
        return compiler.named(f"d_{node.name}")
    return both(compiler.fact_column(node.name))


def _param(compiler: Compiler, node: Param) -> Ends:
    value = compiler.parameter(node.name)
    return both(open_end() if value is None else literal(micro(Decimal(value))))


def _score(compiler: Compiler, node: Score) -> Ends:
    return compiler.named(f"s_{node.table}_{node.group}" if node.group else f"s_{node.table}")


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
    ends = compiler.named(f"d_{name}")
    return ends[0] if is_point(ends) else None


def _by_one_fact(compiler: Compiler, node: Choose, fact: Any) -> Ends:
    """Where all conditions are undetermined together, one ladder of numbers is enough."""
    parts = [(row, *_const(compiler, _as_const(row.part))[:2]) for row in node.rows]
    closed = node.rows[-1].when is None

    def ladder(place: int, missing: Any) -> Any:
        rows = [(compiler.truth(p[0].when), p[place]) for p in parts if p[0].when is not None]
        rest = parts[-1][place] if closed else open_end()
        return ibis.cases(*rows, (fact.isnull(), missing), else_=rest)

    if not closed:
        low_missing = high_missing = open_end()
    else:
        low_missing = literal(min(micro(_as_const(row.part).low) for row in node.rows))
        high_missing = literal(max(micro(_as_const(row.part).high) for row in node.rows))
    low = ladder(1, low_missing)
    if any(_as_const(row.part).low != _as_const(row.part).high for row in node.rows):
        return Ends(low, ladder(2, high_missing))
    if not closed:
        return both(low)
    (low,) = compiler.keep(low)
    return Ends(low, ibis.ifelse(fact.isnull(), high_missing, low))


def _as_const(part: Number) -> Const:
    if not isinstance(part, Const):
        raise TypeError(part)
    return part


def _general(compiler: Compiler, node: Choose) -> Ends:
    """Work from the last row up: a row that may hold widens what the rows below it leave."""
    low: Any = open_end()
    high: Any = open_end()
    for row in reversed(node.rows):
        one, other = compiler.number(row.part)[:2]
        if row.when is None:
            low, high = one, other
            continue
        when, low, high = compiler.keep(compiler.truth(row.when), low, high)
        low = ibis.cases((when, one), (~when, low), (one <= low, one), else_=_if(one, low))
        high = ibis.cases(
            (when, other), (~when, high), (other >= high, other), else_=_if(other, high)
        )
    return Ends(low, high)


def _if(known: Any, value: Any) -> Any:
    """Return a value, null where another one is null."""
    return ibis.ifelse(known.isnull(), open_end(), value)


def _counted(truths: list[Any]) -> tuple[Any, Any]:
    """Return how many conditions hold, and how many may."""
    sure = reduce(add, (truth.fill_null(False).cast("float64") for truth in truths))
    most = reduce(add, (truth.fill_null(True).cast("float64") for truth in truths))
    return sure * float(MICRO), most * float(MICRO)


def _compare(compiler: Compiler, node: Compare) -> ir.BooleanValue:
    right = compiler.number(node.right)
    parts = _points_below(compiler, node.left) if is_point(right) else None
    if parts is not None and (len(parts) == 1 or node.op not in {"eq", "ne"}):
        truths = [_OPERATORS[node.op](part.low, right.low) for part in parts]
        return reduce(and_ if _all_must(compiler, node) else or_, truths)
    left = compiler.number(node.left)
    if node.op == "ne":
        return ~_decided("eq", left, right)
    return _decided(node.op, left, right)


def _points_below(compiler: Compiler, node: Number) -> list[Ends] | None:
    """Return the points of which a number is the least or greatest, or itself if it is one.

    The least reaches a limit where all parts do; so the parts are compared, not the interval.
    """
    extreme = _extreme(compiler, node)
    found = [compiler.number(part) for part in (node,) if extreme is None]
    if extreme is not None:
        found = [compiler.number(part) for part in extreme.parts]
    return found if all(is_point(part) for part in found) else None


def _extreme(compiler: Compiler, node: Number) -> Least | Greatest | None:
    if isinstance(node, Fact) and node.name not in compiler.given:
        derive = compiler.rule.terms[node.name].derive
        return derive if isinstance(derive, Least | Greatest) else None
    return node if isinstance(node, Least | Greatest) else None


def _all_must(compiler: Compiler, node: Compare) -> bool:
    return isinstance(_extreme(compiler, node.left), Least) == (node.op in {"ge", "gt"})


def _decided(op: str, left: Ends, right: Ends) -> ir.BooleanValue:
    """Return a comparison that is null unless every pair of values agrees."""
    (low, high), (floor, ceiling) = left[:2], right[:2]
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
    Count: Compiler.counted,
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
