"""Bases (基数): the figures of an earlier time or another place that changes are measured by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from gaoxin.read.core.check.numbers import Num
    from gaoxin.read.core.check.page import Sheet

# 比8月的149.2亿元多9.5亿元, 超序时进度（50%）2.5个百分点: what is compared with stands right there
_THAN = re.compile(
    r"(?:(?<![环同占])比(?![重例率值])|[环同]比(?=.)|较(?![大多好高少为低快慢差])|对比|[高低快慢优多少早晚]于|高出|低出|超过?|落后于?|滞后于?|领先于?|不及)"
    r"[^，。；]{0,16}$"
)


PAST = re.compile(r"同比|环比|[比较](?:去|上|前)|[比较]\d+月")


def stands_behind_than(num: Num) -> bool:
    """Whether 比 or 较 stands before a figure: 比8月的149.2亿元."""
    return bool(_THAN.search(num.left))


_DATED = re.compile(r"(?:去年|上年|前年|年初|上月末|上季末)[^，。；\d]{0,6}，[^，。；\d]{0,16}$")


def dated(page: Sheet, num: Num) -> bool:
    """去年这个时候，我们到位外资是3860万美元: the clause before tells of an earlier time."""
    first = not num.index or page.nums[num.index - 1].sentence != num.sentence
    said = page.text[max(num.sentence, num.start - 40) : num.start]
    return first and num.mod is None and bool(_DATED.match(said))


def named_period(num: Num) -> bool:
    """比8月的34次多9次，环比增长26.5%: a period that 比 makes the base."""
    return num.role == "period" and stands_behind_than(num) and num.mod is None


def is_base(num: Num) -> bool:
    """Whether a figure is said to be an earlier one."""
    return num.role in {"base", "base_ratio"} and num.mod is None


def base_behind(page: Sheet, num: Num, fits: Callable[[Num], bool]) -> list[Num]:
    """The base in the next sentence, when no other change stands between."""
    for following in page.nums[num.index + 1 : num.index + 6]:
        if following.paragraph != num.paragraph:
            break
        if following.sentence != num.sentence and is_base(following) and fits(following):
            return [following] if _opens(page, following) and _of_same(page, num, following) else []
        if following.role in {"growth", "difference", "points"} and not following.mod:
            break
    return []


def base_before(page: Sheet, num: Num, fits: Callable[[Num], bool]) -> list[Num]:
    """271天…；去年同期258天，…；优良天数增加13天: the base a segment or two before."""
    for earlier in page.nums[max(0, num.index - 4) : num.index][::-1]:
        if earlier.paragraph != num.paragraph or PAST.search(num.left):
            break
        if earlier.role == "base" and earlier.mod is None and fits(earlier):
            return [earlier] if "。" not in page.text[earlier.end : num.start] else []
    return []


def _of_same(page: Sheet, num: Num, base: Num) -> bool:
    """Whether a base of another sentence names nothing else (上年同期营业收入20.31亿元)."""
    words = _EARLIER.sub("", base.left)
    pairs_of = [words[i : i + 2] for i in range(len(words) - 1)]
    said = page.text[max(num.sentence, num.start - 60) : num.start]
    return not pairs_of or any(pair in said for pair in pairs_of)


_EARLIER = re.compile(
    r"(?:上年|去年|同期|同月|年初|上月|上季度|基期|[末底为是的仅约达，：]|\d+月)+"
)


def _opens(page: Sheet, base: Num) -> bool:
    """Whether the base is the first figure of its sentence."""
    return not base.index or page.nums[base.index - 1].sentence != base.sentence
