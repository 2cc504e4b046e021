"""Working days (工作日): deadlines as the State Council publishes holidays and make-up days.

Years that are not published yet are counted Monday to Friday and marked provisional, until the
officer enters the notice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import chinese_calendar

Notice = Mapping[date, bool]
"""Days that a notice makes working days (True) or days off (False)."""
_NONE: Notice = {}
_DAY = timedelta(1)
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day; `provisional` where a year was counted whose holidays are not published."""

    on: date
    provisional: bool = False


@cache
def published_years() -> range:
    """Return the years whose holidays are published."""
    years = {day.year for day in chinese_calendar.holidays}
    return range(min(years), max(years) + 1)


def is_published(day: date, notice: Notice = _NONE) -> bool:
    """Test whether it is known if a day is a working day."""
    return day in notice or day.year in published_years()


def is_workday(day: date, notice: Notice = _NONE) -> bool:
    """Test whether a day is a working day; a guess where `is_published` is false."""
    if day in notice:
        return notice[day]
    if day.year in published_years():
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() <= _FRIDAY


def workdays_after(start: date, days: int, notice: Notice = _NONE) -> Deadline:
    """Return the day on which so many working days have passed; the first day does not count.

    >>> workdays_after(date(2026, 9, 30), 1).on
    datetime.date(2026, 10, 8)
    """
    if days < 0:
        raise ValueError("days must not be negative")
    day, left, provisional = start, days, False
    while left:
        day += _DAY
        provisional = provisional or not is_published(day, notice)
        left -= is_workday(day, notice)
    return Deadline(day, provisional)


def workdays_between(start: date, end: date, notice: Notice = _NONE) -> int:
    """Return how many working days lie after the start, up to and with the end."""
    count = (end - start).days
    return sum(is_workday(start + _DAY * n, notice) for n in range(1, count + 1))
