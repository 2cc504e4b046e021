"""Tier test (分级条件): `investment_yi >= 10 or tax_wan >= 3000` as a tree of the rulebook."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.rulebook.tree import All, AnyOf, Cite, Compare, Condition, Fact, exact

if TYPE_CHECKING:
    from gaoxin.rulebook.source import Entry

OPS = {">=": "ge", "<=": "le", ">": "gt", "<": "lt"}
_LEAF = re.compile(r"\s*([a-z][a-z0-9_]*)\s*(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)\s*")
_REST = re.compile(r"otherwise\s*(?:[（(].*[)）])?")


def tier_test(entry: Entry, path: str) -> Condition | None:
    """Return the condition of a tier; None for `otherwise`, which takes whatever is left."""
    text = entry.text()
    if _REST.fullmatch(text):
        return None
    ways = [_together(entry, part, f"{path}.{n}") for n, part in enumerate(_cut(text, "or"), 1)]
    return ways[0] if len(ways) == 1 else AnyOf(Cite(path, line=entry.line), tuple(ways))


def _cut(text: str, word: str) -> list[str]:
    return re.split(rf"\b{word}\b", text)


def _together(entry: Entry, text: str, path: str) -> Condition:
    parts = [_leaf(entry, part, f"{path}.{n}") for n, part in enumerate(_cut(text, "and"), 1)]
    return parts[0] if len(parts) == 1 else All(Cite(path, line=entry.line), tuple(parts))


def _leaf(entry: Entry, text: str, path: str) -> Compare:
    found = _LEAF.fullmatch(text)
    if found is None:
        reason = "应写作 名称 >= 数字，可用 or、and 连接，或 otherwise (name >= number, or, and)"
        raise entry.refuse(f"{text.strip()}: {reason}")
    name, sign, number = found.groups()
    limit = exact(Decimal(number))
    return Compare(Cite(path, line=entry.line), Fact(name), OPS[sign], limit, "ratio")
