"""Monthly reports (月报): when each park sent which month, what is missing, late or unchanged."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from gaoxin.samples.core.days import DAY, OFFICE, add_months, instant, workday
from gaoxin.samples.core.material import park_weights

if TYPE_CHECKING:
    from random import Random

    from gaoxin.samples.core.days import Span

# Months are counted from the end: -1 is the final month, which comes as workbooks.
MISSING = {("services", -1), ("biopharma", -8), ("smart", -15)}
LATE = {("biopharma", -2), ("storage", -5), ("services", -6), ("nylon", -11), ("biopharma", -14)}
UNCHANGED = {("biopharma", -1), ("services", -4)}
DUE_DAY = 5


@dataclass(slots=True)
class Calendar:
    """The days on which parks' reports came; a missing month is told by the next report."""

    span: Span
    sent: dict[tuple[str, date], datetime] = field(default_factory=dict)
    unchanged: set[tuple[str, date]] = field(default_factory=set)

    def due(self, month: date) -> datetime:
        """Return when a month's report is due."""
        return datetime.combine(add_months(month, 1) + DAY * (DUE_DAY - 1), time(18), OFFICE)

    def reported(self, park: str, month: date) -> datetime:
        """Return when a month became known: with its own report, or the next that came."""
        while month < self.span.final:
            if (park, month) in self.sent:
                return self.sent[park, month]
            month = add_months(month, 1)
        return self.due(self.span.final)

    def has(self, park: str, month: date) -> bool:
        """Test whether a park reports a month (the final month: is going to)."""
        if month == self.span.final:
            return (park, -1) not in MISSING
        return (park, month) in self.sent


def calendar(rng: Random, span: Span) -> Calendar:
    """Return the reports of all parks for every month before the final one."""
    made = Calendar(span)
    for park in park_weights():
        for number, month in enumerate(span.months()[:-1], -span.count):
            if (park, number) in MISSING:
                continue
            day = rng.randint(11, 17) if (park, number) in LATE else rng.randint(2, 5)
            made.sent[park, month] = instant(rng, workday(add_months(month, 1) + DAY * (day - 1)))
    made.unchanged = {
        (park, span.month(number)) for park, number in UNCHANGED if -number <= span.count
    }
    return made
