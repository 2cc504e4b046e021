"""Month (一个月的数据): all that a monthly bulletin is composed from, already computed.

Figures come by the id of their definition; one that is missing leaves its sentence out. Periods:
`year` is January to the month, `month` the month alone, `before` the standing of a month ago.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

    from gaoxin.report.core.document import Stated

Figures = Mapping[str, "Stated"]


@dataclass(frozen=True, slots=True)
class ParkMonth:
    """A park with its figures of the year to date and of the month."""

    name: str
    short_name: str
    year: Figures
    month: Figures = field(default_factory=dict)
    ref: str = ""


@dataclass(frozen=True, slots=True)
class SignedProject:
    """A project signed in the month."""

    ref: str
    name: str
    park: str
    industry: str
    signed_on: date
    planned: Stated | None
    park_ref: str = ""


@dataclass(frozen=True, slots=True)
class LitProject:
    """A project on red or yellow: since when, by which rule, who can act, what comes next."""

    ref: str
    name: str
    park: str
    colour: Literal["red", "yellow"]
    since: date | None
    rule_ref: str
    rule: str
    who: str
    next_step: str
    planned: Stated | None
    is_new: bool = False
    park_ref: str = ""


@dataclass(frozen=True, slots=True)
class MonthIssue:
    """An issue that was open at the month's end, or was closed in the month."""

    ref: str
    title: str
    project_ref: str
    project: str
    owner: str
    due_on: date
    closed_on: date | None
    is_overdue: bool
    owner_ref: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure that was issued with one value and is now known to be another."""

    issue: str
    place: str
    issued: Stated
    now: Stated


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthData:
    """A month of a zone, as known at a moment."""

    year: int
    month: int
    as_of: date
    known_at: datetime
    zone_name: str
    organ: str
    issue: str = ""
    issued_on: date | None = None
    zone_year: Figures
    zone_month: Figures = field(default_factory=dict)
    zone_before: Figures = field(default_factory=dict)
    unplaced: Figures = field(default_factory=dict)
    eliminated: Figures = field(default_factory=dict)
    parks: tuple[ParkMonth, ...] = ()
    signed: tuple[SignedProject, ...] = ()
    lit: tuple[LitProject, ...] = ()
    issues: tuple[MonthIssue, ...] = ()
    # Reference and short name of each park that has not reported.
    silent_parks: tuple[tuple[str, str], ...] = ()
    # What the office adds to the last section, a paragraph each.
    plans: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @property
    def span(self) -> str:
        """Return the months that the year to date holds, as written in a sentence."""
        return "1月" if self.month == 1 else f"1至{self.month}月"
