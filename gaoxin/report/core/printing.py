"""Printing of numbers (数的印法): what may stand on paper for a value.

A negative difference may be printed without its sign after a word that says so (低于 1.2 个百分点);
such a word before a positive difference is a fault: the direction is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from gaoxin.report.core.document import MINUS, Stated

Direction = Literal["up", "down", ""]
# How far back a word of direction reaches, in characters.
REACH = 14
_DOWN = "低于|减少|下降|降低|少于|落后|慢于|短缺|缺口|回落"
_UP = "高于|增加|增长|上升|提高|多于|快于|超过|领先|超"
_WORD = re.compile(f"(?P<down>{_DOWN})|(?P<up>{_UP})")
# A new clause begins a new comparison.
_CLAUSE = re.compile("[，,。；;：:、（(]")

# Characters that touch a number and make it another: 66 万, 66 成, 5 个百分点, 百分之 66.
_TURNED = re.compile(
    r"[\s（(]*[余多来几]?(?:[万亿兆百千十拾佰仟萬億倍番%％‰]|个?百分点|点(?![名评将])|分之"
    r"|成(?![立为本功员效果长])|美元|[.．·/／:：^×xX*][\d０-９])"
)
_TURNED_BEFORE = re.compile(r"(?:分之|[负百千万亿十零〇]|[\d０-９][.．·/／^×xX*])\s*$")
_HEAD_UNIT = re.compile(r"[（(]([^（）()]{1,4})[）)]\s*$")
_UNITS = frozenset(
    {
        "亿元",
        "万元",
        "元",
        "亿美元",
        "万美元",
        "美元",
        "%",
        "‰",
        "点",
        "个百分点",
        "个",
        "家",
        "倍",
        "天",
    }
)


def bare(text: str) -> str:
    """Return the text in half-width characters, without spaces, with one kind of minus."""
    half = unicodedata.normalize("NFKC", text)
    return "".join(half.split()).replace("-", MINUS)


def direction(before: str) -> Direction:
    """Return the way that the words before a number point, within its clause."""
    clause = _CLAUSE.split(before[-REACH:])[-1]
    found = list(_WORD.finditer(clause))
    if not found:
        return ""
    return "down" if found[-1]["down"] else "up"


def fault(text: str, stated: Stated, before: str = "") -> str:
    """Return why a printed text does not say the figure's value; empty where it does."""
    whole = {bare(stated.text), bare(stated.number)}
    value, seen = stated.value, bare(text)
    way = direction(before) if stated.is_change else ""
    if not value or not way:
        return "" if seen in whole else f"应为 {stated.text}"
    if seen not in whole | {shape.removeprefix(MINUS) for shape in whole}:
        return f"应为 {stated.text}"
    if seen.startswith(MINUS):
        return "" if way == "up" else f"“{before[-REACH:]}”后面不应再写负号"
    if (way == "down") != (value < 0):
        return f"方向相反：{stated.name}为 {stated.text}"
    return ""


def says(text: str, wording: str) -> bool:
    """Test whether a text is the whole wording, or one whole line of it."""
    lines = {bare(wording), *(bare(line) for line in wording.split("\n"))}
    return bare(text) in lines


def turned(text: str, stated: Stated, before: str, after: str) -> str:
    """Return why the characters that touch a printed number make it another; empty if none do."""
    # A number printed bare may have its own unit behind it.
    tail = bare(after)
    if bare(text) == bare(stated.number) and stated.unit_word:
        tail = tail.removeprefix(bare(stated.unit_word))
    found = _TURNED.match(tail)
    if found:
        return f"后面紧接“{found.group().strip()}”，变成另一个数"
    ahead = _TURNED_BEFORE.search(before)
    return f"前面紧接“{ahead.group().strip()}”，变成另一个数" if ahead else ""


def unit_fault(text: str, stated: Stated, head: str) -> str:
    """Return why a column's unit is not the figure's; empty where it is or none is named."""
    named = _HEAD_UNIT.search(head)
    if named is None or bare(text) != bare(stated.number) or bare(named[1]) not in _UNITS:
        return ""
    own = {bare(stated.unit), bare(stated.unit_word)}
    if bare(named[1]) in own or not stated.unit_word:
        return ""
    return f"表头写“{named[1]}”，单位应为 {stated.unit}"
