"""Dates (日期): as offices write them, to the day or month; or the reason why not.

`2025-03-18`, `2025.3.18`, `2025年3月`, `20250318`, `3月18日` with the year from the header, a
serial number of Excel, `二〇二五年三月`, `18-Mar-25`. Impossible days are named, never moved.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from gaoxin.ledger.exchange.core.problems import Fault
from gaoxin.lib.numerals import NUMERAL, chinese_number, plain
from gaoxin.lib.period import month_end

if TYPE_CHECKING:
    from gaoxin.ledger.exchange.core.opening import Value

Precision = Literal["day", "month", "year"]
EARLIEST, LATEST = 1978, 2100
# Day 0 of Excel's calendar, whose 1900 has a 29 February.
EXCEL_DAY_0 = date(1899, 12, 30)
# A workbook that counts from 1904 has the same day this much lower.
DAYS_TO_1904 = (date(1904, 1, 1) - EXCEL_DAY_0).days
SERIALS = (date(1990, 1, 1) - EXCEL_DAY_0).days, (date(2080, 1, 1) - EXCEL_DAY_0).days
NOTHING = re.compile(
    r"^([-/\\*×无未否.]|-+|/+|n/?a|nan|null|none|#n/a|暂无|未填|空|没有|不涉及|暂未?|"
    r"(尚|还|暂)?未(开工|签约|备案|供地|竣工|投产|注册|开始|完成|办理|取得|达产|定|到位)?)$",
    re.IGNORECASE,
)
OPEN = re.compile(
    r"待定|未定|待明确|待确定|待核|视情况|另行|洽谈中|办理中|推进中|正在|筹备|争取|力争"
)
_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name}
_TIME = re.compile(r"[T]?\d{1,2}[:时]\d{1,2}([:分]\d{1,2})?(\.\d+)?秒?分?[zZ]?$")
_FULL = re.compile(r"^(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})?[日号]?)?$")
_SHORT = re.compile(r"^'?(\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$")
_SHORT_MONTH = re.compile(r"^'?(\d{2})(?:年(\d{1,2})月?|[-/.](\d{1,2}))$")
_DIGITS = re.compile(r"^(\d{4})(\d{2})(\d{2})?$")
_NO_YEAR = re.compile(r"^(\d{1,2})(?:月(?:份)?|[-/.](?=\d))(?:(\d{1,2})[日号]?)?$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")
_ENGLISH = re.compile(
    r"^(?:(\d{1,2})[-/]?)?([A-Za-z]{3,9})[-/,.]?(?:(\d{1,2})[,.]?)?[-/]?(\d{4}|\d{2})$"
)
_YEAR = re.compile(r"^(\d{4})年?(?:度)?$")
_PART = re.compile(
    r"^(\d{4})年?[-/.]?(上半年|下半年|年底前?|底前?|年末|年内|[第]?([1-4一二三四])季度(?:末|前|底)?|[qQ]([1-4]))$"
)
_MONTH_PART = re.compile(r"^(.*\d月)份?(上旬|中旬|下旬|初|中|底|末|底前|前|左右|内)$")
_SERIAL = re.compile(r"^\d{5}$")
_STOPS = str.maketrans("、。,", "...")
_RANGE = re.compile(
    r"\d{1,2}[-~至到](?:19|20)\d\d[.年/-]|\d{1,2}[日月]?[-~至到](?:\d{4}年|\d{1,2}月)|\d[~至到]\d|\d{4}[-.]\d{4}"
)
_AROUND = re.compile(
    r"^(约|大约|预计|计划|拟|力争)|(左右|前后|之前|以前|前|完成|签约|开工|竣工|投产)$"
)
_CHINESE = re.compile(rf"[{NUMERAL}]+(?=[年月日号])")
_WEEKDAY = re.compile(r"[(（]?(?:周|星期|礼拜)[一二三四五六日天][)）]?")


@dataclass(frozen=True, slots=True)
class Day:
    """A date: the day, or the first day of a month of which no day was given."""

    on: date
    precision: Precision = "day"

    def holds(self, other: date) -> bool:
        """Test whether another date may be this one: the same day, or within the month."""
        if self.precision == "month":
            return (other.year, other.month) == (self.on.year, self.on.month)
        return other == self.on


Read = Day | Fault | None


def read_day(
    value: Value, year: int | None = None, *, is_plan: bool = False, shift: int = 0
) -> Read:
    """Return the date of a cell, None where it says that there is none, or what is wrong.

    `year` completes a date without one. A plan may be a period (2026年底), kept by its last day.
    `shift` is what the workbook's serial numbers lack to Excel's usual ones.
    """
    if isinstance(value, datetime):
        return _in_sight(value.date())
    if isinstance(value, date):
        return _in_sight(value)
    if isinstance(value, bool | timedelta) or not isinstance(value, str | int | float):
        return Fault("date_text", {"text": str(value)})
    if isinstance(value, str):
        found = _text(value, year, is_plan=is_plan, shift=shift)
    else:
        found = _number(value, year, shift)
    if is_plan and isinstance(found, Day) and found.precision == "month":
        # What is planned for a month is late only when the month is over.
        return Day(month_end(found.on))
    return found


def _in_sight(day: date) -> Day | Fault:
    if EARLIEST <= day.year <= LATEST:
        return Day(day)
    return Fault("date_absurd", {"day": day.isoformat()})


def _number(value: float, year: int | None, shift: int) -> Read:
    """Read a number in a date cell: 20250318, 202503, 2025.11, or a serial of Excel."""
    if not value:
        return None
    text = f"{value:.10g}"
    if SERIALS[0] <= value + shift <= SERIALS[1]:
        return Day(EXCEL_DAY_0 + timedelta(days=int(value) + shift))
    if EARLIEST <= value <= LATEST or (len(text) in (6, 8) and text.startswith(("19", "20"))):
        return _text(text, year, is_plan=False, shift=shift)
    return Fault("date_text", {"text": text})


def _text(value: str, year: int | None, *, is_plan: bool, shift: int) -> Read:
    spaced = " ".join(value.split())
    text = plain(_TIME.sub("", spaced) if " " in spaced or "T" in spaced else spaced)
    text = _WEEKDAY.sub("", text).strip("()")
    if not text or NOTHING.match(text):
        return None
    if _SERIAL.match(text):
        return _number(float(text), year, shift)
    text = _CHINESE.sub(_arabic, text.translate(_STOPS))
    for form in (text, _AROUND.sub("", _AROUND.sub("", text))):
        found = _known_form(form, year, is_plan=is_plan)
        if found is not None:
            return found
    return _why(text, value)


def _arabic(found: re.Match[str]) -> str:
    number = chinese_number(found.group())
    return found.group() if number is None else str(number)


def _why(text: str, value: str) -> Fault:
    said = {"text": value.strip()[:40]}
    if _RANGE.search(text):
        return Fault("date_range", said)
    return Fault("date_open" if OPEN.search(text) else "date_text", said)


def _known_form(text: str, year: int | None, *, is_plan: bool) -> Day | Fault | None:
    """Return the date of one of the known forms; None where it is none of them."""
    if found := _FULL.match(text):
        return _made(int(found[1]), int(found[2]), found[3])
    if (found := _DIGITS.match(text)) and text.startswith(("19", "20")):
        return _made(int(found[1]), int(found[2]), found[3])
    if found := _SHORT.match(text):
        return _made(2000 + int(found[1]), int(found[2]), found[3])
    if (found := _SHORT_MONTH.match(text)) and (found[2] or int(found[1]) > 12):
        return _made(2000 + int(found[1]), int(found[2] or found[3]), None)
    if found := _NO_YEAR.match(text):
        return _of_year(year, int(found[1]), found[2])
    return _rare_form(text, year, is_plan=is_plan)


def _rare_form(text: str, year: int | None, *, is_plan: bool) -> Day | Fault | None:
    if found := _DAY_FIRST.match(text):
        first, second = int(found[1]), int(found[2])
        month, day = (second, first) if first > 12 else (first, second)
        return _made(int(found[3]), month, str(day))
    if (found := _ENGLISH.match(text)) and found[2].lower()[:3] in _MONTHS:
        written = int(found[4])
        return _made(
            written if written > 99 else 2000 + written,
            _MONTHS[found[2].lower()[:3]],
            found[1] or found[3],
        )
    if found := _MONTH_PART.match(text):
        return _known_form(found[1], year, is_plan=is_plan)
    if found := _YEAR.match(text):
        return Fault("date_coarse", {"text": text})
    return _period(text, is_plan=is_plan)


def _period(text: str, *, is_plan: bool) -> Day | Fault | None:
    """Return the last day of a half year, quarter or year, for a plan; too coarse otherwise."""
    found = _PART.match(text)
    if found is None:
        return None
    if not is_plan:
        return Fault("date_coarse", {"text": text})
    quarter = found[3] or found[4]
    month = 6 if found[2] == "上半年" else 12
    if quarter:
        month = 3 * int(quarter if quarter.isdigit() else chinese_number(quarter) or 4)
    return Day(month_end(date(int(found[1]), month, 1)))


def _of_year(year: int | None, month: int, day: str | None) -> Day | Fault:
    return Fault("date_no_year") if year is None else _made(year, month, day)


def _made(year: int, month: int, day: str | None) -> Day | Fault:
    if not 1 <= month <= 12:
        return Fault("date_no_month", {"month": str(month)})
    if not EARLIEST <= year <= LATEST:
        return Fault("date_absurd", {"day": f"{year:04d}-{month:02d}"})
    if day is None:
        return Day(date(year, month, 1), "month")
    if not 1 <= int(day) <= calendar.monthrange(year, month)[1]:
        said = {"year": str(year), "month": str(month), "day": str(int(day))}
        return Fault("date_no_day", said)
    return Day(date(year, month, int(day)))
