"""Days of the demo (演示的日子): its months, working days, and when an office records things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from gaoxin.lib.period import month_end

if TYPE_CHECKING:
    from random import Random

OFFICE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)


def add_months(first: date, months: int) -> date:
    """Return the first day of the month so many months on."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def last_full_month(today: date) -> date:
    """Return the first day of the last month that is over."""
    return add_months(today.replace(day=1), -1)


@dataclass(frozen=True, slots=True)
class Span:
    """The months of a demo: `count` months that end with the month `final` (its first day)."""

    final: date
    count: int

    @property
    def first(self) -> date:
        """Return the first day of the first month."""
        return add_months(self.final, 1 - self.count)

    @property
    def last(self) -> date:
        """Return the last day of the final month."""
        return month_end(self.final)

    def month(self, number: int) -> date:
        """Return the first day of a month counted from 0; negative numbers count from the end."""
        return add_months(self.first if number >= 0 else add_months(self.final, 1), number)

    def months(self) -> list[date]:
        """Return the first days of all months."""
        return [add_months(self.first, number) for number in range(self.count)]


def workday(day: date) -> date:
    """Return the day, or the Monday after it at a weekend."""
    return day + DAY * (7 - day.weekday() if day.weekday() > 4 else 0)


def any_day(rng: Random, first: date, last: date) -> date:
    """Return a day between two days, both in, as a rule a working day."""
    drawn = first + DAY * rng.randrange((last - first).days + 1)
    return min(workday(drawn), last)


def instant(rng: Random, day: date) -> datetime:
    """Return a moment of the office's hours on a day."""
    minutes = 9 * 60 + rng.randrange(8 * 60)
    return datetime.combine(day, time(minutes // 60, minutes % 60), OFFICE)


def recorded(rng: Random, happened_on: date, span: Span, *, most: int = 4) -> datetime:
    """Return when the officer recorded something: some days later, inside the demo's months.

    What happened before the first month was entered when the books were opened.
    """
    day = workday(happened_on + DAY * rng.randrange(most + 1))
    opening = workday(span.first)
    at = instant(rng, min(max(day, opening), span.last))
    return at
