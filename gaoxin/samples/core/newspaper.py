"""Newspaper of the demo (演示报纸): a page in columns, torn over lines as it comes out of a PDF."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH = 17
_UNIT = re.compile(r"[0-9A-Za-z.%]+|.", re.DOTALL)
_CLOSING = "，。；：、）”》！？"


def page(material: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """Return the text of the page: headlines whole, bodies broken to columns."""
    width = material.get("width", WIDTH)
    parts = [
        _headline(each["headline"].format(**words))
        if "headline" in each
        else _body(each, words, width)
        for each in material["page"]
    ]
    return "\n\n".join(parts) + "\n"


def _headline(words: str) -> str:
    return "        " + words


def _body(each: Mapping[str, str], words: Mapping[str, str], width: int) -> str:
    text = " ".join(each["body"].split()).format(**words)
    # A line end of the YAML file is no blank of the page.
    text = re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", text)
    text += each.get("byline", "")
    return "\n\n".join(torn("    " + text, width))


def torn(text: str, width: int) -> list[str]:
    """Break a text into lines of a column; a word of digits or letters goes over whole."""
    lines, line, room = [], "", width * 2
    for unit in _UNIT.findall(text):
        size = sum(2 if ord(sign) > 0xFF else 1 for sign in unit)
        if size > room and unit not in _CLOSING:
            lines.append(line.rstrip() if line.strip() else line)
            line, room = "", width * 2
            if unit == " ":
                continue
        line += unit
        room -= size
    return [*lines, line] if line.strip() else lines
