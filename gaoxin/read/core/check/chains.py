"""Chains (对举): opposites told one after the other, with remarks between, of what was told before.

城镇消费品零售额21468亿元，增长6.4%；乡村消费品零售额3803亿元，增长7.5%.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.read.core.check.complete import mended
from gaoxin.read.core.check.divisions import MOST, Division, says_total
from gaoxin.read.core.check.names import class_in, class_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaoxin.read.core.check.numbers import Num
    from gaoxin.read.core.check.page import Sheet

LATELY = 3  # figures of the paragraph before that may be the whole
_LEVELS = frozenset({"level", "period"})


def chains(page: Sheet) -> Iterator[Division]:
    """Every row of opposites in a paragraph, with the figure of their unit before it."""
    rows: dict[tuple[int, str, str], list[Num]] = {}
    for num in page.nums:
        if num.role in _LEVELS and num.mod is None and not num.is_ratio:
            rows.setdefault((num.paragraph, num.unit, num.word), []).append(num)
    for (paragraph, unit, word), row in rows.items():
        told = rows.get((paragraph - 1, unit, word), [])[-LATELY:]
        yield from _of_row(page, [*told, *row], len(told))


def _of_row(page: Sheet, row: list[Num], begin: int) -> Iterator[Division]:
    """The chains of a paragraph; one that opens it has its whole in the paragraph before."""
    at = max(begin, 1)
    while at + 1 < len(row):
        parts = _chain(page, row, at)
        wholes = [n for n in row[max(0, at - 4) : at] if not _akin(page, n, parts[0])]
        enough = len(parts) > 2 or at > begin
        if len(parts) > 1 and enough and wholes and not any(says_total(part) for part in parts):
            yield _best([Division(whole, parts, "chain") for whole in wholes])
        at += max(len(parts) - 1, 1)


def _best(found: list[Division]) -> Division:
    """The whole that its parts give; else the nearest one that a slip of the pen explains."""
    near = found[::-1]
    held = next((division for division in near if division.adds_up), None)
    return held or next((division for division in near if mended(division)), near[0])


def _chain(page: Sheet, row: list[Num], at: int) -> tuple[Num, ...]:
    """The longest stretch from a figure on whose names are different classes of one division."""
    found = [row[at]]
    seen = _class(page, row[at])
    places = {group: {place} for group, place in seen.items()}
    for num in row[at + 1 : at + MOST]:
        own = _class(page, num)
        kept = {g: {*p, own[g]} for g, p in places.items() if g in own and own[g] not in p}
        if not kept or not _in_step(found, num):
            break
        places = kept
        found.append(num)
    return tuple(found)


def _in_step(found: list[Num], num: Num) -> bool:
    """All of one sentence, or each in a sentence of its own: 北园…；西园绿灯28个 begins anew."""
    own = num.sentence == found[-1].sentence
    return len(found) == 1 or own == (found[0].sentence == found[-1].sentence)


def _akin(page: Sheet, whole: Num, part: Num) -> bool:
    """Whether a figure is a class of the same division as the part."""
    return bool(_class(page, whole).keys() & _class(page, part).keys())


def _class(page: Sheet, num: Num) -> dict[int, int]:
    """The classes of a figure's own name, or of its clauses': 产业类24个，总投资201.3亿元."""
    return class_of(num) or class_in(page.text[max(num.sentence, num.start - 24) : num.start])
