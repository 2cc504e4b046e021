"""Ratios (比例): a:b:c, fractions, 分之, 成 and halves, as exact ratios."""

from __future__ import annotations

import re
from decimal import Decimal

from gaoxin.read.core.mods import AFTER, SUFFIX, mod_before
from gaoxin.read.core.numerals import NUMERAL, arabic, numeral
from gaoxin.read.core.quantity import Number, Quantity, times

TRIPLE = re.compile(r"\d{1,4}(?:\.\d{1,4})?(?:[:∶：]\d{1,4}(?:\.\d{1,4})?){2}(?![:∶：\d])")
FRACTION = re.compile(r"(?P<a>\d{1,3})/(?P<b>\d{1,4})(?![/\d.亩月年日])")
_PART = rf"(?:\d{{1,24}}(?:\.\d{{1,12}})?|[{NUMERAL}]{{1,24}}(?:点[{NUMERAL}]{{1,12}})?)"
PARTS = re.compile(rf"(?P<b>{_PART})分之(?P<a>{_PART})(?P<s>{SUFFIX})?")
HALF = re.compile(r"一半(?!是)|半数|对半")
TENTHS = re.compile(
    rf"(?P<n>[一二两三四五六七八九](?:点[一二三四五六七八九])?|\d(?:\.\d)?)成(?P<h>半)?"
    rf"(?!员|立|果|功|本|长|熟|效|都|交|型|片|品)(?P<s>{SUFFIX})?"
)


def triple(text: str, at: int) -> Quantity | None:
    """A structure of three parts: 2.1∶29.2∶68.7."""
    match = TRIPLE.match(text, at)
    if match is None:
        return None
    value = re.sub("[∶：]", ":", match.group())
    return Quantity(at, match.end(), "ratio3", value, "ratio3", None, "", 0, 1)


def fraction(text: str, at: int) -> Quantity | None:
    """A fraction smaller than one printed with a slash: 占全国1/10."""
    match = FRACTION.match(text, at)
    if match is None or (at and (text[at - 1].isascii() and not text[at - 1].isspace())):
        return None
    above, below = int(match["a"]), int(match["b"])
    if not 0 < above < below:
        return None
    return _ratio(text, at, match.end(), divided(above, below), None)


def parts(text: str, at: int) -> Quantity | None:
    """三分之一, 百分之十五, 千分之3."""
    match = PARTS.match(text, at)
    if match is None:
        return None
    above, below = _value(match["a"]), _value(match["b"])
    if above is None or not below:
        return None
    return _ratio(text, at, match.end(), divided(above, below), match["s"])


def half(text: str, at: int) -> Quantity | None:
    """一半, 半数."""
    match = HALF.match(text, at)
    return _ratio(text, at, match.end(), Decimal("0.5"), None) if match else None


def tenths(text: str, at: int) -> Quantity | None:
    """八成, 三成五, 七成以上."""
    match = TENTHS.match(text, at)
    if match is None:
        return None
    number = _value(match["n"])
    becomes = text.startswith("为", match.end("n") + 1)  # 成为, but 超七成 为本地员工
    if number is None or (becomes and mod_before(text, at) is None):
        return None
    half_more = Decimal("0.05") if match["h"] else 0
    value = times(number, Decimal("0.1")) + half_more
    return _ratio(text, at, match.end(), value, match["s"])


def divided(above: Number, below: Number) -> Decimal:
    """Quotient as Decimal (28 digits where it does not end)."""
    return Decimal(above) / Decimal(below)


def _value(word: str) -> Number | None:
    return arabic(word) if word[0].isdigit() else numeral(word)


def _ratio(text: str, at: int, end: int, value: Number, suffix: str | None) -> Quantity:
    mod = mod_before(text, at) or AFTER.get(suffix or "")
    return Quantity(at, end, "ratio", value, "ratio", mod, "", 0, 1)
