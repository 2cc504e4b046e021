"""Chains (对举): opposites told one after the other, with remarks between, of what was told before.

城镇消费品零售额21468亿元，增长6.4%；乡村消费品零售额3803亿元，增长7.5%.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.read.core.check.divisions import MOST, Division, says_total
from gaoxin.read.core.check.names import class_in, class_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaoxin.read.core.check.numbers import Num
    from gaoxin.read.core.check.page import Sheet

_LEVELS = frozenset({"level", "period"})


def chains(page: Sheet) -> Iterator[Division]:
    """Every row of opposites in a paragraph, with the figure of their unit before it."""
    rows: dict[tuple[int, str, str], list[Num]] = {}
    for num in page.nums:
        if num.role in _LEVELS and num.mod is None and not num.is_ratio:
            rows.setdefault((num.paragraph, num.unit, num.word), []).append(num)
    for row in rows.values():
        yield from _of_row(page, row)


def _of_row(page: Sheet, row: list[Num]) -> Iterator[Division]:
    at = 1
    while at + 1 < len(row):
        parts = _chain(page, row, at)
        if len(parts) > 1 and not any(says_total(part) for part in parts):
            yield Division(row[at - 1], parts, "chain")
        at += max(len(parts) - 1, 1)


def _chain(page: Sheet, row: list[Num], at: int) -> tuple[Num, ...]:
    """The longest stretch from a figure on whose names are different classes of one division."""
    found = [row[at]]
    seen = _class(page, row[at])
    places = {group: {place} for group, place in seen.items()}
    for num in row[at + 1 : at + MOST]:
        own = _class(page, num)
        kept = {g: {*p, own[g]} for g, p in places.items() if g in own and own[g] not in p}
        if not kept:
            break
        places = kept
        found.append(num)
    return tuple(found)


def _class(page: Sheet, num: Num) -> dict[int, int]:
    """The classes of a figure's own name, or of its clauses': 产业类24个，总投资201.3亿元."""
    return class_of(num) or class_in(page.text[max(num.sentence, num.start - 24) : num.start])
