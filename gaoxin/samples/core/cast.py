"""Cast of the demo (演示的人与事): firms, projects and events as drawn, before they are rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from gaoxin.ledger.core.stage import Stage


@dataclass(frozen=True, slots=True)
class Stamp:
    """When something was recorded, and by whom (a user name)."""

    at: datetime
    by: str


@dataclass(slots=True)
class Mark:
    """A milestone reached on `day`, or (with `planned_for`) a plan made on that day."""

    stage: Stage
    day: date
    stamp: Stamp
    planned_for: date | None = None
    note: str = ""
    voids: Mark | None = None
    is_retraction: bool = False


@dataclass(slots=True)
class Money:
    """A posting; `amount` in yuan, `original` in the currency's unit."""

    kind: str
    day: date
    amount: int
    stamp: Stamp
    currency: str = "CNY"
    original: int = 0
    note: str = ""
    voids: Money | None = None
    # Came with its park's monthly workbook, whose cell proves it.
    monthly: bool = False


@dataclass(slots=True)
class Change:
    """A field of the project's record that changed; parks by code."""

    field: str
    old: str
    new: str
    day: date
    stamp: Stamp
    note: str = ""


@dataclass(frozen=True, slots=True)
class Firm:
    """An invented enterprise; parks and industries by code."""

    name: str
    credit_code: str
    industry: str
    park: str
    stamp: Stamp
    registered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A capacity or equipment line: what, how many, in which unit."""

    what: str
    amount: int
    unit: str


@dataclass(slots=True)
class Venture:
    """A project as drawn: its record, its whole course, and the events known by the last day."""

    name: str
    kind: str
    park: str
    industry: str
    stamp: Stamp
    trade: str
    firm: Firm | None = None
    origin: str = "domestic"
    investor: str = ""
    is_high_tech: bool = False
    phase: str = ""
    content: str = ""
    buildings: str = ""
    department: str = "promotion"
    bucket: str = ""
    filing_number: str = ""
    filing_month: date | None = None
    origin_park: str = ""
    officer: str = ""
    leader: str = ""
    # First heard of in the final month's workbook.
    is_news: bool = False
    capacity: list[Line] = field(default_factory=list)
    equipment: list[Line] = field(default_factory=list)
    course: dict[Stage, date] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    money: list[Money] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def reached(self, stage: Stage) -> date | None:
        """Return the day the events say that a milestone was reached."""
        voided = {id(m.voids) for m in self.marks if m.voids is not None}
        days = [
            m.day
            for m in self.marks
            if m.stage == stage
            and m.planned_for is None
            and not m.is_retraction
            and id(m) not in voided
        ]
        return days[-1] if days else None
