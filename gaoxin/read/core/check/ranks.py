"""Ranks (名次): 第一名占六户合计的25.1%, 是第六名的2.4倍, of the ranking before."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from gaoxin.read.core.check.relations import Relation, comparable, divided, judge

if TYPE_CHECKING:
    from gaoxin.read.core.check.numbers import Num
    from gaoxin.read.core.check.page import Sheet

_PLACE = "一二三四五六七八九十"
_RANK = rf"第(?P<{{}}>[{_PLACE}])(?:名|位|家)"
_SHARE = re.compile(
    _RANK.format("a") + r"[^，。；]{0,4}占(?!全[市省国])[^，。；]{0,10}(?:合计|总[数量额]|之和)的?$"
)
_TIMES = re.compile(r"[是为]" + _RANK.format("b") + r"的$")
_NAMED = re.compile(_RANK.format("a"))
NEAR = 12  # figures between a ranking and what is said of its places
FAR = 80  # signs before a figure that may name its places


def rank_relations(page: Sheet) -> list[Relation]:
    """Every share or multiple that speaks of places in the ranking before it."""
    found = (_relation(page, num) for num in page.nums if num.mod is None)
    return [relation for relation in found if relation is not None]


def _relation(page: Sheet, num: Num) -> Relation | None:
    if not (num.is_ratio or num.role == "times"):
        return None
    said = page.text[max(num.sentence, num.start - FAR) : num.start]
    share, times = _SHARE.search(said), _TIMES.search(said)
    row = _ranking(page, num) if share or times else ()
    if not row:
        return None
    if share:
        whole, part = _total(page, row, num), _at(row, share["a"])
        return judge("share", num, divided(part, whole, 2)) if whole and part else None
    if times is None or num.role != "times":
        return None
    first = _NAMED.search(said[: times.start()])
    above, below = _at(row, first["a"] if first else _PLACE[0]), _at(row, times["b"])
    return judge("times", num, divided(above, below, 2)) if above and below else None


def _ranking(page: Sheet, num: Num) -> tuple[Num, ...]:
    """The last falling row of three or more figures before a figure."""
    last = bisect_left(page.runs, num.start, key=lambda run: run.members[-1].end)
    for run in reversed(page.runs[max(0, last - NEAR) : last]):
        row = run.members
        falls = len(row) > 2 and all(a.value >= b.value for a, b in pairwise(row))
        if falls and num.index - row[-1].index <= NEAR:
            return row
    return ()


def _total(page: Sheet, row: tuple[Num, ...], num: Num) -> Num | None:
    """The figure behind a ranking that is called its total."""
    behind = page.nums[row[-1].index + 1 : num.index] if row else ()
    return next((n for n in behind if comparable(n, row[0]) and "合计" in n.left), None)


def _at(row: tuple[Num, ...], place: str) -> Num | None:
    at = _PLACE.index(place)
    return row[at] if at < len(row) else None
