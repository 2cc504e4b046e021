"""Project history (项目履历): what is known of one project, from which its facts are computed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from gaoxin.rulebook.tree import Scalar

PATH = (
    "lead",
    "contact",
    "admitted",
    "sited",
    "signed",
    "registered",
    "filed",
    "land",
    "permit",
    "started",
    "statistics",
    "completed",
    "production",
    "capacity",
    "benefit",
)
EXITS = ("suspended", "withdrawn", "terminated")
EXTRA = ("deposit", "bond_issued")
"""Days outside the path that rules count from: 履约保证金 paid, 专项债券 issued."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A supervision slip (督办单): issued, to be corrected by `due`, corrected or not."""

    issued: date
    due: date
    corrected_on: date | None = None


@dataclass(frozen=True, slots=True)
class ProjectHistory:
    """Everything a light may ask of one project, as effective at the moment looked at.

    `milestones` and `plans` map a stage (or one of EXTRA) to its actual and planned day. `monthly`
    maps a posting kind to amounts in yuan by period (first day of the month); `year_plans` the
    investment planned by year, `month_plans` by month where there is a monthly plan. A period is
    due on `due_day` of the next month: from that day it counts. `submissions` maps a period to
    the day its report came; `unchanged` are periods reported with nothing different from the month
    before. `progress` are days with recorded progress. `recorded` are dated values of facts that
    people enter (name -> ((day, value), ...)).
    """

    milestones: Mapping[str, date] = field(default_factory=dict)
    plans: Mapping[str, date] = field(default_factory=dict)
    monthly: Mapping[str, Mapping[date, Decimal]] = field(default_factory=dict)
    year_plans: Mapping[int, Decimal] = field(default_factory=dict)
    month_plans: Mapping[date, Decimal] = field(default_factory=dict)
    submissions: Mapping[date, date | None] = field(default_factory=dict)
    unchanged: frozenset[date] = frozenset()
    report_from: date | None = None
    progress: tuple[date, ...] = ()
    slips: tuple[Slip, ...] = ()
    recorded: Mapping[str, tuple[tuple[date, Scalar | None], ...]] = field(default_factory=dict)
    due_day: int = 5

    def __post_init__(self) -> None:
        if not 1 <= self.due_day <= 28:
            raise ValueError("due_day must lie in 1..28, so that every month has it")
