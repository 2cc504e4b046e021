"""Missing data (缺什么数据): which facts would settle a node that is still open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gaoxin.rulebook.evaluate import Interval, Record, item_score, number, truth
from gaoxin.rulebook.tree import (
    All,
    AnyOf,
    Choose,
    Fact,
    Is,
    Node,
    Not,
    Param,
    ParamIs,
    Score,
    children,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def missing_under(node: Node, record: Record) -> tuple[str, ...]:
    """Return the facts without value (and `param:` names) below a node that is not settled.

    A derived fact is named by the raw facts it lacks; where it lacks none and is unknown all the
    same (a divisor of zero), it is named itself.
    """
    # By the identity of the node, which the record's rule holds: a scored line is asked about by
    # its table and by each condition on a score.
    if id(node) not in record.lacking:
        record.lacking[id(node)] = unique(_missing(node, record))
    return record.lacking[id(node)]


def unique(values: Iterable[Any]) -> tuple[Any, ...]:
    """Return the values without repetition, in order."""
    return tuple(dict.fromkeys(values))


def is_open(interval: Interval) -> bool:
    """Test whether an interval is more than one point."""
    return interval[0] is None or interval[0] != interval[1]


def _missing(node: Node, record: Record) -> Iterator[str]:
    handler = _HANDLERS.get(type(node), _below)
    yield from handler(node, record)


def _below(node: Node, record: Record) -> Iterator[str]:
    for child in children(node):
        yield from _missing(child, record)


def _fact(node: Fact, record: Record) -> Iterator[str]:
    if record.facts.get(node.name) is not None:
        return
    derive = record.rule.terms[node.name].derive
    if derive is None:
        yield node.name
    elif is_open(number(derive, record)):
        yield from tuple(_missing(derive, record)) or (node.name,)


def _is(node: Is, record: Record) -> Iterator[str]:
    if record.facts.get(node.name) is None:
        yield node.name


def _parameter(node: Param | ParamIs, record: Record) -> Iterator[str]:
    if record.parameter(node.name) is None:
        yield f"param:{node.name}"


def _score(node: Score, record: Record) -> Iterator[str]:
    for group in record.rule.tables[node.table].groups:
        if not node.group or group.cite.id == f"{node.table}.{node.group}":
            for item in group.items:
                if is_open(item_score(item, record)):
                    yield from missing_under(item.points, record)


def _choose(node: Choose, record: Record) -> Iterator[str]:
    """Follow the rows as they are tried: only undecided conditions before the row that holds."""
    for row in node.rows:
        taken = True if row.when is None else truth(row.when, record)
        if taken is None and row.when is not None:
            yield from _missing(row.when, record)
        if taken is not False:
            yield from _missing(row.part, record)
        if taken:
            return


def _tree(node: All | AnyOf | Not, record: Record) -> Iterator[str]:
    for part in (node.part,) if isinstance(node, Not) else node.parts:
        if truth(part, record) is None:
            yield from _missing(part, record)


_HANDLERS: dict[type, Callable[[Any, Record], Iterator[str]]] = {
    Fact: _fact,
    Is: _is,
    Param: _parameter,
    ParamIs: _parameter,
    Score: _score,
    Choose: _choose,
    All: _tree,
    AnyOf: _tree,
    Not: _tree,
}
