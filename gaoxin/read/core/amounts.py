"""Amounts (数额): Arabic numbers with multiplier, unit, range, approximation and rate."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from string import ascii_letters
from typing import Final, NamedTuple

from gaoxin.read.core.mods import AFTER, LAST, SUFFIX, mod_before
from gaoxin.read.core.numerals import MULTIPLIERS, arabic
from gaoxin.read.core.quantity import Number, Quantity, Value, made, times
from gaoxin.read.core.units import MULTIPLIER, Unit, signs, table, unit_pattern

NUMBER = r"\d{1,3}(?:(?:,\d{3})+|\d{0,37})(?:\.\d{1,30}|)"
DASH = r"(?:[-—–－~～―]{1,2}|至|到)"
_UNITS: Final = unit_pattern(han=False)
_PER = "人|户|年|月|日|天|亩|平方米|平米|吨|小时|台|套|度|家|千瓦时|㎡|立方米"
# (…|) is the same as (…)? with "" for None, and faster
AMOUNT = re.compile(
    rf"(?P<n>{NUMBER})(?:个(?=亿(?!元))|)(?P<i>[余多几来]?)(?P<m>{MULTIPLIER}|)"
    rf"(?P<j>[余多]|\+(?=[家个项人名户件元])|(?<=[万亿])\+(?![\dA-Za-z+])|)"
    rf"(?:(?: (?=[A-Za-z])|)(?P<u>{_UNITS})|)"
    rf"(?P<k>(?<=[个家人名件项台元天年月])[多余](?=月|小时|百分点|星期|工作日|天|年)|)"
    rf"(?:[/每](?P<per>{_PER})(?!个)|)(?P<s>{SUFFIX}|)"
)
RANGE = re.compile(
    rf"(?P<a>{NUMBER})(?P<am>{MULTIPLIER})?(?P<au>{_UNITS})?{DASH}"
    rf"(?P<b>{NUMBER})(?P<bm>{MULTIPLIER})?(?P<bu>{_UNITS})(?P<s>{SUFFIX})?"
)
_DASHES: Final = frozenset("-—–－~～―至到")
_LONGEST: Final = 12  # characters of the lower end of a range
RANGE_START = re.compile(rf"{NUMBER}\D{{0,4}}?{DASH}\d")
_LETTERS: Final = frozenset(ascii_letters)
_UNIT: Final = Unit("", 1, "bare")
_TABLE: Final = table()


class Measure(NamedTuple):
    """What the words after a number make of it."""

    scale: Number
    base: str | None
    form: str
    mod: str | None
    word: str


def amount(text: str, at: int) -> Quantity | None:
    """The Arabic amount that begins at `at`; form `bare` when it has no unit."""
    match = AMOUNT.match(text, at)
    if match is None:
        return None
    end = match.end()
    after, before = text[end : end + 1], text[at - 1] if at else ""
    if after in _DASHES and end - at < _LONGEST and RANGE_START.match(text, at):
        found = _range(text, at)
        if found:
            return found
    if (after in _LETTERS or before in _LETTERS) and _inside_a_name(text, match):
        return None
    number, infix, power, infix2, word, more, per, suffix = match.groups()
    scale, base, form, mod, printed = _measure(power, word, per, suffix)
    if infix or infix2 or more:
        mod = ">"
    value, digits = _worth(number, scale)
    if before in LAST:
        mod = mod_before(text, at) or mod
    found = made((at, end, form, value, base, mod, printed, digits, scale))
    return _below_zero(text, found) if before in _MINUS else found


def _worth(number: str, scale: Number) -> tuple[Number, int]:
    """What the printed number is worth, and how many decimals are printed."""
    point = number.find(".")
    if point >= 0:
        return times(arabic(number), scale), len(number) - point - 1
    whole = int(number.replace(",", ""))
    return whole * scale if type(scale) is int else times(whole, scale), 0


@lru_cache(maxsize=4096)
def _measure(power: str, word: str | None, per: str | None, suffix: str) -> Measure:
    unit = _TABLE[word] if word else _bare_unit(power, suffix)
    scale = (MULTIPLIERS[power] if power else 1) * unit.worth
    base, form = _rated(unit, per)
    return Measure(scale, base, form, AFTER[suffix] if suffix else None, word or power or "")


def _bare_unit(power: str, suffix: str) -> Unit:
    """A number without unit; after 亿 or 千万 and so on it is money (10亿以上企业)."""
    if power in {"亿", "百亿", "千亿", "万亿", "十亿"} and suffix in AFTER:
        return Unit("CNY", 1, "money")
    return _UNIT


def _rated(unit: Unit, per: str | None) -> tuple[str | None, str]:
    if not per:
        return unit.base or None, unit.form
    per = {"平方米": "m2", "平米": "m2", "㎡": "m2", "天": "日"}.get(per, per)
    form = "rate" if unit.form != "count" else "rate_count"
    return f"{unit.base}/{per}", form


def _inside_a_name(text: str, match: re.Match[str]) -> bool:
    """Digits that touch a letter (J2B, 5G, G236) belong to a name, unless the letter is a unit."""
    start, end = match.span()
    if start and text[start - 1] in _LETTERS and text[max(0, start - 3) : start] not in _SIGNS:
        return True
    if text[end : end + 1] not in _LETTERS:
        return False
    unit = match["u"]
    return not unit or unit[-1] in _LETTERS


_SIGNS: Final = frozenset({"USD", "CNY", "RMB", "US$", "HK$", "EUR"})


def _range(text: str, at: int) -> Quantity | None:
    match = RANGE.match(text, at)
    if match is None or (at and text[at - 1] in _LETTERS):
        return None
    a, am, au, b, bm, bu, suffix = match.groups()
    if au and not _same_kind(au, bu):
        return None
    unit = _TABLE[bu]
    high_scale = (MULTIPLIERS[bm] if bm else 1) * unit.worth
    low_power = MULTIPLIERS[am] if am else (1 if au else None)
    low_scale = high_scale if low_power is None else low_power * unit.worth
    value: Value = (times(arabic(a), low_scale), times(arabic(b), high_scale))
    mod = mod_before(text, at) or AFTER.get(suffix or "")
    digits = len(b.partition(".")[2])
    return Quantity(at, match.end(), unit.form, value, unit.base, mod, bu, digits, high_scale)


def _same_kind(a: str, b: str) -> bool:
    return _TABLE[a].base == _TABLE[b].base


_ENGLISH: Final = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
SIGNED = re.compile(
    rf"(?P<sign>US\$|HK\$|[$￥¥€£])(?P<n>{NUMBER})"
    rf"(?:(?P<m>{MULTIPLIER})(?:元|美元)?|元|美元| ?(?P<e>{'|'.join(_ENGLISH)})(?![A-Za-z]))?"
)


def signed_amount(text: str, at: int) -> Quantity | None:
    """An amount with the currency sign before it: $20, ￥300万."""
    match = SIGNED.match(text, at)
    if match is None:
        return None
    sign, number, power, english = match.groups()
    scale: Number = MULTIPLIERS[power] if power else _ENGLISH.get(english, 1)
    value = times(arabic(number), scale)
    digits = len(number.partition(".")[2])
    mod = mod_before(text, at)
    return Quantity(at, match.end(), "money", value, signs()[sign], mod, sign, digits, scale)


_MINUS: Final = frozenset("-−－负")
_NEGATIVE = re.compile(r"(?:^|[^0-9A-Za-z)）%])[-−－]$|负$")


def _below_zero(text: str, quantity: Quantity) -> Quantity:
    """The same amount below zero (-3.2%, 负5%) if the sign before it is no dash."""
    at, value = quantity.start, quantity.value
    if isinstance(value, int | Decimal) and _NEGATIVE.search(text, max(0, at - 2), at):
        return quantity._replace(start=at - 1, value=-value)
    return quantity
