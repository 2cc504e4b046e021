"""Enumeration (列举): 六个园区 must be six names, six lines or six figures."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.read.core.check.orders import Place
from gaoxin.read.core.numerals import numeral

if TYPE_CHECKING:
    from gaoxin.read.core.check.page import Sheet

_COUNTED = re.compile(
    r"(?P<n>[两二三四五六七八九十]|\d{1,2})(?:个|家|项|类|大|种|条|户|名|只|批|方面|支)(?P<what>[\u4e00-\u9fff]{0,10})"
    r"(?:：|，?分别是|，?分别为|依次是|依次为|即|为：|包括：)(?P<list>[^。；：\n]{4,160})"
)


def count_faults(page: Sheet) -> tuple[list[Place], int]:
    """六个园区：A、B、C … counted; a list that ends in 等 is open."""
    faults: list[Place] = []
    checked = 0
    for match in _COUNTED.finditer(page.text):
        listed = match["list"]
        if "等" in listed or "、" not in listed or not _is_plain(page, match):
            continue
        items = _items(listed)
        said = _said(match["n"])
        if said is None or items < 2:
            continue
        checked += 1
        if items != said and abs(items - said) <= 2 and items == listed.count("、") + 1:
            faults.append(_wrong_count(page, match, items))
    return faults, checked


_NUMBERED = re.compile(r"[一二三四五六七八九十\d]|首先|第一")
_MORE = re.compile(r"^(?:还有|以及|和|及|并|也|而|其中)|[、]")


def _is_plain(page: Sheet, match: re.Match[str]) -> bool:
    """Names parted by 、 and nothing else: no figures, no numbered clauses, none behind ；."""
    first, _, rest = match["list"].partition("，")
    ends = page.text[match.end("list") : match.end("list") + 1]
    return not (
        _NUMBERED.match(first)
        or "、" not in first
        or _MORE.search(rest[:40])
        or ends in {"；", "："}
        or "，" in match["what"]
    )


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
