"""Order and enumeration (排序与列举): 从高到低 must fall, 六个 must be six."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.read.core.check.page import NEAR, Sheet
from gaoxin.read.core.numerals import numeral

if TYPE_CHECKING:
    from gaoxin.read.core.check.numbers import Num

_DOWN = re.compile(r"(?:从|由)(?:高|大|多|强|优)(?:到|至)(?:低|小|少|弱|劣)|降序|从前到后")
_UP = re.compile(r"(?:从|由)(?:低|小|少)(?:到|至)(?:高|大|多)|升序")
_COUNTED = re.compile(
    r"(?P<n>[两二三四五六七八九十]|\d{1,2})(?:个|家|项|类|大|种|条|户|名|只|批|方面)(?P<what>[\u4e00-\u9fff]{0,10})"
    r"(?:：|分别是|分别为|依次是|依次为|即|为：|包括：)(?P<list>[^。；：\n]{4,160})"
)
_NUMERIC = re.compile(r"\d")


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
    for pattern, sign in ((_DOWN, 1), (_UP, -1)):
        for match in pattern.finditer(page.text):
            listed = _listed(page, match.end())
            listed = listed if len(listed) >= 3 else _above(page, match.start())
            if len(listed) < 3:
                continue
            checked += 1
            fault = _inversion(listed, sign, match.span())
            if fault is not None:
                faults.append(fault)
    return faults, checked


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


# 全区平均82.7%, 五家合计: no member of the list
_APART = re.compile(r"平均|合计|共计|同比|上年|全[区市省县]|[前后][两二三四五]位")


def _above(page: Sheet, at: int) -> list[Num]:
    """The rows of a table above 以上按产值从高到低排列."""
    ends = [run.members[-1].end for run in page.runs]
    for index in range(bisect_right(ends, at) - 1, max(-1, bisect_right(ends, at) - 6), -1):
        if len(page.runs[index].members) >= 3:
            return list(page.runs[index].members)
    return []


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


def count_faults(page: Sheet) -> tuple[list[Place], int]:
    """六个园区：A、B、C … counted; a list that ends in 等 is open."""
    faults: list[Place] = []
    checked = 0
    for match in _COUNTED.finditer(page.text):
        listed = match["list"]
        if "等" in listed or "、" not in listed:
            continue
        items = _items(listed)
        said = _said(match["n"])
        if said is None or items < 2:
            continue
        checked += 1
        if items != said and abs(items - said) <= 2 and items == listed.count("、") + 1:
            faults.append(_wrong_count(page, match, items))
    return faults, checked


def _items(listed: str) -> int:
    parts = listed.split("、")
    last = parts[-1]
    joined = re.search(r"[\u4e00-\u9fff]{2,}[和及与][\u4e00-\u9fff]{2,}", last.split("，")[0])
    return len(parts) + (1 if joined else 0)


def _said(word: str) -> int | None:
    value = int(word) if word.isdigit() else numeral(word)
    return int(value) if value is not None and not isinstance(value, Decimal) else None


def _wrong_count(page: Sheet, match: re.Match[str], items: int) -> Place:
    start, end = match.span("n")
    expected = str(items) if match["n"].isdigit() else "零一二三四五六七八九十"[min(items, 10)]
    span = match.span("list")
    return Place("list_count", start, end, page.text[start:end], expected, (span,))
