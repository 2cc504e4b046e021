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
