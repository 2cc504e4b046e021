"""Money (金额) of any wording: 五元三毛, $20, 人民币, 4人民币5美元."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from gaoxin.read.core.units import alternation, preset, signs
from gaoxin.read.core.view import fold_width
from gaoxin.read.core.wide.numbers import _PLAIN
from gaoxin.read.core.wide.tokens import value_of


class Money(NamedTuple):
    """A sum with its ISO currency; value None for a currency named alone."""

    start: int
    end: int
    value: Decimal | None
    currency: str


@cache
def _units() -> dict[str, str]:
    data = preset("units.yaml")
    units = {word: code for code, words in data["money"].items() for word in words.split()}
    return units | {
        word: code for code, words in data["more_money"].items() for word in words.split()
    }


@cache
def _pattern() -> re.Pattern[str]:
    units = alternation(list(_units()))
    names = alternation([word for word in _units() if len(word) > 1])
    small = (
        r"(?:又? *(?P<s1>[\d一二两三四五六七八九十]{1,3}) *(?P<c1>角|毛|美分|分|日本銭|銭|钱))?"
        r"(?P<s2>[\d一二三四五六七八九]分)?"
    )
    return re.compile(
        rf"(?P<sign>US\$|HK\$|[$￥¥€£]) ?(?P<a>{_PLAIN})|"
        rf"(?P<lead>人民币 *)?(?P<n>{_PLAIN}) *个?(?P<u>{units})(?!素|旦|宇|角大|链|"
        rf"头){small}(?:人民币(?! *\d))?|"
        rf"(?P<name>{names})(?!区|升|贬|对|汇|国际)"
    )


def find_money(text: str) -> list[Money]:
    """Every sum of a text, left to right."""
    folded = fold_width(text)
    return [money for match in _pattern().finditer(folded) if (money := _money(match)) is not None]


def _money(match: re.Match[str]) -> Money | None:
    if match["name"]:
        return Money(match.start(), match.end(), None, _units()[match["name"]])
    value = value_of(match["a"] or match["n"])
    if value is None:
        return None
    if match["sign"]:
        return Money(match.start(), match.end(), value, signs()[match["sign"]])
    return Money(match.start(), match.end(), value + _small(match), _units()[match["u"]])


def _small(match: re.Match[str]) -> Decimal:
    """角 and 分 after the main unit."""
    more = Decimal(0)
    if match["s1"]:
        part = value_of(match["s1"]) or Decimal(0)
        more += part / (10 if match["c1"] in {"角", "毛"} else 100)
    if match["s2"]:
        more += (value_of(match["s2"][:-1]) or Decimal(0)) / 100
    return more
