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
    r"[一二三四五六七八九十]{1,3}、|[—\-–•●◆■▲※*]|"
    r"往期|点击|阅读原文|国内统一|责编|(?:来源|编辑|审核|校对|责任编辑)[：:|丨 ]|本报|本刊|新华)"
)
_COLUMN = re.compile(r"\S(?:[\t\u3000]| {2,})+\S")
# names after the last full stop: a byline closes its story
_SIGNED = re.compile(r"[。！？”](?:[ \u3000]+[\u4e00-\u9fff \u3000]{2,16}|\s*（[^（）]{2,30}）)$")
_TITLE = re.compile(
    r"(?:的通报|的报告|的通知|简报|的意见|的公告|快报|通报|情况)(?:（[^（）]{1,12}）)?$"
)
_MASTHEAD = re.compile(
    r"(?:星期[一二三四五六日天]|[\d一二三四五六七八]版|\d期|[日晚时晨早市区县]报)$"
)
_EDITORS = ("责编", "责任编辑", "组版", "美编", "版式", "值班", "本版", "广告", "导读", "地址")
_KICKER = re.compile(r"[\u4e00-\u9fff]{2,14}[：:]$")
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
        if line and ("\u4e00" <= line[0] <= "\u9fff" or GAP.sub("", line[:80])):
            found.append(Line(line, width(line)))
    return found


def width(line: str) -> int:
    """Printed width of a line: Han and full-width signs count two."""
    return len(line) + (len(line.encode("utf-8", "replace")) - len(line)) // 2


def joins(page: list[Line], index: int, *, before_joined: bool) -> bool:
    """Whether the writing runs on from line `index` to the next one.

    `before_joined` says whether it ran on from the line before: a line under a headline is told
    by the column below it alone.
    """
    here, below = page[index], page[index + 1]
    before, after = here.text[-1], below.text[0]
    if before in _STOP:
        return False
    if _torn_quantity(before, after) and not _table_like(below.text):
        return True
    above = page[index - 1].text if index else ""
    if here.width >= _PARAGRAPH_WIDTH or _parted(here.text, below.text, above):
        return False
    if _stands_out(page, index):
        return False
    return here.width >= max(_least_width(page, index, above, before_joined), 12)


def _stands_out(page: list[Line], index: int) -> bool:
    """Wider than the column on both sides, as a headline set over two columns is."""
    near = [*page[max(0, index - 2) : index], *page[index + 1 : index + 1 + NEIGHBOURS]]
    return len(near) > NEIGHBOURS and page[index].width > max(line.width for line in near) + 6


def _parted(here: str, below: str, above: str) -> bool:
    """Whether the lines themselves say that one ends or the other begins."""
    if here[-1] in "：:" or _SIGNED.search(here) or _TITLE.search(here):
        return True
    if _ITEM.match(below) or _KICKER.match(below):
        return True
    if _MASTHEAD.search(here) or here.startswith(_EDITORS):
        return True
    if (_COLUMN.search(here) and here.rfind("（") <= here.rfind("）")) or _COLUMN.search(below):
        return True
    # a headline under its kicker (平顶山高新区：)
    return above.endswith(("：", ":")) and len(above) < 16


def _least_width(page: list[Line], index: int, above: str, before_joined: bool) -> int:
    """How wide a line must be to be a full one, which runs on."""
    below = max(line.width for line in page[index + 1 : index + 1 + NEIGHBOURS])
    closed = not above or above[-1] in _CLOSE
    opens = bool(index) and (closed or not before_joined or _ITEM.match(page[index].text))
    slack = 8 if opens else 4 if index else 2  # a paragraph's first line has lost its indent
    slack += min(sum(char < "\x80" for char in page[index].text) // 2, 4)  # set by characters
    if index == 0 or not (before_joined or closed):
        return below - slack
    column = max(line.width for line in page[max(0, index + 1 - NEIGHBOURS) : index + 1])
    least = min(column, below)
    if opens and not before_joined:
        least = max(least, page[index + 1].width)  # a paragraph's lines do not grow after the first
    return least - slack


def _torn_quantity(before: str, after: str) -> bool:
    if before.isdigit() and after.isdigit():
        return False  # two figures of a column, unless the line is a full one
    if before in "一二三四五六七八九十":
        return after in _HAN_UNIT_START
    return bool(_NUMERAL_END.match(before) and _UNIT_START.match(after))


def _table_like(line: str) -> bool:
    return bool(_ITEM.match(line) or _COLUMN.search(line))
