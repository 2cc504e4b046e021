"""Multiples (倍数): 是第五名的2.1倍, 是全区平均水平的2.3倍, 甲区是乙区的2.1倍."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gaoxin.read.core.check.labels import kin, name, noun, vague
from gaoxin.read.core.check.page import Sheet, before
from gaoxin.read.core.check.relations import Relation, Try, comparable, divided, judge

if TYPE_CHECKING:
    from gaoxin.read.core.check.numbers import Num

_IS = re.compile(r"(?P<what>[^，]*?)(?:约?相当于|约?[是为达]到?)(?P<of>[^，是为]*?)的$")
_AVERAGE = re.compile("平均|均")
NEAREST = 12


def times_relations(page: Sheet) -> list[Relation]:
    """Every multiple whose two levels are printed."""
    out: list[Relation] = []
    for num in page.nums:
        if num.role == "times" and num.mod is None:
            relation = judge("times", num, _tries(page, num))
            if relation is not None:
                out.append(relation)
    return out


def _tries(page: Sheet, num: Num) -> list[Try]:
    earlier = [n for n in before(page, num) if not n.is_ratio and n.mod is None][:NEAREST]
    tries: list[Try] = []
    for above, below in _named(page, num, earlier) or _risen(page, num):
        tries += divided(above, below, 2, explicit=False)
    for one in earlier:
        for other in earlier:
            if one is not other and comparable(one, other) and one.value > other.value > 0:
                tries += divided(one, other, _strength(num, one, other))
    return tries


_BEFORE = re.compile(r"\d年|原[来先有]|[年月季]前|去年|上年|[初末期]|之前|以前")
_TO = re.compile("[增升长涨提扩发][^，。；]{0,3}[到至]")


def _risen(page: Sheet, num: Num) -> list[tuple[Num, Num]]:
    """由402家增加到1216家，净增814家，总量是五年前的3.0倍."""
    match = _IS.search(num.left)
    if match is None or not _BEFORE.search(match["of"]):
        return []
    for index in range(num.index - 1, max(0, num.index - 4), -1):
        old, new = page.nums[index - 1], page.nums[index]
        joined = comparable(old, new) and old.sentence == num.sentence
        joined = joined and old.mod is None and new.mod is None
        if joined and _TO.search(page.text, old.end, new.start):
            same = vague(noun(match["what"])) or kin(noun(match["what"]), name(page, old))
            return [(new, old)] if same else []
    return []


def _named(page: Sheet, num: Num, earlier: list[Num]) -> list[tuple[Num, Num]]:
    """The two figures that the words before a multiple call by name."""
    match = _IS.search(num.left)
    if match is None or _BEFORE.search(match["of"]):
        return []
    below = _bearer(page, earlier, noun(match["of"]))
    what = noun(match["what"])
    above = _bearer(page, earlier, what) if what else next(iter(earlier), None)
    if above is None or below is None or above is below or not comparable(above, below):
        return []
    return [(above, below)]


def _bearer(page: Sheet, earlier: list[Num], words: str) -> Num | None:
    """The only figure of the best name."""
    scored = [(kin(words, name(page, n)), n) for n in earlier]
    best = max((score for score, _ in scored), default=0)
    found = [n for score, n in scored if score == best and score]
    return found[0] if len(found) == 1 else None


def _strength(num: Num, one: Num, other: Num) -> int:
    """Named when the sentence says 平均 and the divisor is the only average before."""
    beside = num.left.startswith("）的") and other.index == num.index - 1
    average = beside or (bool(_AVERAGE.search(num.left)) and other.role == "average")
    return 1 if average and one.sentence == num.sentence else 0
