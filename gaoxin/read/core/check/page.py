"""Neighbours of a figure (邻数): what stands before it, its possible totals, its lists."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaoxin.read.core.check.relations import comparable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaoxin.read.core.check.numbers import Num

NEAR = 20  # figures looked at on one side: bounded work for every figure
LISTED = frozenset("、；;")


@dataclass(frozen=True, slots=True)
class Run:
    """Figures of one unit that stand in a row, as the parts of a whole do."""

    members: tuple[Num, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The figures of a text with their lists."""

    text: str
    nums: tuple[Num, ...]
    runs: tuple[Run, ...]
    leads: dict[tuple[int, str, str], Num]  # the first level of each sentence and unit
    parts: frozenset[int]  # figures that are parts: members of a list, or followed by their share
    shared: frozenset[int]  # figures followed by their share


def sheet(text: str, nums: list[Num]) -> Sheet:
    """Find the lists of a text and which figures are parts."""
    runs = tuple(sorted(_runs(text, nums), key=lambda run: run.members[-1].end))
    parts = {num.index for run in runs for num in run.members}
    shared = {num.index for num, following in itertools.pairwise(nums) if _shared(num, following)}
    parts |= {
        num.index
        for num, following in itertools.pairwise(nums)
        if following.role in {"share", "rate"}
        and following.sentence == num.sentence
        and not num.is_ratio
        and num.role == "level"
    }
    leads: dict[tuple[int, str, str], Num] = {}
    for num in nums:
        if num.role in {"level", "difference"}:
            leads.setdefault((num.sentence, num.unit, num.word), num)
    return Sheet(text, tuple(nums), runs, leads, frozenset(parts), frozenset(shared))


def _shared(num: Num, following: Num) -> bool:
    """Whether a figure is followed by its share: 制造业37个，占63.8%."""
    near = following.role == "share" and following.sentence == num.sentence
    return near and not num.is_ratio and num.role == "level"


def before(page: Sheet, num: Num) -> Iterator[Num]:
    """Figures before `num`, the nearest first."""
    for index in range(num.index - 1, max(-1, num.index - 1 - NEAR), -1):
        yield page.nums[index]


def mates(page: Sheet, num: Num) -> list[Num]:
    """The other figures of the same sentence, in order."""
    low, high = max(0, num.index - NEAR), num.index + NEAR + 1
    return [n for n in page.nums[low:high] if n.sentence == num.sentence and n is not num]


def totals(page: Sheet, part: Num) -> list[Num]:
    """Figures before a part that may be its whole, those that are no parts first."""
    found = [
        num
        for num in before(page, part)
        if comparable(num, part)
        and num.value >= part.value
        and num.role in {"level", "average", "period"}
        if num.mod is None
    ]
    return sorted(found, key=lambda num: num.index in page.parts)


_SCOPE = re.compile(r"(?:其中，?|在)?(?P<name>[\u4e00-\u9fff“”]{2,12})中，")


_AMONG = re.compile(r"[\u4e00-\u9fff]{0,8}中$")


def named_scope(page: Sheet, part: Num) -> list[Num]:
    """签约一批中，已开工41个: the whole that the sentence calls by its name."""
    counted = [n for n in mates(page, part) if n.index < part.index and _AMONG.match(n.right)]
    if counted:
        return [n for n in counted if comparable(n, part) and n.value >= part.value][:1]
    match = _SCOPE.match(page.text, part.sentence)
    if match is None:
        return []
    name = match["name"].strip("“”")
    found = [n for n in before(page, part) if comparable(n, part) and name in n.left + n.right]
    return [n for n in found if n.plain and n.value >= part.value][:1]


_BRACKET = re.compile(r"[（(][^（）()]{0,20}[）)]$")


def label_stem(num: Num) -> str:
    """The two to four characters that name a rate or a share: 开工率 → 开工."""
    words = _BRACKET.sub("", num.left.rstrip("：:为达到是约"))
    for end in ("占比", "比重", "率", "占"):
        if words.endswith(end):
            words = words[: -len(end)]
            break
    return words.lstrip("，、；（其中")[-4:]


def _runs(text: str, nums: list[Num]) -> Iterator[Run]:
    """Maximal rows of comparable levels; figures of other units in between do not end a row."""
    held: dict[tuple[str, str], list[Num]] = {}
    for num in nums:
        if num.is_ratio or num.mod is not None or num.role not in _LEVELS:
            continue
        key = (num.unit, num.word)
        if _SUMMED.search(num.left) and not LEFT_OVER.search(num.left):
            continue  # a total is no member of a row
        row = held.get(key, [])
        if row and not _continues(text, row[-1], num):
            if len(row) >= 2:
                yield Run(tuple(row))
            row = []
        held[key] = [*row, num]
    for row in held.values():
        if len(row) >= 2:
            yield Run(tuple(row))


def _continues(text: str, last: Num, num: Num) -> bool:
    between = text[last.end : num.start]
    totals = any(word in between for word in _TOTAL_WORDS) and not LEFT_OVER.search(between)
    if "。" in between or totals:
        return False
    if "\n" in between:
        return len(between.strip().split("\n")[-1]) <= 24 and between.count("\n") == 1
    return len(between) <= 40 and (between in _AND or any(sign in between for sign in "、，；,;"))


_AND = frozenset({"和", "与", "及"})
_LEVELS = frozenset({"level", "base", "period"})
LEFT_OVER = re.compile("其余|其他|其它|剩余|余下|剩下")  # 其余行业合计238.1亿元 is a part
_SUMMED = re.compile(r"(?:合计|累计|总计|共计)(?:为|达|完成|实现)?$")

_TOTAL_WORDS = ("其中", "合计", "累计", "总计", "共计", "同比", "比上年", "上年同期", "平均")
