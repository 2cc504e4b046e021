"""Torn lines (断行): whether a line end belongs to the layout or to the writing."""

from __future__ import annotations

import re
from typing import NamedTuple

# blanks, controls, zero-width and direction signs: none of them is part of an expression
GAP = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+"
)
_STOP = frozenset("。！？；!?;")
_CLOSE = frozenset("。！？；!?;”）)…")
_NUMERAL_END = re.compile(r"[0-9.第零〇一二两三四五六七八九十百千万亿余多约超近达]")
_UNIT_START = re.compile(
    r"[0-9一二两三四五六七八九十分%.％‰元万亿千百余多个家项户名人件台套条座亩吨片辆支年月日天届次期批倍成美欧日港平公（]"
)
_HAN_UNIT_START = frozenset("十百千万亿届次批家个项条位名倍成分季")
_ITEM = re.compile(
    r"(?:\d{1,3}[.、．)）](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[)）]|"
    r"[一二三四五六七八九十]{1,3}、|[—\-–•●◆■▲※*]|本报|本刊|新华)"
)
_COLUMN = re.compile(r"\S(?:[\t\u3000]| {2,})+\S")
# names after the last full stop: a byline closes its story
_SIGNED = re.compile(r"[。！？”][ \u3000]+[\u4e00-\u9fff \u3000]{2,16}$")
_LINE = re.compile(r"[^\r\n]+")
_PARAGRAPH_WIDTH = 100  # a line at least this wide is a whole paragraph
NEIGHBOURS = 3


class Line(NamedTuple):
    """A line that is not blank: its text and its printed width in half-width units."""

    text: str
    width: int


def lines(text: str) -> list[Line]:
    """The lines of a text that hold more than blanks."""
    found: list[Line] = []
    for match in _LINE.finditer(text):
        line = match.group().strip()
        if line and GAP.sub("", line[:80]):
            found.append(Line(line, width(line)))
    return found


def width(line: str) -> int:
    """Printed width of a line: Han and full-width signs count two."""
    return len(line) + (len(line.encode("utf-8", "replace")) - len(line)) // 2


def joins(page: list[Line], index: int) -> bool:
    """Whether the writing runs on from line `index` to the next one."""
    here, below = page[index], page[index + 1]
    before, after = here.text[-1], below.text[0]
    if before in _STOP:
        return False
    if _torn_quantity(before, after) and not _table_like(below.text):
        return True
    if (
        before in "：:"
        or _SIGNED.search(here.text)
        or here.width >= _PARAGRAPH_WIDTH
        or _ITEM.match(below.text)
    ):
        return False
    if _COLUMN.search(here.text) or _COLUMN.search(below.text):
        return False
    above = page[index - 1].text if index else ""
    if above.endswith(("：", ":")) and len(above) < 16:
        return False  # a headline under its kicker (平顶山高新区：)
    opens = not above or above[-1] in _CLOSE or _ITEM.match(here.text)
    slack = 8 if opens else 4  # a paragraph's first line has lost its indent
    return here.width >= max(_column_width(page, index) - slack, 12)


def _column_width(page: list[Line], index: int) -> int:
    """The narrower of the columns above and below the line's end."""
    above = [line.width for line in page[max(0, index + 1 - NEIGHBOURS) : index + 1]]
    below = [line.width for line in page[index + 1 : index + 1 + NEIGHBOURS]]
    if len(above) < 2:  # nothing above to compare with
        return max(below)
    return min(max(above), max(below))


def _torn_quantity(before: str, after: str) -> bool:
    if before.isdigit() and after.isdigit():
        return False  # two figures of a column, unless the line is a full one
    if before in "一二三四五六七八九十":
        return after in _HAN_UNIT_START
    return bool(_NUMERAL_END.match(before) and _UNIT_START.match(after))


def _table_like(line: str) -> bool:
    return bool(_ITEM.match(line) or _COLUMN.search(line))
