"""Counted rows (清单项数): 四大行业依次为 four figures; 29件、26件、21件，以上三家 three."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from gaoxin.read.core.check.orders import Place
from gaoxin.read.core.numerals import numeral

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaoxin.read.core.check.numbers import Num
    from gaoxin.read.core.check.page import Sheet

_N = r"(?P<n>[两二三四五六七八九十]|\d{1,2})"
_CLASS = r"(?:个|家|项|类|大|种|条|户|只|批|支|位|所|宗|块)"
_BEFORE = re.compile(
    rf"(?<![第前后其\d]){_N}{_CLASS}[\u4e00-\u9fff]{{1,12}}?"
    r"(?:(?:按[\u4e00-\u9fff]{1,6})?(?:由|从)[高低大小多少]到[高低大小多少])?(?:排[列序])?"
    r"(?:依次|分别)(?:是|为)[：:]?(?P<first>[\u4e00-\u9fff“”A-Za-z]{1,12})$"
)
_BEHIND = re.compile(
    rf"[，；](?P<said>以上|这|上述|上列)?{_N}{_CLASS}(?P<rest>[\u4e00-\u9fff]{{0,8}})"
)
_TOP = re.compile(rf"[，]?(?:排名|分列|分居|位居|位列|居|列)前{_N}位?")
_OPEN = re.compile(r"等|其他|其余|其它")
MOST = 3  # how far a wrong number may lie from the right one


def row_counts(page: Sheet) -> tuple[list[Place], int]:
    """Numbers of things named before or behind a list of figures, against its length."""
    faults: list[Place] = []
    checked = 0
    for row in _rows(page):
        for match, sure in (*_before(page, row), *_behind(page, row)):
            said = numeral(match["n"]) if not match["n"].isdigit() else int(match["n"])
            if said is None or isinstance(said, Decimal) or not sure:
                continue
            checked += 1
            if said != len(row) and abs(said - len(row)) <= MOST:
                faults.append(_place(page, match, row))
    return faults, checked


def _rows(page: Sheet) -> Iterator[tuple[Num, ...]]:
    """Rows of figures parted by 、 alone, each behind a name, in one sentence."""
    for run in page.runs:
        row = run.members
        between = [page.text[a.end : b.start] for a, b in pairwise(row)]
        listed = all(words.startswith("、") and 2 <= len(words) <= 16 for words in between)
        one = row[0].sentence == row[-1].sentence
        if one and listed and not any(_OPEN.search(words) for words in between):
            yield row


def _before(page: Sheet, row: tuple[Num, ...]) -> Iterator[tuple[re.Match[str], bool]]:
    """四大主导行业产值由高到低依次为：新材料33.5亿元、…"""
    begin = row[0].sentence
    match = _BEFORE.search(page.text, max(begin, row[0].start - 60), row[0].start)
    ends = page.text[row[-1].end : row[-1].end + 1]
    if match is not None:
        yield match, ends in {"。", "；", "，", "\n", ""}


def _behind(page: Sheet, row: tuple[Num, ...]) -> Iterator[tuple[re.Match[str], bool]]:
    """…29件、26件、21件，以上三家 / 居前三位 / 三家合计76件 / 三个门类占比依次为…"""
    top = _TOP.match(page.text, row[-1].end)
    if top is not None:
        yield top, True
    match = _BEHIND.match(page.text, row[-1].end)
    if match is None:
        return
    following = page.nums[row[-1].index + 1 : row[-1].index + 2 + len(row)]
    yield match, bool(match["said"]) or _sums(row, following) or _shared(page, row, following)


def _sums(row: tuple[Num, ...], following: tuple[Num, ...]) -> bool:
    """Whether the figure behind adds up the whole row."""
    total = sum((num.value for num in row), Decimal(0))
    return any(
        num.unit == row[0].unit and num.value == total and "合计" in num.left
        for num in following[:2]
    )


def _shared(page: Sheet, row: tuple[Num, ...], following: tuple[Num, ...]) -> bool:
    """Whether as many shares as the row has figures follow."""
    ratios = [num for num in following if num.is_ratio][: len(row)]
    if len(ratios) != len(row) or not re.search("依次|分别", ratios[0].left):
        return False
    return all(page.text[a.end : b.start] in {"、", "和", "，"} for a, b in pairwise(ratios))


def _place(page: Sheet, match: re.Match[str], row: tuple[Num, ...]) -> Place:
    start, end = match.span("n")
    items = len(row)
    han = "零一二三四五六七八九十"
    expected = han[items] if not match["n"].isdigit() and items < len(han) else str(items)
    spans = tuple((num.start, num.end) for num in row)
    return Place("list_count", start, end, page.text[start:end], expected, spans)
