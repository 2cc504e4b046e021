"""Invented enterprises (虚构企业): random rows for a rule, and the comparison of two results."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from gaoxin.batch.plain import row_of
from gaoxin.batch.verdicts import facts_needed
from gaoxin.rulebook.load import roots
from gaoxin.rulebook.tree import Compare, Const, Fact, Is, walk

if TYPE_CHECKING:
    from gaoxin.rulebook.rule import Rule
    from gaoxin.rulebook.vocabulary import Term

ROWS = 400


def _asked(rule: Rule) -> dict[str, list[Any]]:
    """Return, by fact, the values that the rule compares it with, anywhere."""
    found: dict[str, list[Any]] = {}
    for node in (n for top in roots(rule) for n in walk(top)):
        if isinstance(node, Is):
            found.setdefault(node.name, []).extend(node.values)
        if isinstance(node, Compare) and isinstance(node.left, Fact):
            rises = node.op in {"ge", "gt", "eq"}
            if isinstance(node.right, Const):
                found.setdefault(node.left.name, []).append((float(node.right.low), rises))
    return found


def _good(term: Term, asked: list[Any]) -> Any:
    """Return a value that satisfies what a rule first asks of a fact."""
    if term.unit in {"bool", "text"}:
        return asked[0] if asked else True if term.unit == "bool" else "别处"
    if term.levels:
        return term.levels[-1]
    limit, rises = asked[0] if asked else (100.0, True)
    return limit + (0.5 if rises else -0.5)


def _odd(term: Term, asked: list[Any], dice: random.Random) -> list[Any]:
    """Return values on, above and below each limit, zero, other ones, and nothing."""
    if term.unit == "bool":
        return [True, False, None]
    if term.unit == "text":
        return [*asked, "别处", None]
    if term.levels:
        return [*term.levels, None]
    limits = [limit for limit, _ in asked] or [100.0]
    near = [x + d for x in limits for d in (0, 0, 0.01, -0.01, 1, -1, 0.5)]
    wide = [round(x * dice.uniform(-0.2, 3), 4) for x in limits for _ in range(3)]
    return [*near, *wide, 0.0, 3.0, 7.25, None, None]


def invented(rule: Rule, seed: int) -> dict[str, list[Any]]:
    """Return a table of invented enterprises for a rule; derived facts are sometimes given."""
    dice = random.Random(seed)  # noqa: S311 (invented data, no secret)
    asked = _asked(rule)
    columns: dict[str, list[Any]] = {}
    for name in facts_needed(rule):
        term = rule.terms[name]
        good, odd = _good(term, asked.get(name, [])), _odd(term, asked.get(name, []), dice)
        columns[name] = [
            # Every third enterprise is a good one with little wrong, so that some pass.
            good if row % 3 == 0 and dice.random() < 0.95 else dice.choice(odd)
            for row in range(ROWS)
        ]
        if term.derive is not None:
            columns[name] = [v if dice.random() < 0.1 else None for v in columns[name]]
    return columns


def arrow(rule: Rule, columns: dict[str, list[Any]]) -> pa.Table:
    """Return the columns as an Arrow table with the types a file would have."""
    arrays = {}
    for name, values in columns.items():
        unit, levels = rule.terms[name].unit, rule.terms[name].levels
        kind = pa.bool_() if unit == "bool" else pa.string() if unit == "text" or levels else None
        arrays[name] = pa.array(values, kind or pa.float64())
    return pa.table(arrays)


def plain(
    rule: Rule, columns: dict[str, list[Any]], *, recheck: bool = False
) -> list[dict[str, Any]]:
    """Return the result of the Python evaluator."""
    rows = zip(*columns.values(), strict=True)
    return [row_of(rule, dict(zip(columns, row, strict=True)), recheck=recheck) for row in rows]


def differences(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> list[str]:
    """Return every value in which two results differ, in words."""
    found = []
    for place, (left, right) in enumerate(zip(one, other, strict=True)):
        assert set(left) == set(right)
        found += [
            f"row {place} {key}: {left[key]!r} / {right[key]!r}"
            for key in left
            if left[key] != right[key]
        ]
    return found
