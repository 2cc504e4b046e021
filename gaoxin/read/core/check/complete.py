"""Completeness (齐全): whether a list that does not add up was meant to, told by evidence.

A list of 主要 parts need not add up, one of all parts must. Each sign of a complete list counts;
a slip of the pen that would mend the sum counts by how seldom chance would give one.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from gaoxin.read.core.check.close import Span, wrong_unit
from gaoxin.read.core.check.names import all_classes, mirrored, named_alike, opposed
from gaoxin.read.core.check.slips import within

if TYPE_CHECKING:
    from gaoxin.read.core.check.divisions import Division
    from gaoxin.read.core.check.numbers import Num
    from gaoxin.read.core.check.page import Sheet

ENOUGH = 5  # from here on a list that does not add up is told
SOME = 3  # from here on it may help another relation to tell
_OPEN_END = re.compile(
    r"等(?!其他|其它|级)|主要(?!领导|负责|指标|经济)|例如|比如|之一|在内|交叉|重复|重叠|兼|同时|既|(?:重点|部分)(?:是|有|为|包括|支持)"
)
_CLOSED = re.compile(r"评为|绿灯|分为")
_REMAINDER = re.compile(
    r"^[，、；：]?(?:[\u4e00-\u9fff]{0,4}[及和等])?(?:其他|其它|其余|剩余|余下|剩下)|及以[上下]$"
)
_GROUPS = re.compile(r"(?P<n>[两二三四五六七八九十])(?:类|个|项|种|级|大|家|批)")
# 三项合计占税收收入的64.8%: the listed ones are not all
_OWN_TOTAL = re.compile(
    r"[两二三四五六七八九十][项类个者大家户地国市区县种部][^，。]{0,6}(?:合计|之和|共)"
)
# each step of a project's way is part of the step before, not of one whole
_STEPS = re.compile(r"签约|注册|开工|投产|竣工|达产|达效|纳统|入库|到位|落地|申报|受理|通过")
_BY_MANNER = {"after": 3, "named": 3, "apposed": 3, "among": 2, "class": 3, "bare": 0, "chain": 1}


def words_of(page: Sheet, division: Division) -> str:
    """The words between whole and parts and among the parts."""
    parts, whole = division.parts, division.whole
    between = "" if follows(division) else page.text[whole.end : parts[0].start][-60:]
    return between + page.text[parts[0].start : parts[-1].end] + tail_of(page, division)


def tail_of(page: Sheet, division: Division) -> str:
    """The words right behind the list."""
    end = division.parts[-1].end
    return page.text[end : end + 12].partition("。")[0]


def follows(division: Division) -> bool:
    """Whether the whole stands behind its parts."""
    return division.whole.index > division.parts[-1].index


def is_open(page: Sheet, division: Division, words: str) -> bool:
    """Whether the words say that the list is partial, or one of its parts holds others."""
    if _OPEN_END.search(words) or _nested(words, division.parts):
        return True
    if any(part.left.endswith("各") or "其中" in part.left for part in division.parts[1:]):
        return True
    return not follows(division) and bool(_OWN_TOTAL.search(tail_of(page, division)))


def is_closed(page: Sheet, division: Division, words: str) -> bool:
    """Whether the words say that nothing is left out."""
    whole = division.whole
    words = words.removesuffix(tail_of(page, division))
    words += page.text[max(0, whole.start - 8) : whole.end]
    remainder = any(_REMAINDER.search(part.left) for part in division.parts[-2:])
    return (
        follows(division)
        or remainder
        or bool(_CLOSED.search(words))
        or _counted(words, len(division.parts))
    )


def weight(division: Division, *, closed: bool, beside: bool) -> int:
    """The signs that the list is complete and one of its figures wrong.

    `beside`: another column of the same list adds up (3260万元、118户；4175万元、64户).
    """
    parts, over = division.parts, division.missing < 0
    opposites = division.manner == "chain" or opposed(parts)
    alike, slips = named_alike(parts), mended(division)
    mirror = mirrored(parts)
    told, tight = closed or beside or opposites or mirror, _tight(division)
    if not slips or (over and not told and _in_steps(parts)):
        return 0
    if division.manner == "bare" and not (told or alike or tight > 1):
        return 0
    points = _said(division, closed=closed) + (len(parts) >= 3) + alike + over
    whole_row = over or len(parts) > 2 or all_classes(parts)
    points += (
        2 * closed + 3 * beside + (1 + 2 * whole_row) * opposites + mirror * (1 + (not opposites))
    )
    if any(part.value > division.whole.value for part in parts):
        points += 1 if division.manner != "bare" or opposites else -2
    points += _slip_weight(division, slips) + tight
    sure = closed or beside or opposites
    seldom = _slip_weight(division, slips) > 1
    few = abs(division.missing) * 10 <= division.whole.value and seldom and division.whole.exact
    partial = len(parts) == 2 and not over and division.manner in {"among", "bare"}
    partial = partial and not (sure or (few and parts[1].index == parts[0].index + 1))
    chance = division.manner == "bare" and not (sure or seldom or tight > 1)
    if _nearly(division) or (over and _right_behind(division)):
        return max(points, ENOUGH)
    return min(points, ENOUGH - 1) if partial or chance else points


def _right_behind(division: Division) -> bool:
    """Parts side by side right behind their whole: some of them may not exceed it."""
    row = (division.whole, *division.parts)
    announced = division.manner in {"among", "named", "apposed"}
    side_by_side = all(b.index == a.index + 1 for a, b in pairwise(row))
    return announced and side_by_side and len(row) > 3  # two of them may overlap


def _nearly(division: Division) -> bool:
    """Parts that close their sentence and all but give the whole they were announced with."""
    parts, whole = division.parts, division.whole
    announced = division.manner in {"among", "named"} and "其中" in parts[0].left and whole.exact
    near = abs(division.missing) * 10 <= whole.value
    closes = parts[-1].after in _STOPS or (len(parts) > 2 and named_alike(parts))
    return announced and near and closes and all(b.index == a.index + 1 for a, b in pairwise(parts))


def _tight(division: Division) -> int:
    """Parts that stand side by side and close their sentence are seldom but some of many."""
    parts = division.parts
    side_by_side = all(b.index == a.index + 1 for a, b in pairwise(parts))
    joined = all(part.after in _SIGNS for part in parts[:-1])
    if not (side_by_side and joined) or parts[-1].after not in _STOPS:
        return 0
    if len(parts) < 3:
        return int(division.manner == "named")
    if any(part.role == "period" or _LEVEL.search(part.left[-10:]) for part in parts):
        return 0  # the months so far, the levels so far
    return 2 if len(parts) >= 4 else 1


_SIGNS = frozenset({"", "，", "；"})
_LEVEL = re.compile("[家省市区县镇]级")
_STOPS = frozenset("。；！）\n")


def _said(division: Division, *, closed: bool) -> int:
    """How the list is given; right behind its whole it needs no announcement."""
    near = division.parts[0].index == division.whole.index + 1
    if division.manner == "bare" and near:
        return 2 if closed or division.whole.sentence == division.parts[0].sentence else 0
    return _BY_MANNER[division.manner]


def beside_one_that_holds(division: Division, held: list[tuple[Num, ...]]) -> bool:
    """Whether each part stands beside a part of a list that adds up."""
    parts = division.parts
    return any(
        len(other) == len(parts)
        and other[0].unit != parts[0].unit
        and all(abs(a.index - b.index) <= 3 for a, b in zip(parts, other, strict=True))
        for other in held
    )


def mended(division: Division) -> list[Num]:
    """The figures of a division that a slip of the pen may have spoiled."""
    missing = division.missing
    wanted = [(division.whole, division.whole.value - missing)]
    wanted += [(part, part.value + missing) for part in division.parts]
    slack = Decimal(0) if division.whole.unit == "count" else division.parts[0].step / 2
    return [
        num
        for num, value in wanted
        if value > 0 and within(num, Span(value - slack, value + slack))
    ]


def _slip_weight(division: Division, slips: list[Num]) -> int:
    """2 when chance would hardly give a slip that mends the sum, 1 when seldom, 0 when often."""
    figures = (division.whole, *division.parts)
    if any(wrong_unit(num.value, num.value + _lack(division, num)) for num in slips):
        return 2
    digits = [len(str(int(num.value / num.step))) for num in figures]
    reach = max(division.whole.value, division.total) / max(num.step for num in figures)
    chance = sum(10 * d - 1 for d in digits) / reach if reach else Decimal(1)
    small = abs(division.missing) * 10 <= division.whole.value
    seldom = 2 if chance < Decimal("0.1") else int(chance < Decimal("0.4"))
    return min(seldom + (small and seldom > 0), 2)


def _lack(division: Division, num: Num) -> Decimal:
    """What a figure lacks for the sum to hold."""
    return -division.missing if num is division.whole else division.missing


def _in_steps(parts: tuple[Num, ...]) -> bool:
    steps = [_STEPS.findall(part.left + part.right) for part in parts]
    return len({found[-1] for found in steps if found}) >= 2


def _counted(words: str, number: int) -> bool:
    """三类, 五大产业: as many as there are parts."""
    said = {"两": 2, "二": 2}
    return any(
        said.get(match["n"], "一二三四五六七八九十".find(match["n"]) + 1) == number
        for match in _GROUPS.finditer(words)
    )


def _nested(words: str, parts: tuple[Num, ...]) -> bool:
    """Some part is the sum of two others: 重大隐患26条 … 已整改21条，其余5条."""
    if len(parts) < 4 or not re.search("；|其中|其余", words):
        return False
    values = [part.value for part in parts]
    return any(
        first == values[later] + values[last]
        for at, first in enumerate(values)
        for later in range(at + 1, len(values))
        for last in range(later + 1, len(values))
    )
