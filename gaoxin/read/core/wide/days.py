"""Days (日期) with a printed day, in any wording: 两千零四年八月十五, 2010 01 29, 1月19号."""

from __future__ import annotations

import re
from typing import NamedTuple

from gaoxin.read.core.view import fold_width
from gaoxin.read.core.wide.tokens import value_of

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3}|廿[一二三四五六七八九]?)"
DAY = re.compile(
    rf"(?:(?P<y>\d{{4}}|[〇零一二两三四五六七八九千]{{2,7}})年)?(?P<m>{_N})月(?P<d>{_N})(?:日|号|號)?"
    rf"(?:, ?星期[一二三四五六日天])?|"
    rf"(?<!\d)(?P<y2>\d{{4}})(?P<s>[-/. ])(?P<m2>\d{{1,2}})(?P=s)(?P<d2>\d{{1,2}})(?!\d)|"
    rf"(?<![\d一二三四五六七八九十月])(?P<d3>\d{{1,2}})(?:日|号)(?!元|线|楼)"
)


class Day(NamedTuple):
    """A calendar day as ISO text; XXXX where the year, XX where the month is not printed."""

    start: int
    end: int
    iso: str


def find_days(text: str) -> list[Day]:
    """Every day of a text that is printed with its number."""
    folded = fold_width(text).replace("，", ",")
    found: list[Day] = []
    for match in DAY.finditer(folded):
        day = _day(match)
        if day is not None:
            found.append(day)
    return found


def _day(match: re.Match[str]) -> Day | None:
    year = match["y"] or match["y2"]
    month = match["m"] or match["m2"]
    day = match["d"] or match["d2"] or match["d3"]
    numbers = [value_of(word) if word else None for word in (year, month, day)]
    y, m, d = (int(number) if number is not None else None for number in numbers)
    if d is None or not 1 <= d <= 31 or (m is not None and not 1 <= m <= 12):
        return None
    first = f"{y:04d}" if y is not None else "XXXX"
    second = f"{m:02d}" if m is not None else "XX"
    return Day(match.start(), match.end(), f"{first}-{second}-{d:02d}")
