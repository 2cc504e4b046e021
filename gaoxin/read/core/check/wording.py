"""Wording (写法): a value in the way a figure is printed: same unit, decimals and commas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gaoxin.read.core.check.close import rounded

if TYPE_CHECKING:
    from decimal import Decimal

    from gaoxin.read.core.check.numbers import Num

_DIGITS = re.compile(r"-?[\d,]*\d(?:\.(?P<decimals>\d+))?")


def written(num: Num, value: Decimal) -> str:
    """A value in the way the figure is printed: same unit, same decimals, same commas."""
    number = rounded(value, num.step) / num.scale if num.scale else value
    printed = _DIGITS.match(num.text)
    decimals = len(printed["decimals"] or "") if printed else 0
    if not num.text[:1].isdigit() and num.unit == "count" and 0 < number <= 10:
        return "零一二三四五六七八九十"[int(number)] + num.text[1:]
    if num.text.startswith("-") and number > 0:
        number = -number  # a fall is compared by its size
    plain = f"{number:,.{decimals}f}" if "," in num.text else f"{number:.{decimals}f}"
    return plain + (num.text[printed.end() :] if printed else num.text.lstrip("0123456789.,"))


def with_unit(num: Num, power: int) -> str:
    """The figure with 万 for 亿 or 亿 for 万."""
    text = num.text
    if power in {4, -8} and "万" in text:
        return text.replace("万", "亿", 1)
    if power in {-4, 8} and "亿" in text:
        return text.replace("亿", "万", 1)
    return text
