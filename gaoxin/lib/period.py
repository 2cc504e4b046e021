"""Periods (期间): months as ledgers keep them, by their first day."""

from __future__ import annotations

import calendar
from datetime import date


def month_start(day: date) -> date:
    """Return the first day of the day's month."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """Return the last day of the day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def month_before(day: date) -> date:
    """Return the first day of the month before the day's month."""
    return date(day.year - (day.month == 1), 12 if day.month == 1 else day.month - 1, 1)


def add_months(day: date, months: int) -> date:
    """Return the same day so many months on, or the month's last day where it has no such day.

    >>> add_months(date(2025, 1, 31), 1)
    datetime.date(2025, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
