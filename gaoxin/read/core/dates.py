"""Dates and periods (日期与时期): as ISO text, XXXX where the year is not printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from gaoxin.read.core.numerals import numeral
from gaoxin.read.core.quantity import Quantity

_NUM = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?:(?P<y>(?:19|20)\d\d|[一二]\s?[〇零○九]\s?[〇零○一二三四五六七八九]{2})年度?)"
_TO = r"(?:[-—–－~～―]{1,2}|至|到)"
_PART = r"(?:上旬|中旬|下旬|底|末|初)?"
DAYS = re.compile(
    rf"{_YEAR}?(?P<m>{_NUM})月份?(?P<d>{_NUM})日?{_TO}(?:(?P<m2>{_NUM})月)?(?P<d2>{_NUM})日"
)
DAY = re.compile(rf"{_YEAR}?(?P<m>{_NUM})月(?P<d>{_NUM})[日号]{_PART}")
MONTHS = re.compile(rf"{_YEAR}?(?P<m>{_NUM})月?份?{_TO}(?P<m2>{_NUM})月(?!\d)(?:份|底|末)?")
PERIOD = re.compile(
    rf"{_YEAR}?(?:(?P<h>[上下])半年|第?(?P<q>[一二三四1-4])季度|"
    rf"前(?P<n>{_NUM}|两)个?(?P<w>月|季度))"
)
MONTH = re.compile(rf"(?:{_YEAR}(?P<m>{_NUM})月份?|(?P<m1>{_NUM})月(?!\d|球|饼)份?){_PART}")
YEARS = re.compile(rf"(?P<y>(?:19|20)\d\d)年?{_TO}(?P<y2>(?:19|20)\d\d)年")
YEAR = re.compile(rf"{_YEAR}(?P<e>同期|年?底|年?末|年?初|全年)?")
ALONE = re.compile(r"(?P<d>\d{1,2})日(?!元|均|产|报|内|龙|程|处|前内)" + _PART)
ISO = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?P<s>[-/.])(?P<m>0?[1-9]|1[0-2])(?P=s)(?P<d>0?[1-9]|[12]\d|3[01])(?![\d.%])"
)
_LIMIT: Final = {"m": 12, "m2": 12, "m1": 12, "d": 31, "d2": 31}
_TOUCHES = re.compile(r"(?:[\dA-Za-z]|\d[.,])$")


def date(text: str, at: int, sign: str = "") -> Quantity | None:
    """The date or period that begins at `at`, longest reading first.

    `sign` is what follows the digits at `at`, if that is known: it rules most readings out.
    """
    plain = at == 0 or "\u3000" <= text[at - 1] <= "\u9fff"
    if not plain and _TOUCHES.search(text, max(0, at - 2), at):
        return None
    readings = _BY_SIGN.get(sign, _READINGS)
    if sign in _ENDS:
        end = text.find(sign, at) + 1
        follows = text[end : end + 1]
        if follows not in _GOES_ON and not follows.isdecimal():
            readings = _ENDS[sign]
    for pattern, value_of in readings:
        match = pattern.match(text, at)
        if match is None:
            continue
        parts = _numbers(match)
        if parts is None:
            continue
        return Quantity(at, match.end(), "date", value_of(parts), "date", None, "", 0, 1)
    return None


_SHORT = re.compile(
    rf"(?:0[1-9]|[1-4]\d)年(?:全年|[上下]半年|[一二三四1-4]季度|前[一二三四\d]|{_NUM}月|{_NUM}{_TO}{_NUM}月)"
)
_APOSTROPHES: Final = {"'": "'", "‘": "’", "’": ""}
_LASTS = re.compile(r"\d\d年(?:来|间|前|后|以|多|期|的?经验)")
_CENTURY: Final = ("20", "19")


def short_year(text: str, at: int) -> Quantity | None:
    """A year of two digits: '25年, 24年全年, 24年1—9月; a plain 24年 is a length of time."""
    sign = _APOSTROPHES.get(text[at - 1]) if at else None
    marked = sign is not None and not _LASTS.match(text, at) and not _quoted(text, at, sign)
    if not marked and not (_SHORT.match(text, at) and text[at - 1 : at] not in _BEFORE_LENGTH):
        return None
    century = _CENTURY[text[at] > "4"]
    found = date(century + text[at : at + 24], 0, "年")
    if found is None:
        return None
    return found._replace(start=at - marked, end=at + found.end - len(century))


_BEFORE_LENGTH: Final = frozenset("时隔历第近超约满达逾共")


def _quoted(text: str, at: int, closing: str) -> bool:
    """Whether the sign before the digits is a quotation mark."""
    if not closing:
        return "‘" in text[max(0, at - 14) : at - 1]
    return closing in text[at : at + 14]


def _numbers(match: re.Match[str]) -> dict[str, str] | None:
    """The named groups as two-digit numbers; None when a month or day cannot be one."""
    parts: dict[str, str] = {"y": "XXXX"}
    for name, word in match.groupdict().items():
        if word is None:
            continue
        if name in {"h", "w", "e", "s"}:
            parts[name] = word
            continue
        value = 2 if word == "两" else _plain(word)
        if value is None or value > _LIMIT.get(name, 9999) or (value == 0):
            return None
        parts[name] = f"{value:02d}"
    return parts


def _plain(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    value = numeral(word)
    return value if isinstance(value, int) else None


def _days(p: dict[str, str]) -> str:
    last = p.get("m2", p["m"])
    return f"{p['y']}-{p['m']}-{p['d']}/{p['y']}-{last}-{p['d2']}"


def _period(p: dict[str, str]) -> str:
    if "h" in p:
        return f"{p['y']}-H{1 if p['h'] == '上' else 2}"
    if "q" in p:
        return f"{p['y']}-Q{int(p['q'])}"
    months = int(p["n"]) * (3 if p["w"] == "季度" else 1)
    return f"{p['y']}-01/{months:02d}" if months > 1 else f"{p['y']}-01"


def _year(p: dict[str, str]) -> str:
    end = p.get("e", "")
    return f"{p['y']}-12" if end[-1:] in {"底", "末"} else p["y"]


_Reading = tuple[re.Pattern[str], Callable[[dict[str, str]], str]]
_MONTHS_OF: Final[tuple[_Reading, ...]] = (
    (DAYS, _days),
    (DAY, lambda p: f"{p['y']}-{p['m']}-{p['d']}"),
    (MONTHS, lambda p: f"{p['y']}-{p['m']}/{p['m2']}"),
)
_PERIOD: Final[_Reading] = (PERIOD, _period)
_MONTH: Final[_Reading] = (MONTH, lambda p: f"{p['y']}-{p.get('m') or p['m1']}")
_YEARS: Final[tuple[_Reading, ...]] = ((YEARS, lambda p: f"{p['y']}/{p['y2']}"), (YEAR, _year))
_ALONE: Final[_Reading] = (ALONE, lambda p: f"XXXX-XX-{p['d']}")
_ISO: Final[_Reading] = (ISO, lambda p: f"{p['y']}-{p['m']}-{p['d']}")
_READINGS: Final = (*_MONTHS_OF, _PERIOD, _MONTH, *_YEARS, _ISO, _ALONE)
_BY_SIGN: Final = {
    "年": (*_MONTHS_OF, _PERIOD, _MONTH, *_YEARS),
    "月": (*_MONTHS_OF, _MONTH),
    "日": (_ALONE,),
}
# 2024年 and 9月 are no more than that when none of these signs follows
_ENDS: Final = {"年": _YEARS[1:], "月": (_MONTH,)}
_GOES_ON: Final = frozenset("0123456789一二三四五六七八九十上下第前度份-—–－~～―至到")
