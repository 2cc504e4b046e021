"""Reach (值域): between which numbers a node of a rule always lies, whatever the record is."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from gaoxin.rulebook.tree import Choose, Clamp, Const, Count, Greatest, Least, Number, Scale, Sum

if TYPE_CHECKING:
    from collections.abc import Callable

Reach: TypeAlias = "tuple[Decimal, Decimal] | None"
"""The least and the greatest value; None for a node that missing data may leave open."""


def reach(node: Number) -> Reach:
    """Return between which numbers a node lies, None where an end may be open."""
    work = _REACHES.get(type(node))
    return None if work is None else work(node)


def _of_all(parts: tuple[Number, ...]) -> list[tuple[Decimal, Decimal]] | None:
    found = [reach(part) for part in parts]
    closed = [ends for ends in found if ends is not None]
    return closed if len(closed) == len(found) else None


def _hull(node: Choose) -> Reach:
    found = _of_all(tuple(row.part for row in node.rows))
    if found is None or node.rows[-1].when is not None:
        return None
    return min(low for low, _ in found), max(high for _, high in found)


def _sum(node: Sum) -> Reach:
    found = _of_all(node.parts)
    if found is None:
        return None
    return sum((low for low, _ in found), Decimal(0)), sum((high for _, high in found), Decimal(0))


def _scale(node: Scale) -> Reach:
    found = reach(node.part)
    if found is None:
        return None
    one, other = (end * node.factor for end in found)
    return min(one, other), max(one, other)


def _extreme(node: Least | Greatest) -> Reach:
    found = _of_all(node.parts)
    if found is None:
        return None
    pick = min if isinstance(node, Least) else max
    return pick(low for low, _ in found), pick(high for _, high in found)


def _clamp(node: Clamp) -> Reach:
    found = reach(node.part)
    if found is None:
        closed = node.floor is not None and node.cap is not None
        return (node.floor, node.cap) if closed else None  # type: ignore[return-value]
    low, high = found
    floor = low if node.floor is None else node.floor
    cap = high if node.cap is None else node.cap
    return min(max(low, floor), cap), min(max(high, floor), cap)


_REACHES: dict[type, Callable[[Any], Reach]] = {
    Const: lambda node: (node.low, node.high),
    Choose: _hull,
    Count: lambda node: (Decimal(0), Decimal(len(node.of))),
    Sum: _sum,
    Scale: _scale,
    Least: _extreme,
    Greatest: _extreme,
    Clamp: _clamp,
}
