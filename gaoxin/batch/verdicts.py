"""Verdicts of a table (整表判定): a rule over all rows of a table, in stages.

Columns: `verdict`, `score_low`, `score_high`, one `gap_<condition>` for each condition, and
`first_unmet`. A gap is what is missing to the threshold, in the unit of the term (not above zero =
reached; for a yes-or-no 0 or 1; null = not known). `first_unmet` is the id of the first condition
that keeps the record from passing.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

import ibis

from gaoxin.batch.columns import MICRO, fact
from gaoxin.batch.compiler import Compiler, added, clamped, scaled
from gaoxin.rulebook.load import facts_used
from gaoxin.rulebook.tree import (
    All,
    AnyOf,
    Compare,
    Condition,
    Fact,
    Is,
    Not,
    ParamIs,
    Unresolved,
    walk,
)
from gaoxin.rulebook.verdict import FAIL, NOT_APPLICABLE, PASS, UNDETERMINED

if TYPE_CHECKING:
    from collections.abc import Iterator

    import ibis.expr.types as ir

    from gaoxin.rulebook.rule import Group, Rule

_LEAVES = Compare | Is | ParamIs | Unresolved | Not


def facts_needed(rule: Rule) -> tuple[str, ...]:
    """Return the facts a rule asks for and the raw facts they are derived from."""
    found: dict[str, None] = {}
    queue = list(facts_used(rule))
    while queue:
        name = queue.pop(0)
        if name not in found:
            found[name] = None
            derive = rule.terms[name].derive
            if derive is not None:
                queue.extend(n.name for n in walk(derive) if isinstance(n, Fact))
    return tuple(found)


def verdicts(rule: Rule, data: ir.Table, *, recheck: bool = False) -> ir.Table:
    """Return the verdict of a rule on every row of a table, in the order of the rows."""
    compiler = Compiler(rule, _facts(rule, data), recheck=recheck)
    _add_derived(compiler)
    _add_scores(compiler)
    tops = [node for node in (rule.applies, rule.conditions) if node is not None]
    tops += [choice.when for choice in rule.choices if choice.when is not None]
    names = _add_conditions(compiler, tops)
    outcome = _chosen if rule.choices else _judged
    verdict, wanting = outcome(compiler, names)
    table = compiler.table
    applies = table[names[id(rule.applies)]] if rule.applies is not None else ibis.literal(True)
    low, high = _score_columns(rule, table)
    unmet = _first_unmet(wanting, table, names)
    gaps = {f"gap_{leaf.cite.id}": table[f"g_{names[id(leaf)]}"] for leaf in _leaves(tops)}
    return table.select(
        verdict=ibis.ifelse(applies.fill_null(True), verdict, NOT_APPLICABLE),
        score_low=ibis.ifelse(applies.fill_null(True), low, ibis.null("float64")),
        score_high=ibis.ifelse(applies.fill_null(True), high, ibis.null("float64")),
        **gaps,
        first_unmet=ibis.ifelse(applies.fill_null(True), unmet, ibis.null("string")),
    )


def _facts(rule: Rule, data: ir.Table) -> ir.Table:
    columns = {
        f"f_{name}": fact(data[name] if name in data.columns else None, rule.terms[name])
        for name in facts_needed(rule)
    }
    return data.select(**columns) if columns else data


def _add_derived(compiler: Compiler) -> None:
    """Add the ends of each derived fact; one that rests on another comes after it."""
    rule = compiler.rule
    waiting = [name for name in facts_needed(rule) if rule.terms[name].derive is not None]
    while waiting:
        ready = [name for name in waiting if not _rests_on(rule, name) & set(waiting)]
        more: dict[str, Any] = {}
        for name in ready:
            derive = rule.terms[name].derive
            if derive is not None:
                low, high = compiler.number(derive)
                given = compiler.fact_column(name)
                more[f"d_{name}_lo"] = ibis.coalesce(given, low)
                more[f"d_{name}_hi"] = ibis.coalesce(given, high)
        compiler.add(**more)
        waiting = [name for name in waiting if name not in ready]


def _rests_on(rule: Rule, name: str) -> set[str]:
    derive = rule.terms[name].derive
    return {n.name for n in walk(derive) if isinstance(n, Fact)} if derive is not None else set()


def _add_scores(compiler: Compiler) -> None:
    for name, each in compiler.rule.tables.items():
        points: dict[str, Any] = {}
        for group in each.groups:
            for item in group.items:
                ends = compiler.number(item.points)
                points[f"i_{item.cite.id}_lo"], points[f"i_{item.cite.id}_hi"] = ends
        compiler.add(**points)
        sums: dict[str, Any] = {}
        for group in each.groups:
            parts = [_pair(compiler.table, f"i_{item.cite.id}") for item in group.items]
            ends = clamped(added(parts), None, group.cap)
            sums[f"{_key(group)}_lo"], sums[f"{_key(group)}_hi"] = ends
        compiler.add(**sums)
        weighted = [
            scaled(_pair(compiler.table, _key(group)), group.weight) for group in each.groups
        ]
        low, high = added(weighted)
        compiler.add(**{f"s_{name}_lo": low, f"s_{name}_hi": high})


def _key(group: Group) -> str:
    return f"s_{group.cite.id.replace('.', '_')}"


def _pair(table: ir.Table, name: str) -> Any:
    return table[f"{name}_lo"], table[f"{name}_hi"]


def _score_columns(rule: Rule, table: ir.Table) -> tuple[Any, Any]:
    name = next(iter(rule.tables), None)
    if name is None:
        return ibis.null("float64"), ibis.null("float64")
    low, high = _pair(table, f"s_{name}")
    return low / MICRO, high / MICRO


def _leaves(tops: list[Condition]) -> Iterator[Any]:
    for top in tops:
        yield from (node for node in _own(top) if isinstance(node, _LEAVES))


def _own(node: Condition) -> Iterator[Condition]:
    """Yield the conditions of a tree that a verdict reports: not what stands below a count."""
    yield node
    if isinstance(node, All | AnyOf):
        for part in node.parts:
            yield from _own(part)


def _add_conditions(compiler: Compiler, tops: list[Condition]) -> dict[int, str]:
    """Add a truth column for every leaf and its gap, then one for every tree above them.

    The names are by identity of the node: equal conditions may stand in several places.
    """
    names: dict[int, str] = {}
    more: dict[str, Any] = {}
    for place, leaf in enumerate(_leaves(tops)):
        names[id(leaf)] = f"t_{place}"
        more[f"t_{place}"] = compiler.truth(leaf)
        more[f"g_t_{place}"] = _gap(compiler, leaf)
    compiler.add(**more)
    waiting = [node for top in tops for node in _own(top) if isinstance(node, All | AnyOf)]
    while waiting:
        ready = [tree for tree in waiting if all(id(part) in names for part in tree.parts)]
        above = {f"a_{len(names) + n}": _joined(t, compiler, names) for n, t in enumerate(ready)}
        names.update(zip(map(id, ready), above, strict=True))
        compiler.add(**above)
        waiting = [tree for tree in waiting if id(tree) not in names]
    return names


def _joined(tree: All | AnyOf, compiler: Compiler, names: dict[int, str]) -> Any:
    if compiler.recheck and tree.cite.skip_at_recheck:
        return ibis.literal(True)
    parts = [compiler.table[names[id(part)]] for part in tree.parts]
    return reduce(and_ if isinstance(tree, All) else or_, parts)


def _gap(compiler: Compiler, leaf: Any) -> Any:
    if isinstance(leaf, Compare):
        (low, high), (floor, ceiling) = compiler.number(leaf.left), compiler.number(leaf.right)
        gap = low - floor if leaf.op in {"le", "lt"} else floor - low
        known = (low == high) & (floor == ceiling)
        return ibis.ifelse(known, gap / MICRO, ibis.null("float64"))
    truth = compiler.truth(leaf)
    return ibis.cases((truth, 0), (~truth, 1)).cast("float64")


def _judged(compiler: Compiler, names: dict[int, str]) -> tuple[Any, list[Any]]:
    """Return the verdict by conditions, and the trees whose unmet leaves are reported."""
    rule, table = compiler.rule, compiler.table
    if rule.conditions is None:
        return ibis.literal(UNDETERMINED), []
    holds = table[names[id(rule.conditions)]]
    if rule.applies is not None:
        holds = holds & table[names[id(rule.applies)]]
    tops = [node for node in (rule.applies, rule.conditions) if node is not None]
    found = ibis.cases((holds, PASS), (~holds, FAIL), else_=UNDETERMINED)
    return found, [(node, ibis.literal(True)) for node in tops]


def _chosen(compiler: Compiler, names: dict[int, str]) -> tuple[Any, list[Any]]:
    """Return the class by first match; open where an earlier, other class is still possible."""
    rule, table = compiler.rule, compiler.table
    taken: Any = ibis.null("string")
    for choice in reversed(rule.choices):
        holds = _holds(choice.when, table, names)
        taken = ibis.ifelse(holds.fill_null(False), str(choice.value), taken)
    (taken,) = compiler.keep(taken)
    clash: Any = taken.isnull()
    before: Any = ibis.literal(False)
    wanting: list[Any] = []
    for choice in rule.choices:
        holds = _holds(choice.when, table, names)
        (still_open,) = compiler.keep(holds.isnull() & ~before)
        clash = clash | (still_open & (taken != str(choice.value)))
        if choice.when is not None:
            wanting.append((choice.when, still_open))
        before = before | holds.fill_null(False)
    if rule.applies is not None:
        applies = table[names[id(rule.applies)]]
        clash = clash | applies.isnull()
        wanting.insert(0, (rule.applies, applies.isnull()))
    (clash,) = compiler.keep(clash.fill_null(True))
    verdict = ibis.ifelse(clash, UNDETERMINED, taken)
    return verdict, [(node, open_one & clash) for node, open_one in wanting]


def _holds(when: Condition | None, table: ir.Table, names: dict[int, str]) -> Any:
    return ibis.literal(True) if when is None else table[names[id(when)]]


def _first_unmet(wanting: list[Any], table: ir.Table, names: dict[int, str]) -> Any:
    """Return the id of the first leaf that does not hold, below trees that do not hold."""
    rows: list[tuple[Any, str]] = []
    for top, counts in wanting:
        rows.extend(_unmet(top, counts, table, names))
    return ibis.cases(*rows).cast("string") if rows else ibis.null("string")


def _unmet(
    node: Condition, above: Any, table: ir.Table, names: dict[int, str]
) -> Iterator[tuple[Any, str]]:
    wanting = above & ~table[names[id(node)]].fill_null(False)
    if isinstance(node, All | AnyOf):
        for part in node.parts:
            yield from _unmet(part, wanting, table, names)
    else:
        yield wanting, node.cite.id
