"""Matching (对照): what a printed name, day and modifier mean beside the ledger. Pure."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

K = TypeVar("K")

LIKELY = 60  # of a hundred: proposed as the same
NAMED = 95  # the sentence holds the name itself
POSSIBLE = 34  # of a hundred: offered in the list
_NOISE = re.compile(
    r"[\s“”\"'（）()《》、，·\-]|演示|有限责任公司|股份有限公司|有限公司|等项目|该项目|建设项目|项目|工程|建设"
)
_PHASE = re.compile(r"([一二三四五六七八九1-9])期")
_DIGITS = str.maketrans("123456789", "一二三四五六七八九")
# 新增高新技术企业 and 高新技术企业 are alike in their signs and two indicators all the same
_MEASURE = re.compile(
    "新增|净增|新引进|新认定|新签约|新开工|新投产|新建|在建|累计|[人亩户日月年]均|单位|同比|环比|增长|增速|增幅|占|比重|率|"
    "计划|目标|规上|[市省区]级|国家级|国家|全国|全省|小巨人|民营|民间|外资|增加值|以上|以下"
)
_PLANNED = re.compile(
    r"计划(?!总投资|内)|目标|力争|预计|预期|拟|将(?!近)|到20\d\d年|争取|建成后|达产后|达产年|规划"
)
_ROUGH_WORDS = re.compile(r"约|近(?!日|期|年)|余|超|逾|上下|左右|以上|大约|接近|突破")
_DAY = re.compile(r"(?P<y>\d{4}|XXXX)-(?P<m>\d\d|XX)-(?P<d>\d\d)$")
_DAYS = re.compile(
    r"(?P<y>\d{4}|XXXX)-(?P<m>\d\d)-(?P<d>\d\d)/(?:\d{4}|XXXX)-(?P<n>\d\d)-(?P<e>\d\d)$"
)
_MONTHS = re.compile(r"(?P<y>\d{4}|XXXX)-(?P<m>\d\d)(?:/(?P<n>\d\d))?$")
_PART = re.compile(r"(?P<y>\d{4}|XXXX)-(?P<k>[HQ])(?P<n>\d)$")
_YEAR = re.compile(r"(?P<y>\d{4}|XXXX)(?:/(?P<z>\d{4}))?$")


class Days(NamedTuple):
    """First and last day that a printed period means."""

    first: date
    last: date


@lru_cache(maxsize=32_768)
def core_name(name: str) -> str:
    """Return a name without blanks, quotes and the words that every project has."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", name))


def likeness(one: str, other: str) -> int:
    """Return how alike two names are, 0 to 100; 一期 and 二期 are never the same."""
    a, b = core_name(one), core_name(other)
    if len(a) < 2 or len(b) < 2:
        return 0
    phases = [[m.translate(_DIGITS) for m in _PHASE.findall(name)] for name in (a, b)]
    if phases[0] and phases[1] and phases[0] != phases[1]:
        return 0
    if a == b:
        return 100
    short, long = sorted((a, b), key=len)
    if len(short) >= 4 and short in long:
        return 70 + 30 * len(short) // len(long)
    pairs = [{name[at : at + 2] for at in range(len(name) - 1)} for name in (a, b)]
    shared = len(pairs[0] & pairs[1])
    return 200 * shared // (len(pairs[0]) + len(pairs[1]))


def same_measure(one: str, other: str) -> bool:
    """Test whether two names of indicators hold the same words that make a measure another one."""
    written = (core_name(name).replace("规模以上", "规上") for name in (one, other))
    first, second = (frozenset(_MEASURE.findall(name)) for name in written)
    return first == second


def is_named(name: str, sentence: str) -> bool:
    """Test whether a sentence (as `core_name` leaves it) holds a name of four signs or more."""
    wanted = core_name(name)
    return len(wanted) >= 4 and wanted in sentence


def closest(name: str, pool: Iterable[tuple[K, str]], *, most: int = 5) -> list[tuple[K, int]]:
    """Return the keys of the most alike names with their likeness, best first."""
    if len(core_name(name)) < 2:
        return []
    found = [(key, likeness(name, other)) for key, other in pool]
    found = [pair for pair in found if pair[1] >= POSSIBLE]
    return sorted(found, key=lambda pair: -pair[1])[:most]


def days_of(period: str | None, published: date) -> Days | None:
    """Return the days that a printed period means in a paper of a day; None where it is open."""
    if not period:
        return None
    for pattern, reading in _READINGS:
        match = pattern.match(period)
        if match is None:
            continue
        try:
            return reading(match, published)
        except ValueError:
            # 11 月 31 日 is printed now and then.
            return None
    return None


_NEXT = re.compile(r"(?P<after>后年|大后年)|明年|次年|来年")


def planned_days(period: str | None, words: str, published: date) -> Days | None:
    """Return the days that a plan means: without a year, the next ones from the paper's day on.

    `words` are those before the event, where 明年 may stand.
    """
    if not period or not period.startswith("XXXX"):
        return days_of(period, published)
    told = _NEXT.search(words)
    year = published.year + (0 if told is None else 2 if told["after"] else 1)
    if period.startswith("XXXX-XX"):
        return _next_such_day(int(period[-2:]), published)
    for candidate in (year, year + 1):
        days = days_of(period.replace("XXXX", str(candidate)), published)
        if days is not None and days.last >= published:
            return days
    return None


def _next_such_day(day: int, published: date) -> Days | None:
    """Return the day of this month or of the next, whichever is still to come."""
    months = published.year * 12 + published.month - 1
    for month in (months, months + 1):
        try:
            found = date(month // 12, month % 12 + 1, day)
        except ValueError:
            continue
        if found >= published:
            return Days(found, found)
    return None


def _year_of(text: str, month: int, published: date) -> int:
    """Return the printed year, else the last one in which the month had begun."""
    if text != "XXXX":
        return int(text)
    return published.year - (month > published.month)


def _day(m: re.Match[str], published: date) -> Days:
    if m["m"] == "XX":
        day = int(m["d"])
        back = day > published.day
        month = published.month - back or 12
        found = date(published.year - (back and published.month == 1), month, day)
        return Days(found, found)
    found = date(_year_of(m["y"], int(m["m"]), published), int(m["m"]), int(m["d"]))
    return Days(found, found)


def _days(m: re.Match[str], published: date) -> Days:
    year = _year_of(m["y"], int(m["m"]), published)
    return Days(date(year, int(m["m"]), int(m["d"])), date(year, int(m["n"]), int(m["e"])))


def _months(m: re.Match[str], published: date) -> Days:
    first, last = int(m["m"]), int(m["n"] or m["m"])
    year = _year_of(m["y"], last, published)
    return Days(date(year, first, 1), _end(year, last))


def _part(m: re.Match[str], published: date) -> Days:
    size = 6 if m["k"] == "H" else 3
    last = int(m["n"]) * size
    year = _year_of(m["y"], last - size + 1, published)
    return Days(date(year, last - size + 1, 1), _end(year, last))


def _years(m: re.Match[str], published: date) -> Days:
    first = published.year if m["y"] == "XXXX" else int(m["y"])
    return Days(date(first, 1, 1), date(int(m["z"] or first), 12, 31))


_READINGS = (
    (_DAY, _day),
    (_DAYS, _days),
    (_MONTHS, _months),
    (_PART, _part),
    (_YEAR, _years),
)


def _end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def basis_of(before: str, quote: str, modifier: str | None, *, future: bool) -> str:
    """Return whether a figure is actual, planned or approximate, from the words before it."""
    if future or _PLANNED.search(before):
        return "planned"
    if modifier or _ROUGH_WORDS.search(quote):
        return "approximate"
    return "actual"


def money_kind(clause: str) -> str:
    """Return which posting an investment is, from the words of its clause."""
    if "到位" in clause:
        return "in_place"
    if re.search(r"完成(?:固定资产)?投资|完成固投|累计投资", clause):
        return "invested"
    if re.search(r"合同(?:引资|投资|金额|总额|额)|协议投资", clause):
        return "contracted"
    return "planned"
