"""Verdicts of a table (整表判定): a rule over all rows of a table, in stages.

Columns: `verdict`, `score_low`, `score_high`, one `gap_<condition>` for each condition,
`amount_<id>_low` and `_high` for each amount, and `first_unmet`. A gap is what is missing to the
threshold, in the unit of the term (not above zero = reached; for a yes-or-no 0 or 1; null = not
known). `first_unmet` is the id of the first condition that keeps the record from passing.
"""

from __future__ import annotations

from functools import partial, reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

import ibis

from gaoxin.batch.amounts import columns, granted
from gaoxin.batch.columns import MICRO, bounded, typed
from gaoxin.batch.compiler import Compiler
from gaoxin.batch.intervals import Ends, added, clamped, each, reach, scaled, settled
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
    Sum,
    Unresolved,
    walk,
)
from gaoxin.rulebook.verdict import FAIL, NOT_APPLICABLE, PASS, UNDETERMINED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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


def verdicts(
    rule: Rule, data: ir.Table, *, recheck: bool = False, keep: Sequence[str] = ()
) -> ir.Table:
    """Return the verdict of a rule on every row of a table, in the order of the rows.

    The columns of `keep` are carried unchanged to the end of the result.
    """
    given = tuple(name for name in facts_needed(rule) if name in data.columns)
    compiler = Compiler(rule, _facts(rule, data, keep), given=given, recheck=recheck)
    _add_derived(compiler)
    _add_scores(compiler)
    tops = [node for node in (rule.applies, rule.conditions) if node is not None]
    tops += [choice.when for choice in rule.choices if choice.when is not None]
    names = _add_conditions(compiler, tops)
    _add_amounts(compiler)
    outcome = _chosen if rule.choices else _judged
    verdict, wanting = outcome(compiler, names)
    table = compiler.table
    low, high = _score_columns(compiler)
    unmet = _first_unmet(wanting, compiler, names)
    if rule.applies is not None:
        applies = table[names[id(rule.applies)]].fill_null(True)
        verdict = ibis.ifelse(applies, verdict, NOT_APPLICABLE)
        low, high = (ibis.ifelse(applies, end, ibis.null("float64")) for end in (low, high))
        unmet = ibis.ifelse(applies, unmet, ibis.null("string"))
    paid = {n: table[n] for amount in rule.amounts for n in columns(amount)}
    if rule.applies is not None:
        paid = {n: ibis.ifelse(applies, v, ibis.null(v.type())) for n, v in paid.items()}
    gaps = {f"gap_{leaf.cite.id}": table[f"g_{names[id(leaf)]}"] for leaf in _leaves(tops)}
    carried = {name: table[f"keep_{place}"] for place, name in enumerate(keep)}
    return table.select(
        verdict=verdict,
        score_low=low,
        score_high=high,
        **gaps,
        **paid,
        first_unmet=unmet,
        **carried,
    )


def _facts(rule: Rule, data: ir.Table, keep: Sequence[str]) -> ir.Table:
    """Return the typed facts; a derived one that is not given has no column."""
    raw = {name: data[name] if name in data.columns else None for name in facts_needed(rule)}
    raw = {n: c for n, c in raw.items() if c is not None or rule.terms[n].derive is None}
    carried = {f"keep_{place}": data[name] for place, name in enumerate(keep)}
    columns = {f"f_{name}": typed(column, rule.terms[name]) for name, column in raw.items()}
    if not columns | carried:
        return data
    table = data.select(**columns, **carried)
    held = {n: bounded(table[f"f_{n}"], column, rule.terms[n]) for n, column in raw.items()}
    return table.mutate(**{f"f_{name}": value for name, value in held.items()})


def _add_derived(compiler: Compiler) -> None:
    """Add the ends of each derived fact; one that rests on another comes after it."""
    rule = compiler.rule
    waiting = [name for name in facts_needed(rule) if rule.terms[name].derive is not None]
    while waiting:
        ready = [name for name in waiting if not _rests_on(rule, name) & set(waiting)]
        found: dict[str, Ends] = {}
        for name in ready:
            derive = rule.terms[name].derive
            if derive is not None:
                found[f"d_{name}"] = _unless_given(compiler, name, compiler.number(derive))
        compiler.add_numbers(found)
        waiting = [name for name in waiting if name not in ready]


def _unless_given(compiler: Compiler, name: str, ends: Ends) -> Ends:
    if name not in compiler.given:
        return ends
    return each(partial(ibis.coalesce, compiler.fact_column(name)), ends)


def _rests_on(rule: Rule, name: str) -> set[str]:
    derive = rule.terms[name].derive
    return {n.name for n in walk(derive) if isinstance(n, Fact)} if derive is not None else set()


def _add_scores(compiler: Compiler) -> None:
    for name, each_table in compiler.rule.tables.items():
        items = [item for group in each_table.groups for item in group.items]
        compiler.add_counts(*(item.points for item in items))
        compiler.add_numbers({f"i_{i.cite.id}": compiler.number(i.points) for i in items})
        compiler.add_numbers({_key(group): _group(compiler, group) for group in each_table.groups})
        weighted = [scaled(compiler.named(_key(g)), g.weight) for g in each_table.groups]
        compiler.add_numbers({f"s_{name}": added(weighted)})


def _group(compiler: Compiler, group: Group) -> Ends:
    total = added([compiler.named(f"i_{item.cite.id}") for item in group.items])
    most = reach(Sum(tuple(item.points for item in group.items)))
    if group.cap is None or (most is not None and most[1] <= group.cap):
        return total
    return clamped(total, None, group.cap)


def _key(group: Group) -> str:
    return f"s_{group.cite.id.replace('.', '_')}"


def _score_columns(compiler: Compiler) -> tuple[Any, Any]:
    name = next(iter(compiler.rule.tables), None)
    if name is None:
        return ibis.null("float64"), ibis.null("float64")
    low, high = compiler.named(f"s_{name}")[:2]
    return low / float(MICRO), high / float(MICRO)


def _add_amounts(compiler: Compiler) -> None:
    found: dict[str, Any] = {}
    for amount in compiler.rule.amounts:
        found |= dict(zip(columns(amount), granted(compiler, amount), strict=True))
    compiler.add(**found)


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
    compiler.add_counts(*tops)
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
    """Return what is missing to the lower end of the threshold, where the value is known."""
    if isinstance(leaf, Compare):
        value, limit = settled(compiler.number(leaf.left)), compiler.number(leaf.right).low
        gap = value - limit if leaf.op in {"le", "lt"} else limit - value
        return gap / float(MICRO)
    skipped = compiler.recheck and leaf.cite.skip_at_recheck
    if isinstance(leaf, Is) and leaf.values == (False,) and not skipped:
        return compiler.fact_column(leaf.name).cast("float64")
    return (~compiler.truth(leaf)).cast("float64")


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
    return found, [(node, None) for node in tops]


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
    still_open: list[Any] = []
    for choice in rule.choices:
        holds = _holds(choice.when, table, names)
        still_open.append(holds.isnull() & ~before)
        before = before | holds.fill_null(False)
    wanting: list[Any] = []
    for choice, is_open in zip(rule.choices, compiler.keep(*still_open), strict=True):
        clash = clash | (is_open & (taken != str(choice.value)))
        if choice.when is not None:
            wanting.append((choice.when, is_open))
    if rule.applies is not None:
        applies = table[names[id(rule.applies)]]
        clash = clash | applies.isnull()
        wanting.insert(0, (rule.applies, applies.isnull()))
    (clash,) = compiler.keep(clash.fill_null(True))
    verdict = ibis.ifelse(clash, UNDETERMINED, taken)
    return verdict, [(node, open_one & clash) for node, open_one in wanting]


def _holds(when: Condition | None, table: ir.Table, names: dict[int, str]) -> Any:
    return ibis.literal(True) if when is None else table[names[id(when)]]


def _first_unmet(wanting: list[Any], compiler: Compiler, names: dict[int, str]) -> Any:
    """Return the id of the first leaf that does not hold, below trees that do not hold."""
    rows: list[tuple[Any, str]] = []
    for top, counts in wanting:
        for misses, name in _unmet(top, compiler, names):
            tests = [counts, *misses] if counts is not None else misses
            rows.append((reduce(and_, tests), name))
    return ibis.cases(*rows).cast("string") if rows else ibis.null("string")


def _unmet(
    node: Condition, compiler: Compiler, names: dict[int, str]
) -> Iterator[tuple[list[Any], str]]:
    """Yield the leaves that may be the first, each with the conditions that must miss.

    Where a part of `all` misses, the tree misses too; where `any` misses, its first part does.
    """
    if compiler.recheck and node.cite.skip_at_recheck:
        return
    misses = ~compiler.table[names[id(node)]].identical_to(True)
    if isinstance(node, All):
        for part in node.parts:
            yield from _unmet(part, compiler, names)
    elif isinstance(node, AnyOf):
        for found, name in _unmet(node.parts[0], compiler, names):
            yield [misses, *found], name
    else:
        yield [misses], node.cite.id
