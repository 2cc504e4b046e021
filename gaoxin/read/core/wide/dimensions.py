"""Dimensions (量) of any wording: 一吨半, 20万公斤, 三千比特."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from gaoxin.read.core.units import alternation, preset
from gaoxin.read.core.view import fold_width
from gaoxin.read.core.wide.numbers import _PLAIN
from gaoxin.read.core.wide.tokens import value_of


class Dimension(NamedTuple):
    """A measured quantity in the unit as printed."""

    start: int
    end: int
    value: Decimal
    unit: str


@cache
def _names() -> dict[str, str]:
    return {
        word: name
        for name, words in preset("units.yaml")["dimension_names"].items()
        for word in words.split()
    }


@cache
def _pattern() -> re.Pattern[str]:
    units = alternation(list(_names()))
    return re.compile(
        rf"(?P<sign>[-负負])?(?P<n>{_PLAIN}) *(?P<u>{units})(?![A-Za-z])(?!元|银)(?P<half>半)?",
        re.IGNORECASE,
    )


def find_dimensions(text: str) -> list[Dimension]:
    """Every measured quantity of a text, left to right."""
    found: list[Dimension] = []
    folded = fold_width(text)
    at = 0
    while (match := _pattern().search(folded, at)) is not None:
        one = _dimension(match)
        if one is not None:
            found.append(one)
        at = match.end() if one is not None else match.start() + 1
    return found


def _dimension(match: re.Match[str]) -> Dimension | None:
    words, unit = match["n"], match["u"]
    if unit == "两" and words in {"一", "十", "百"} and len(match.group()) == len(match.string):
        return None
    value = value_of(words)
    if value is None:
        return None
    name = _names().get(unit) or _names().get(unit.lower(), unit)
    if words[-1:] == "千" and f"千{unit}" in _names() and len(words) > 1:
        value, name = value / 1000, _names()[f"千{unit}"]
    if match["half"]:
        value += Decimal("0.5")
    return Dimension(match.start(), match.end(), -value if match["sign"] else value, name)
