"""Preset (亮灯规则): a light rule made ready, with the limits that facts may pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from gaoxin.rulebook.load import facts_used, roots
from gaoxin.rulebook.tree import Compare, Const, Fact, Node, Param, Scale, walk

if TYPE_CHECKING:
    from gaoxin.rulebook.rule import Rule
    from gaoxin.rulebook.vocabulary import Term

_RISING = {"ge", "gt"}
Parameters: TypeAlias = Mapping[str, "Decimal | bool | None"]


@dataclass(frozen=True, slots=True)
class Limit:
    """A lower limit that a choice sets for a fact: passed at (`ge`) or after (`gt`) the value."""

    term: Term
    op: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Preset:
    """A light rule made ready: the thresholds that each fact is compared with."""

    rule: Rule
    parameters: Parameters
    thresholds: Mapping[str, tuple[Decimal, ...]]
    limits: Mapping[str, tuple[Limit, ...]]


def prepare(rule: Rule, parameters: Parameters | None = None) -> Preset:
    """Return a preset of a light rule with the office's parameters."""
    if rule.head.kind != "light":
        raise ValueError(f"{rule.id} is not a light")
    chosen = {name: p.value for name, p in rule.parameters.items()} | dict(parameters or {})
    limits: dict[str, set[Decimal]] = {name: set() for name in facts_used(rule)}
    for node in (n for top in roots(rule) for n in walk(top)):
        if isinstance(node, Compare) and isinstance(node.left, Fact):
            value = limit_of(node.right, chosen)
            if value is not None:
                limits[node.left.name].add(value)
    thresholds = {name: tuple(sorted(found)) for name, found in limits.items()}
    return Preset(rule, chosen, thresholds, _limits_by_choice(rule, chosen))


def limit_of(node: Node, parameters: Parameters) -> Decimal | None:
    """Return the number a fact is compared with: a constant or a parameter that is set."""
    if isinstance(node, Const):
        return node.low
    if isinstance(node, Param):
        value = parameters.get(node.name)
        return value if isinstance(value, Decimal) else None
    if isinstance(node, Scale):
        value = limit_of(node.part, parameters)
        return None if value is None else value * node.factor
    return None


def _limits_by_choice(rule: Rule, parameters: Parameters) -> dict[str, tuple[Limit, ...]]:
    """Return, for each choice of a light rule, the lower limits that facts may pass."""
    found = {}
    for choice in rule.choices:
        limits = []
        for node in walk(choice.when) if choice.when is not None else ():
            if isinstance(node, Compare) and isinstance(node.left, Fact) and node.op in _RISING:
                limit = limit_of(node.right, parameters)
                if limit is not None:
                    limits.append(Limit(rule.terms[node.left.name], node.op, limit))
        found[choice.cite.id] = tuple(limits)
    return found
