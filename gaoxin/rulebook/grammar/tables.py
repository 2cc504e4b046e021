"""Score tables (评分表): bands, levels, first match, per unit, count, best of, judged, proportion.

Each scored line becomes one node of the expression tree that gives its points, held within 0 and
its full points; a value that is missing therefore leaves the interval from 0 to full.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.rulebook.grammar.conditions import Scope, cite, condition, in_unit
from gaoxin.rulebook.rule import Group, Item, Table
from gaoxin.rulebook.tree import (
    All,
    Choose,
    Cite,
    Clamp,
    Compare,
    Condition,
    Const,
    Count,
    Fact,
    Greatest,
    Is,
    Number,
    Quotient,
    Row,
    Scale,
    Steps,
    exact,
)
from gaoxin.rulebook.vocabulary import RATIO_DIGITS, Term, ValueRefusedError, typed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gaoxin.rulebook.source import Entry

ZERO = Decimal(0)
_WORDS = {"id", "zh", "en", "article", "confidence", "note"}
_POINTS = {"points", "points_min", "points_max"}
_LIMITS = ("ge", "gt", "le", "lt", "eq")


def table(entry: Entry, name: str, scope: Scope) -> Table:
    """Return the score table of an entry; the fulls of items, groups and table must agree."""
    row = entry.fields({"full", "groups"})
    groups = tuple(
        _group(item, scope, name, place) for place, item in enumerate(row["groups"].items(), 1)
    )
    full = row["full"].number()
    _refuse_repeated(row["groups"], [group.cite for group in groups])
    total = sum((group.full * group.weight for group in groups), ZERO)
    if total != full:
        raise row["full"].refuse(f"各组满分合计 {total} 不等于 {full} (groups do not add up)")
    return Table(name, full, groups)


def _group(entry: Entry, scope: Scope, path: str, place: int) -> Group:
    row = entry.fields({"id", "full", "items"}, {*_WORDS, "cap", "weight"})
    where = cite(row, path, place, entry.line)
    items = tuple(
        _item(item, scope, where.id, number) for number, item in enumerate(row["items"].items(), 1)
    )
    _refuse_repeated(row["items"], [item.cite for item in items])
    full = row["full"].number()
    total = sum((item.full for item in items), ZERO)
    cap = row["cap"].number() if "cap" in row else None
    if total != full and (cap is None or total < full):
        raise row["full"].refuse(f"各项满分合计 {total} 不等于 {full} (items do not add up)")
    weight = row["weight"].number() if "weight" in row else Decimal(1)
    return Group(where, full, cap, weight, items)


def _refuse_repeated(entry: Entry, cites: list[Cite]) -> None:
    seen: set[str] = set()
    for where in cites:
        if where.id in seen:
            raise entry.refuse(f"编号重复 (repeated id): {where.id}")
        seen.add(where.id)


_KEYS: dict[str, tuple[set[str], set[str]]] = {
    "bands": ({"ind", "bands"}, {"unit"}),
    "levels": ({"ind", "map"}, set()),
    "first_match": ({"rows"}, set()),
    "per_unit": ({"ind", "unit_size", "points_each"}, {"cap", "floor", "full_at", "unit"}),
    "count_true": ({"of", "points_each"}, {"cap"}),
    "best_of": ({"of"}, set()),
    "judged": ({"ind"}, set()),
    "proportion": ({"ind", "base"}, {"unit"}),
}


def _item(entry: Entry, scope: Scope, path: str, place: int) -> Item:
    anything = {key for required, optional in _KEYS.values() for key in required | optional}
    loose = entry.fields({"id", "full", "method"}, {*_WORDS, *anything})
    method = loose["method"].one_of(_KEYS)
    required, optional = _KEYS[method]
    row = entry.fields({"id", "full", "method", *required}, {*_WORDS, *optional})
    where = cite(row, path, place, entry.line)
    full = row["full"].number()
    points = _METHODS[method](entry, row, scope, where)
    if isinstance(points, Choose):
        for line in points.rows:
            if isinstance(line.part, Const) and line.part.high > max(ZERO, full):
                reason = f"{line.cite.id}: {line.part.high} 分超过满分 {full} (more than full)"
                raise entry.refuse(reason)
    return Item(where, method, full, Clamp(points, min(ZERO, full), full))


def _points(row: Mapping[str, Entry], entry: Entry) -> Const:
    if "points" in row:
        if "points_min" in row or "points_max" in row:
            raise entry.refuse("points 与 points_min/points_max 不可并用 (not both)")
        return exact(row["points"].number())
    if "points_min" not in row or "points_max" not in row:
        raise entry.refuse("缺少 (missing): points")
    low, high = row["points_min"].number(), row["points_max"].number()
    if low > high:
        raise row["points_min"].refuse(f"points_min {low} > points_max {high}")
    return Const(low, high)


def _bands(entry: Entry, row: Mapping[str, Entry], scope: Scope, where: Cite) -> Number:
    """Bands of a number: the first band whose limits hold; the last band may have no limit."""
    term = scope.term(row["ind"])
    if not term.is_number:
        raise row["ind"].refuse(f"{term.name} 不是数字 (is not a number)")
    items = row["bands"].items()
    rows: list[Row] = []
    for place, item in enumerate(items, 1):
        band = item.fields((), {*_LIMITS, *_POINTS, *_WORDS})
        own = cite(band, where.id, place, item.line)
        when = _limits(band, row, own, term)
        if when is None and place < len(items):
            raise item.refuse("无界的档只能放在最后 (a band without limit must be last)")
        rows.append(Row(own, when, _points(band, item)))
    if not rows or rows[-1].when is not None:
        raise row["bands"].refuse("最后一档须无界 (the last band must have no limit)")
    return Choose(tuple(rows))


def _limits(
    band: Mapping[str, Entry], row: Mapping[str, Entry], where: Cite, term: Term
) -> Condition | None:
    limits: list[Condition] = []
    for op in _LIMITS:
        if op in band:
            value = exact(in_unit(band[op], row.get("unit"), term.unit))
            limits.append(Compare(where, Fact(term.name), op, value, term.unit))
    if not limits:
        return None
    return limits[0] if len(limits) == 1 else All(where, tuple(limits))


def _levels(entry: Entry, row: Mapping[str, Entry], scope: Scope, where: Cite) -> Number:
    """Points by level: a map from each level (or number) to points or an interval of points."""
    term = scope.term(row["ind"])
    rows: list[Row] = []
    for key, value in row["map"].pairs():
        try:
            level = typed(term, key)
        except ValueRefusedError as error:
            raise value.refuse(str(error)) from None
        own = Cite(f"{where.id}.{key}", line=value.line)
        when: Condition = (
            Is(own, term.name, (level,))
            if isinstance(level, str | bool)
            else Compare(own, Fact(term.name), "eq", exact(level or ZERO), term.unit)
        )
        if value.is_list:
            numbers = [item.number() for item in value.items()]
            if len(numbers) != 2 or numbers[0] > numbers[1]:
                raise value.refuse("区间应为 [低, 高] (an interval is [low, high])")
            rows.append(Row(own, when, Const(numbers[0], numbers[1])))
        else:
            rows.append(Row(own, when, exact(value.number())))
    missing = [level for level in term.levels if level not in dict(row["map"].pairs())]
    if missing:
        raise row["map"].refuse(f"缺少等级 (levels missing): {', '.join(missing)}")
    return Choose(tuple(rows))


def _first_match(entry: Entry, row: Mapping[str, Entry], scope: Scope, where: Cite) -> Number:
    """Rows in order, each with a condition; the last one has none."""
    rows: list[Row] = []
    items = row["rows"].items()
    for place, item in enumerate(items, 1):
        line = item.fields((), {"when", *_POINTS, *_WORDS})
        own = cite(line, where.id, place, item.line)
        when = condition(line["when"], scope, own.id) if "when" in line else None
        if (when is None) != (place == len(items)):
            raise item.refuse("恰最后一行无 when (the last row, and only it, has no when)")
        rows.append(Row(own, when, _points(line, item)))
    return Choose(tuple(rows))


def _per_unit(entry: Entry, row: Mapping[str, Entry], scope: Scope, where: Cite) -> Number:
    """Points for each whole step of a size; `full_at` gives the full points from that value on."""
    term = scope.term(row["ind"])
    size = in_unit(row["unit_size"], row.get("unit"), term.unit)
    if size <= 0:
        raise row["unit_size"].refuse("unit_size 须大于 0 (must be positive)")
    floor = row["floor"].number() if "floor" in row else ZERO
    cap = row["cap"].number() if "cap" in row else None
    steps = Scale(Steps(Fact(term.name), size), row["points_each"].number())
    points: Number = Clamp(steps, floor, cap)
    if "full_at" in row:
        own = Cite(f"{where.id}.full_at", line=row["full_at"].line)
        reached = Compare(own, Fact(term.name), "ge", exact(row["full_at"].number()), term.unit)
        rest = Row(Cite(f"{where.id}.steps", line=entry.line), None, points)
        points = Choose((Row(own, reached, exact(row["full"].number())), rest))
    return points


def _count_true(entry: Entry, row: Mapping[str, Entry], scope: Scope, where: Cite) -> Number:
    """Points for each yes among several yes-or-no terms."""
    flags: list[Condition] = []
    for item in row["of"].items():
        term = scope.term(item)
        if term.unit != "bool":
            raise item.refuse(f"{term.name} 不是是否项 (is not a yes-or-no)")
        flags.append(Is(Cite(f"{where.id}.{term.name}", term.zh, term.en), term.name, (True,)))
    cap = row["cap"].number() if "cap" in row else None
    return Clamp(Scale(Count(tuple(flags)), row["points_each"].number()), None, cap)


def _best_of(entry: Entry, row: Mapping[str, Entry], scope: Scope, where: Cite) -> Number:
    """The better of several ways of scoring."""
    parts = tuple(
        _item(item, scope, where.id, place).points
        for place, item in enumerate(row["of"].items(), 1)
    )
    if not parts:
        raise row["of"].refuse("列表为空 (the list is empty)")
    return Greatest(parts)


def _judged(entry: Entry, row: Mapping[str, Entry], scope: Scope, where: Cite) -> Number:
    """Points that an expert gives, entered as a value."""
    term = scope.term(row["ind"])
    if term.unit != "point":
        raise row["ind"].refuse(f"{term.name} 单位不是分 (its unit is not points)")
    return Fact(term.name)


def _proportion(entry: Entry, row: Mapping[str, Entry], scope: Scope, where: Cite) -> Number:
    """Points in proportion to a base value (value / base x full), up to full."""
    term = scope.term(row["ind"])
    base = in_unit(row["base"], row.get("unit"), term.unit)
    if base == 0:
        raise row["base"].refuse("base 不可为 0 (must not be zero)")
    return Quotient(Fact(term.name), exact(base), row["full"].number(), RATIO_DIGITS)


_METHODS: dict[str, Callable[[Entry, Mapping[str, Entry], Scope, Cite], Number]] = {
    "bands": _bands,
    "levels": _levels,
    "first_match": _first_match,
    "per_unit": _per_unit,
    "count_true": _count_true,
    "best_of": _best_of,
    "judged": _judged,
    "proportion": _proportion,
}
