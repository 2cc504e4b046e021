"""Order (排序): 从高到低 must fall, the first three of a ranking must, and 后三名 as well."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from gaoxin.read.core.check.close import Span
from gaoxin.read.core.check.page import NEAR, Sheet
from gaoxin.read.core.check.slips import within

if TYPE_CHECKING:
    from gaoxin.read.core.check.numbers import Num

_DOWN = re.compile(
    r"(?:[从由]|按[\u4e00-\u9fff]{0,8}?)(?:高|大|多|强|优|快)(?:到|至)(?:低|小|少|弱|劣|慢)|降序|从前到后"
)
_UP = re.compile(r"(?:从|由)(?:低|小|少|慢)(?:到|至)(?:高|大|多|快)|升序")
# a ranking without a direction: the figures of its list fall (or all rise, as in 后三名)
_RANKED = re.compile(
    r"(?:前|后|末)[两二三四五六七八九十\d]{1,2}(?:名|位|强)|排名|名次|位次|排位|居前|靠前|前列|较多的|较高的|最多的|较大的|较快的"
)
_LEAD = re.compile(r"^[^。\n；]{0,24}?$")
# 全区平均82.7%, 五家合计: no member of the list
_APART = re.compile(
    r"平均|合计|共计?|总[投额产量数]|同比|上年|全[区市省县]|[前后][两二三四五]位|相差|其余|其他|超过|以上"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A fault of order or enumeration: where, what it should read, what proves it."""

    rule: str
    start: int
    end: int
    text: str
    expected: str
    because: tuple[tuple[int, int], ...]


def order_faults(page: Sheet) -> tuple[list[Place], int]:
    """Lists announced as falling or rising that do not; and how many lists were looked at."""
    faults: list[Place] = []
    checked = 0
    seen: set[int] = set()
    for pattern, sign in ((_DOWN, 1), (_UP, -1)):
        for match in pattern.finditer(page.text):
            listed = _listed(page, match.end())
            listed = listed if len(listed) >= 3 else _above(page, match.start())
            if len(listed) < 3 or listed[0].index in seen:
                continue
            checked += 1
            seen.add(listed[0].index)
            fault = _inversion(listed, sign, match.span())
            if fault is not None:
                faults.append(fault)
    ranked, looked = _rankings(page, seen)
    return [*faults, *ranked], checked + looked


def _rankings(page: Sheet, seen: set[int]) -> tuple[list[Place], int]:
    """Lists of a ranking that neither fall nor rise for one figure that a slip explains."""
    faults: list[Place] = []
    checked = 0
    for match in _RANKED.finditer(page.text):
        listed = _before(page, match.start()) or _listed(page, match.end())
        if len(listed) < 3:
            continue
        behind = listed[0].start < match.start()
        near = behind or bool(_LEAD.match(page.text[match.end() : listed[0].start]))
        near = near and page.text[listed[-1].end : listed[-1].end + 2].strip("）、")[:1] != "等"
        if not near or listed[0].index in seen:
            continue
        checked += 1
        seen.add(listed[0].index)
        if not _falls(listed, 1) and not _falls(listed, -1):
            fault = _slipped(listed, match)
            faults += [fault] if fault is not None else []
    return faults, checked


def _falls(listed: list[Num], sign: int) -> bool:
    return all(one.value * sign >= other.value * sign for one, other in pairwise(listed))


def _slipped(listed: list[Num], cue: re.Match[str]) -> Place | None:
    """The figure without which the list falls, and that a slip of the pen put out of place."""
    for at in range(len(listed) - 1, -1, -1):
        rest = [*listed[:at], *listed[at + 1 :]]
        if not _falls(rest, 1):
            continue
        low = listed[at + 1].value if at + 1 < len(listed) else listed[at].value * 0
        high = listed[at - 1].value if at else 10 * listed[at + 1].value
        if within(listed[at], Span(low, high)):
            num, wanted = listed[at], f"{listed[at + 1].text}～" if at + 1 < len(listed) else "≤"
            wanted += listed[at - 1].text if at else ""
            because = (*tuple((n.start, n.end) for n in listed), cue.span())
            return Place("order", num.start, num.end, num.text, wanted, because)
    return None


def _listed(page: Sheet, at: int) -> list[Num]:
    """The comparable figures after the announcement, in its sentence."""
    stop = page.text.find("。", at, at + 600)
    stop = at + 600 if stop < 0 else stop
    first = bisect_left(page.nums, at, key=lambda num: num.start)
    inside = [num for num in page.nums[first : first + NEAR] if num.start < stop]
    if len(inside) < 3:
        return []
    head = inside[0]
    ends = next((at for at, num in enumerate(inside) if at and _APART.search(num.left)), None)
    inside = inside[:ends]
    return [num for num in inside if num.unit == head.unit and num.word == head.word]


def _before(page: Sheet, at: int) -> list[Num]:
    """The list right before 居前四位, in its sentence."""
    index = _last_run(page, at)
    end = page.runs[index].members[-1].end if index >= 0 else -1
    if index < 0 or at - end > _CLOSE or "。" in page.text[end:at] or _FOLLOWS.match(page.text, at):
        return []
    row = list(page.runs[index].members[-NEAR:])
    return row if len(row) >= 3 and row[0].sentence == row[-1].sentence else []


_FOLLOWS = re.compile("[^，。；\n]{0,16}[：:]")  # 位居前三的工单：the list is still to come
_CLOSE = 4  # signs between a list and the words that rank it


def _above(page: Sheet, at: int) -> list[Num]:
    """The rows of a table above 以上按产值从高到低排列."""
    last = _last_run(page, at)
    for index in range(last, max(-1, last - 5), -1):
        if len(page.runs[index].members) >= 3:
            return list(page.runs[index].members[-NEAR:])
    return []


def _last_run(page: Sheet, at: int) -> int:
    """The last run that ends before a place."""
    return bisect_right(page.runs, at, key=lambda run: run.members[-1].end) - 1


def _inversion(listed: list[Num], sign: int, cue: tuple[int, int]) -> Place | None:
    values = [num.value * sign for num in listed]
    right = sorted(values, reverse=True)
    for index, (value, better) in enumerate(zip(values, right, strict=True)):
        if value != better:
            wanted = listed[values.index(better)]
            num = listed[index]
            because = (*tuple((n.start, n.end) for n in listed), cue)
            return Place("order", num.start, num.end, num.text, wanted.text, because)
    return None
