"""Torn lines (断行): whether a line end belongs to the layout or to the writing."""

from __future__ import annotations

import re

# blanks, controls, zero-width and direction signs: none of them is part of an expression
GAP = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+"
)
_STOP = frozenset("。！？；!?;")
_CLOSE = frozenset("。！？；!?;”）)…")
_NUMERAL_END = re.compile(r"[0-9.,第零〇一二两三四五六七八九十百千万亿余多约超近达]")
_UNIT_START = re.compile(
    r"[0-9一二两三四五六七八九十分%.％‰元万亿千百余多个家项名户人件台套条座亩吨片辆支年月日天届次期批倍成美欧日港平公（]"
)
_HAN_UNIT_START = frozenset("十百千万亿届次批家个项条位名倍成分季")
_ITEM = re.compile(
    r"(?:\d{1,3}[.、．)）](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|[—\-–•●◆■▲※*]|本报|本刊|新华)"
)
_COLUMN = re.compile(r"\S(?:[\t\u3000]| {2,})+\S")
_LOOK = 600  # characters looked at on each side: bounded work for a line of any length


def width(line: str) -> int:
    """Printed width of a line in half-width units."""
    return sum(1 if char < "\u1100" else 2 for char in line.strip())


def joins(text: str, start: int, end: int) -> bool:
    """Whether the writing runs on over the gap [start, end), which holds a line end."""
    before = text[start - 1]
    if before in _STOP:
        return False
    if _torn_quantity(before, text[end]) and not _table_like(text, end):
        return True
    if before in "：:" or _ITEM.match(text, end):
        return False
    here = _line_before(text, start)
    if _COLUMN.search(here) or _COLUMN.search(_line_after(text, end)):
        return False
    full = width(here)
    if full >= 100:
        return False  # prose in whole paragraphs: a line end is a paragraph end
    if _after_kicker(text, start - len(here)):
        return False
    opens = _first_line(text, start - len(here)) or _ITEM.match(here.lstrip())
    slack = 8 if opens else 4
    return full >= max(_column_width(text, start, end) - slack, 12)


def _after_kicker(text: str, start: int) -> bool:
    """Whether the line above is a short one that ends in a colon (平顶山高新区：)."""
    low = max(0, start - 40)
    before = text[low:start].rstrip()
    return before.endswith(("：", ":")) and 0 < len(before) - before.rfind("\n") < 16


def _first_line(text: str, start: int) -> bool:
    """Whether the line at `start` opens a paragraph, whose indent of two characters is lost."""
    before = text[max(0, start - 8) : start].rstrip()
    return not before or before[-1] in _CLOSE


def _column_width(text: str, start: int, end: int) -> int:
    """The narrower of the columns above and below the gap."""
    above = _widths(text[max(0, start - _LOOK) : start].splitlines()[::-1])
    below = _widths(text[end : end + _LOOK].splitlines())
    if len(above) < 2:  # nothing above to compare with
        return max(below, default=0)
    return min(max(above), max(below, default=0))


def _widths(lines: list[str]) -> list[int]:
    widths: list[int] = []
    for line in lines:
        if line.strip():
            widths.append(width(line))
            if len(widths) == 3:
                break
    return widths


def _line_before(text: str, start: int) -> str:
    low = max(0, start - _LOOK)
    cut = text.rfind("\n", low, start)
    return text[max(cut + 1, low) : start]


def _line_after(text: str, end: int) -> str:
    cut = text.find("\n", end, end + _LOOK)
    return text[end : cut if cut >= 0 else end + _LOOK]


def _torn_quantity(before: str, after: str) -> bool:
    if before.isdigit() and after.isdigit():
        return False  # two figures of a column, unless the line is a full one
    if before in "一二三四五六七八九十":
        return after in _HAN_UNIT_START
    return bool(_NUMERAL_END.match(before) and _UNIT_START.match(after))


def _table_like(text: str, end: int) -> bool:
    return bool(_ITEM.match(text, end) or _COLUMN.search(_line_after(text, end)))
