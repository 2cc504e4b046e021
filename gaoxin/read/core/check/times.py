"""Multiples (倍数): 是第五名的2.1倍, 是全区平均水平的2.3倍, 甲区是乙区的2.1倍."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from gaoxin.read.core.check.close import agrees
from gaoxin.read.core.check.labels import bears, kin, name, noun, vague
from gaoxin.read.core.check.page import Sheet, before
from gaoxin.read.core.check.relations import Relation, Try, comparable, divided, judge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaoxin.read.core.check.numbers import Num

    Pairs = Iterator[tuple[Num, Num, int]]

_IS = re.compile(r"(?P<what>[^，]*?)(?:约?相当于|约?[是为达]到?)(?P<of>[^，是为]*?)的$")
_BESIDE = re.compile("^）?的$")
_TWO = re.compile("后者|人家|我们|他们|对方|[前后]一[个家者]")
_BEFORE = re.compile(r"\d年|原[来先有]|[年月季]前|去年|上年|当[年初时]|[初末期]|之前|以前|起步")
_FIRST = re.compile("当[年初时]|原[来先有]|起步")
_TO = re.compile("[增升长涨提扩发][^，。；]{0,3}[到至]")
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
    for above, below, strength in _pairs(page, num, earlier):
        found = divided(above, below, strength, explicit=False)
        tries += found if strength == 2 else [replace(one, undo=None) for one in found]
    if any(agrees(num.value, num.step, one.span) for one in tries if one.strength):
        return tries
    for one in earlier:
        for other in earlier:
            if one is not other and comparable(one, other) and one.value > other.value > 0:
                tries += divided(one, other, 0)
    return tries


def _pairs(page: Sheet, num: Num, earlier: list[Num]) -> Pairs:
    """The two figures that the words before a multiple speak of."""
    if _BESIDE.match(num.left):
        return _beside(page, num, earlier)
    match = _IS.search(num.left)
    if match is None:
        return iter(())
    of, what = noun(match["of"]), noun(match["what"])
    if _TWO.search(match["of"]):
        return _two(num, earlier, match["of"])
    if _BEFORE.search(of):
        return _risen(page, num, earlier, what, of)
    return _named(page, earlier, of, what)


def _beside(page: Sheet, num: Num, earlier: list[Num]) -> Pairs:
    """是五年前742人的3.1倍, 是全县平均水平（2.35万元）的1.3倍: the divisor stands right there."""
    below = page.nums[num.index - 1] if num.index else num
    if below is not num and below.clause == num.clause:
        levels = (n for n in earlier if n is not below and comparable(n, below))
        above = next((n for n in levels if n.paragraph == num.paragraph), None)
        if above is not None:
            yield above, below, 2 if above.sentence == num.sentence else 1


def _two(num: Num, earlier: list[Num], of: str) -> Pairs:
    """A类62.3万元，D类仅3.4万元，前者是后者的18.3倍."""
    here = [n for n in earlier if n.sentence == num.sentence][:2]
    if len(here) < 2 or not comparable(here[0], here[1]):
        return
    if "后者" in of:
        yield here[1], here[0], 2  # the nearest comes first
    else:
        yield max(here, key=lambda n: n.value), min(here, key=lambda n: n.value), 1


def _risen(page: Sheet, num: Num, earlier: list[Num], what: str, of: str) -> Pairs:
    """由402家增加到1216家，净增814家，总量是五年前的3.0倍; the first level, then this one."""
    for new, old in pairwise(earlier):
        if not comparable(old, new) or new.value <= old.value:
            continue
        same = vague(what) or kin(what, name(page, old)) or kin(what, name(page, new))
        near = old.sentence == num.sentence and old.index == new.index - 1
        if same and near and _TO.search(page.text, old.end, new.start):
            yield new, old, 2
        elif same and new is earlier[0] and _FIRST.search(of) and old.paragraph == num.paragraph:
            yield new, old, 1


def _named(page: Sheet, earlier: list[Num], of: str, what: str) -> Pairs:
    """甲区完成92.6亿元，乙区44.1亿元，甲区是乙区的2.1倍: both are called by name."""
    aboves = _bearers(page, earlier, what) if what else earlier[:1]
    averages = [n for n in earlier if n.role == "average"] if _AVERAGE.search(of) else []
    belows = _bearers(page, earlier, of) or averages[:3]
    pairs = [(a, b) for a in aboves for b in belows if a is not b and comparable(a, b)]
    full = any(bears(of, name(page, b)) * 10 >= len(of) * 8 for b in belows)
    for above, below in pairs:
        yield above, below, 2 if len(pairs) == 1 and full else 1


def _bearers(page: Sheet, earlier: list[Num], words: str) -> list[Num]:
    """The figures that bear the words, those of the best name first."""
    scored = [(kin(words, name(page, n)), n) for n in earlier]
    found = sorted((one for one in scored if one[0]), key=lambda one: -one[0])
    return [n for _, n in found[:3]]
