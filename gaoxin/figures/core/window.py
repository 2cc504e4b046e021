"""Periods of a figure (统计期): written in its key, read as days.

| written | means |
|---|---|
| `2026` | year to date: 1 January to the day looked at |
| `2026-10` | the month, up to the day looked at |
| `all` | everything up to the day looked at |
| `v2024` | vintage: what was signed in 2024, as it stands on the day looked at |
| `v2024+12` | the same cohort, 12 months after each signing |
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gaoxin.lib.period import add_months, month_end

# A key writes years with two digits.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
_WRITTEN = re.compile(r"(v?)(\d{4})(?:-(\d{2}))?(?:\+(\d{1,3}))?")


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `first` to `last`, both in; `first` None = from the beginning."""

    first: date | None
    last: date
    horizon: int | None = None

    def holds(self, day: date) -> bool:
        """Test whether the day lies in the window."""
        return (self.first is None or self.first <= day) and day <= self.last

    def up_to_now(self) -> Window:
        """Return the window without its beginning."""
        return Window(None, self.last)


def parse(written: str, as_of: date) -> Window:
    """Return the window of a written period on the day looked at; ValueError where unreadable."""
    if written == "all":
        return Window(None, as_of)
    match = _WRITTEN.fullmatch(written)
    if match is None:
        raise ValueError(f"{written!r} is not a period such as 2026, 2026-10, all or v2024+12")
    vintage, year, month, horizon = match.groups()
    if (horizon or vintage) and (month or not vintage):
        raise ValueError(f"{written!r}: only a vintage has a horizon, and it is a whole year")
    first = date(int(year), int(month or 1), 1)
    last = month_end(first) if month else date(int(year), 12, 31)
    return Window(first, min(last, as_of), int(horizon) if horizon else None)


def elapsed_share(as_of: date) -> Fraction:
    """Return the share of the year that has passed by whole months, as offices count 序时进度.

    A month counts from its last day on, so 30 September gives 9/12 and 29 September 8/12.
    """
    done = as_of.month if as_of == month_end(as_of) else as_of.month - 1
    return Fraction(done, 12)


def a_year_earlier(written: str) -> str:
    """Return the same period of the year before."""
    match = _WRITTEN.fullmatch(written)
    if match is None:
        return written
    start, end = match.span(2)
    return f"{written[:start]}{int(match.group(2)) - 1:04d}{written[end:]}"


def day_a_year_earlier(day: date) -> date:
    """Return the same day of the year before; a month's last day stays its last day."""
    earlier = add_months(day, -12)
    return month_end(earlier) if day == month_end(day) else earlier
