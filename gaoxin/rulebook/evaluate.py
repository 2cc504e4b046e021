"""Evaluation (求值): the Python evaluator of the expression tree, for one record.

A number is an interval (low, high) of Decimals; None stands for an open end, so a missing value is
(None, None). A condition is True, False or None (undetermined); `all`, `any` and `not` follow
Kleene's three-valued logic, as SQL does.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

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
    Scalar,
    Scale,
    Score,
    Steps,
    Sum,
    Tiers,
    Unresolved,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from gaoxin.rulebook.rule import Group, Item, Rule

Interval: TypeAlias = tuple[Decimal | None, Decimal | None]
Truth: TypeAlias = bool | None
UNKNOWN: Interval = (None, None)
_OPERATORS = {name: getattr(operator, name) for name in ("ge", "gt", "le", "lt", "eq", "ne")}
_ZERO = Decimal(0)
_WIDE = Context(prec=200)


class Known(Protocol):
    """Typed facts by name, as a dict gives them; None where there is no value."""

    def get(self, name: str, /) -> Scalar | None:
        """Return the value of a fact, None when it is not known."""


@dataclass(slots=True)
class Record:
    """One record under one rule: typed facts, the office's parameters, first check or re-check."""

    rule: Rule
    facts: Known
    parameters: Mapping[str, Decimal | bool | None] = field(default_factory=dict)
    recheck: bool = False
    scores: dict[tuple[str, str], Interval] = field(default_factory=dict)
    lacking: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def parameter(self, name: str) -> Decimal | bool | None:
        """Return what the office set for a parameter, else the rule's own value."""
        if name in self.parameters:
            return self.parameters[name]
        return self.rule.parameters[name].value


def number(node: Number, record: Record) -> Interval:
    """Return the interval of a number node for a record."""
    return _NUMBERS[type(node)](node, record)


def truth(node: Condition, record: Record) -> Truth:
    """Return whether a condition holds for a record; None when it is undetermined."""
    if record.recheck and node.cite.skip_at_recheck:
        return True
    return _TRUTHS[type(node)](node, record)


def negated(value: Truth) -> Truth:
    """Return Kleene's NOT."""
    return None if value is None else not value


def hull(parts: Iterable[Interval]) -> Interval:
    """Return the smallest interval that holds all parts."""
    lows, highs = zip(*parts, strict=True)
    low = None if None in lows else min(lows)
    high = None if None in highs else max(highs)
    return low, high


def table_score(name: str, record: Record) -> Interval:
    """Return the points of a score table: the weighted sum of its groups."""
    key = (name, "")
    if key not in record.scores:
        parts = []
        for group in record.rule.tables[name].groups:
            low, high = group_score(group, record)
            parts.append(_scaled((low, high), group.weight))
        record.scores[key] = _added(parts)
    return record.scores[key]


def item_score(item: Item, record: Record) -> Interval:
    """Return the points of a scored line."""
    key = ("item", item.cite.id)
    if key not in record.scores:
        record.scores[key] = number(item.points, record)
    return record.scores[key]


def group_score(group: Group, record: Record) -> Interval:
    """Return the points of a group: the sum of its items, not above its cap."""
    key = ("", group.cite.id)
    if key not in record.scores:
        total = _added([item_score(item, record) for item in group.items])
        record.scores[key] = _clamped(total, None, group.cap)
    return record.scores[key]


def compare(op: str, left: Interval, right: Interval) -> Truth:
    """Return a comparison of two intervals: decided only when every pair of values agrees."""
    if op == "ne":
        return negated(compare("eq", left, right))
    (low, high), (floor, ceiling) = left, right
    if op in {"ge", "gt"}:
        low, high, floor, ceiling = floor, ceiling, low, high
        op = "le" if op == "ge" else "lt"
    if op == "eq":
        if low is not None and low == high == floor == ceiling:
            return True
        return False if _above(low, ceiling) or _above(floor, high) else None
    if op == "le":
        return True if _reaches(floor, high) else False if _above(low, ceiling) else None
    return True if _above(floor, high) else False if _reaches(low, ceiling) else None


def _above(one: Decimal | None, other: Decimal | None) -> bool:
    return one is not None and other is not None and one > other


def _reaches(one: Decimal | None, other: Decimal | None) -> bool:
    return one is not None and other is not None and one >= other


def _added(parts: list[Interval]) -> Interval:
    low = high = _ZERO
    open_low = open_high = False
    for one, other in parts:
        if one is None:
            open_low = True
        else:
            low += one
        if other is None:
            open_high = True
        else:
            high += other
    return None if open_low else low, None if open_high else high


def _scaled(part: Interval, factor: Decimal) -> Interval:
    low = None if part[0] is None else part[0] * factor
    high = None if part[1] is None else part[1] * factor
    return (high, low) if factor < 0 else (low, high)


def _clamped(part: Interval, floor: Decimal | None, cap: Decimal | None) -> Interval:
    low, high = part
    if floor is not None:
        low = floor if low is None else max(low, floor)
        high = None if high is None else max(high, floor)
    if cap is not None:
        low = None if low is None else min(low, cap)
        high = cap if high is None else min(high, cap)
    return low, high


def _fact(node: Fact, record: Record) -> Interval:
    value: Any = record.facts.get(node.name)
    if value is not None:
        return value, value
    derive = record.rule.terms[node.name].derive
    return UNKNOWN if derive is None else number(derive, record)


def _param(node: Param, record: Record) -> Interval:
    value: Any = record.parameter(node.name)
    return value, value


def _score(node: Score, record: Record) -> Interval:
    if not node.group:
        return table_score(node.table, record)
    path = f"{node.table}.{node.group}"
    groups = record.rule.tables[node.table].groups
    return group_score(next(g for g in groups if g.cite.id == path), record)


def _sum(node: Sum, record: Record) -> Interval:
    return _added([number(part, record) for part in node.parts])


def _least(node: Least, record: Record) -> Interval:
    parts = [number(part, record) for part in node.parts]
    lows = [low for low, _ in parts]
    highs = [high for _, high in parts if high is not None]
    low = None if None in lows else min(v for v in lows if v is not None)
    return low, min(highs, default=None)


def _greatest(node: Greatest, record: Record) -> Interval:
    parts = [number(part, record) for part in node.parts]
    lows = [low for low, _ in parts if low is not None]
    highs = [high for _, high in parts]
    high = None if None in highs else max(v for v in highs if v is not None)
    return max(lows, default=None), high


def _scale(node: Scale, record: Record) -> Interval:
    return _scaled(number(node.part, record), node.factor)


def _quotient(node: Quotient, record: Record) -> Interval:
    """Divide two known numbers; an interval or a zero below leaves the quotient unknown."""
    top, bottom = number(node.top, record), number(node.bottom, record)
    if top[0] is None or top[0] != top[1] or not bottom[0] or bottom[0] != bottom[1]:
        return UNKNOWN
    value = rounded(top[0] * node.factor / bottom[0], node.digits, ROUND_HALF_UP)
    return value, value


def rounded(value: Decimal, digits: int, rounding: str) -> Decimal:
    """Return a number rounded to decimal places, however large it is."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding, _WIDE)


def _steps(node: Steps, record: Record) -> Interval:
    low, high = number(node.part, record)
    return _whole(low, node.size), _whole(high, node.size)


def _whole(value: Decimal | None, size: Decimal) -> Decimal | None:
    return None if value is None else (value / size).to_integral_value(ROUND_FLOOR)


def _clamp(node: Clamp, record: Record) -> Interval:
    return _clamped(number(node.part, record), node.floor, node.cap)


def _choose(node: Choose, record: Record) -> Interval:
    possible: list[Interval] = []
    for row in node.rows:
        taken = True if row.when is None else truth(row.when, record)
        if taken is False:
            continue
        possible.append(number(row.part, record))
        if taken:
            return hull(possible)
    return UNKNOWN


def _count(node: Count, record: Record) -> Interval:
    truths = [truth(part, record) for part in node.of]
    sure = Decimal(truths.count(True))
    return sure, sure + truths.count(None)


def _tiers(node: Tiers, record: Record) -> Interval:
    low, high = number(node.part, record)
    if low is None or high is None:
        return UNKNOWN
    if low != high and not node.marginal:
        return UNKNOWN
    return hull([(paid, paid) for paid in (_tiered(low, node), _tiered(high, node))])


def _tiered(value: Decimal, node: Tiers) -> Decimal:
    reached = [(over, rate) for over, rate in node.tiers if value > over]
    if not reached:
        return _ZERO
    if not node.marginal:
        return value * reached[-1][1]
    tops = [over for over, _ in reached[1:]] + [value]
    slices = ((top - over) * rate for (over, rate), top in zip(reached, tops, strict=True))
    return sum(slices, _ZERO)


def _compare(node: Compare, record: Record) -> Truth:
    """Compare two intervals; a fact with a number of the rule, the common case, is done at once."""
    left, right = node.left, node.right
    if type(left) is Fact and type(right) is Const and right.low is right.high:
        value: Any = record.facts.get(left.name)
        if value is not None:
            return bool(_OPERATORS[node.op](value, right.low))
    return compare(node.op, number(node.left, record), number(node.right, record))


def _all(node: All, record: Record) -> Truth:
    result: Truth = True
    for part in node.parts:
        found = truth(part, record)
        if found is False:
            return False
        if found is None:
            result = None
    return result


def _any(node: AnyOf, record: Record) -> Truth:
    result: Truth = False
    for part in node.parts:
        found = truth(part, record)
        if found is True:
            return True
        if found is None:
            result = None
    return result


def _is(node: Is, record: Record) -> Truth:
    value = record.facts.get(node.name)
    return None if value is None else value in node.values


def _param_is(node: ParamIs, record: Record) -> Truth:
    value = record.parameter(node.name)
    return None if value is None else value is node.value


_NUMBERS: dict[type, Callable[[Any, Record], Interval]] = {
    Const: lambda node, record: (node.low, node.high),
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
    Tiers: _tiers,
}
_TRUTHS: dict[type, Callable[[Any, Record], Truth]] = {
    Compare: _compare,
    Is: _is,
    ParamIs: _param_is,
    All: _all,
    AnyOf: _any,
    Not: lambda node, record: negated(truth(node.part, record)),
    Unresolved: lambda node, record: None,
}
