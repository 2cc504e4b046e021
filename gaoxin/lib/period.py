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
