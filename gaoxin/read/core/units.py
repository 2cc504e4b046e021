"""Unit tables (单位表): printed units, counting words and multipliers, loaded once from data."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from gaoxin.read.core.numerals import MULTIPLIERS
from gaoxin.read.core.quantity import HUNDREDTH


class Unit(NamedTuple):
    """What one printed unit means: base unit, its worth in it and the form of quantity."""

    base: str
    worth: int | Decimal
    form: str


def preset(name: str) -> dict[str, Any]:
    """A shipped table of this room; every table names its source and the day it holds from."""
    text = (files("gaoxin.read") / "presets" / name).read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    table = yaml.load(text, Loader=loader)  # noqa: S506 (a safe loader either way)
    if not isinstance(table, dict) or not table.get("source") or not table.get("in_force_from"):
        raise ValueError(f"{name}: a table needs its source and in_force_from")
    return table


def alternation(words: list[str]) -> str:
    """A pattern of literal words, longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))


def _worth(text: object) -> int | Decimal:
    above, _, below = str(text).partition("/")
    value = Decimal(above) / Decimal(below or 1)
    return int(value) if value == value.to_integral_value() else value


_RATES = {
    **dict.fromkeys(("%", "个百分比"), Unit("ratio", HUNDREDTH, "ratio")),
    **dict.fromkeys(("个百分点", "百分点", "个点"), Unit("pp", 1, "pp")),
    **dict.fromkeys(("个基点", "基点"), Unit("pp", HUNDREDTH, "pp")),
    "‰": Unit("ratio", Decimal("0.001"), "ratio"),
    "成": Unit("ratio", Decimal("0.1"), "ratio"),
    "倍": Unit("ratio", 1, "times"),
    "届": Unit("ordinal", 1, "ordinal"),
}


@cache
def table() -> dict[str, Unit]:
    """Every printed unit."""
    data = preset("units.yaml")
    units: dict[str, Unit] = {}
    for word in data["classifiers"].split():
        units[word] = Unit("count", 1, "count")
    for base, words in data["measures"].items():
        for word, worth in words.items():
            form = "duration" if base in {"year", "month", "day", "hour", "minute"} else "measure"
            units[str(word)] = Unit(base, _worth(worth), form)
    for code, words in data["money"].items():
        for word in words.split():
            units[word] = Unit(code, 1, "money")
    return units | _RATES


@cache
def signs() -> dict[str, str]:
    """Currency signs written before the number."""
    return dict(preset("units.yaml")["signs"])


@cache
def currencies() -> frozenset[str]:
    """The currency codes that the press grammar reads."""
    return frozenset(preset("units.yaml")["money"])


@cache
def yearly() -> frozenset[str]:
    """Units that become a yearly capacity after 年产."""
    return frozenset(preset("units.yaml")["yearly"].split())


def unit_pattern(*, han: bool) -> str:
    """The alternation of units; after a Chinese numeral only a part of the counting words."""
    data = preset("units.yaml")
    words = list(table())
    if han:
        allowed = set(data["han_classifiers"].split())
        symbols = {"%", "‰", "点", "日", "月", "块", "方", "载", "t", "个点"}
        words = [
            word
            for word in words
            if word not in symbols and (table()[word].form != "count" or word in allowed)
        ]
    bars = {word: ends.split() for word, ends in data["not_after_classifier"].items()}
    return branches(
        {word: f"(?!{alternation(bars[word])})" if word in bars else "" for word in words}
    )


OFTEN = "亿万元%个家年月日美项户平亩人"  # tried first, the others in the order of their signs


def branches(words: dict[str, str]) -> str:
    """A pattern of words, each with what must follow it, that looks at each character once.

    Of words that begin alike the longer is tried first, as in `alternation`.
    """
    tails: dict[str, dict[str, str]] = {}
    for word, after in words.items():
        if word:
            tails.setdefault(word[0], {})[word[1:]] = after
    first = sorted(tails, key=lambda sign: (sign not in OFTEN, OFTEN.find(sign), sign))
    parts = [re.escape(sign) + _tail(tails[sign]) for sign in first]
    if "" in words:
        parts.append(words[""] or "(?:)")
    return "|".join(parts)


def _tail(words: dict[str, str]) -> str:
    return words[""] if list(words) == [""] else f"(?:{branches(words)})"


_POWERS = [word for word in MULTIPLIERS if word not in {"十", "兆"}]
# 千瓦, 千米 are units of their own
MULTIPLIER = f"(?:{branches(dict.fromkeys(_POWERS, '') | {'千': '(?![瓦伏米克赫卡])'})})"
