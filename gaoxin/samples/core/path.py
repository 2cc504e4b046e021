"""Path of a project (项目进程): days agreed at signing, and days on which things really happen.

Delays are those offices know: two steps in five come on time or early, most of the others some
days late, few by weeks. A plan is not moved, so a late step shows as overdue until it is done.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gaoxin.ledger.core.stage import PATH, RANK, Stage
from gaoxin.samples.core.days import DAY, workday

if TYPE_CHECKING:
    from datetime import date, timedelta
    from random import Random

# Days of each step in a usual agreement, counted from the step before.
WITH_LAND = {
    Stage.REGISTERED: 15,
    Stage.FILED: 14,
    Stage.LAND: 32,
    Stage.PERMIT: 21,
    Stage.STARTED: 9,
}
READY_PLANT = {Stage.REGISTERED: 15, Stage.FILED: 12, Stage.STARTED: 24}
AFTER = {Stage.PRODUCTION: 32, Stage.CAPACITY: 170, Stage.BENEFIT: 140}
# (share of a hundred, least and most days late)
LATENESS = ((42, -6, 0), (42, 1, 12), (12, 13, 40), (4, 41, 80))


@dataclass(slots=True)
class Course:
    """Every milestone of a project: agreed days, and days reached whether already past or not."""

    plans: dict[Stage, date] = field(default_factory=dict)
    reached: dict[Stage, date] = field(default_factory=dict)

    def stop_at(self, stage: Stage) -> None:
        """Let the project never reach a milestone, nor what follows."""
        self.reached = {s: day for s, day in self.reached.items() if RANK[s] < RANK[stage]}


def _late(rng: Random) -> timedelta:
    shares = [share for share, _least, _most in LATENESS]
    _share, least, most = rng.choices(LATENESS, shares)[0]
    return DAY * rng.randint(least, most)


def _scaled(rng: Random, days: int) -> timedelta:
    """Return the days of a step, a quarter more or less."""
    return DAY * max(1, days * rng.randint(75, 125) // 100)


def before_signing(rng: Random, signed: date) -> Course:
    """Return the milestones from the first lead to the signing."""
    course = Course()
    contact = workday(signed - DAY * rng.randint(60, 120))
    room = (signed - contact).days
    admitted = workday(contact + DAY * (room * rng.randint(45, 60) // 100))
    sited = workday(admitted + (signed - admitted) * rng.randint(30, 70) // 100)
    lead = contact - DAY * rng.randint(6, 35)
    days = (lead, contact, admitted, min(sited, signed), signed)
    course.reached = dict(zip(PATH[:5], days, strict=True))
    course.plans = talk_plans(rng, contact)
    return course


def talk_plans(rng: Random, contact: date) -> dict[Stage, date]:
    """Return what is agreed when talks begin: a day for the review and one for signing."""
    admitted = workday(contact + _scaled(rng, 45))
    return {Stage.ADMITTED: admitted, Stage.SIGNED: workday(admitted + _scaled(rng, 50))}


def from_signing(rng: Random, signed: date, *, build_days: int, ready_plant: bool) -> Course:
    """Return the whole course of a project that signs on a day."""
    course = before_signing(rng, signed)
    day = signed
    for stage, days in (READY_PLANT if ready_plant else WITH_LAND).items():
        day = workday(day + _scaled(rng, days))
        course.plans[stage] = day
    course.plans[Stage.STATISTICS] = workday(day + DAY * 32)
    course.plans[Stage.COMPLETED] = day = workday(day + DAY * build_days)
    for stage, days in AFTER.items():
        course.plans[stage] = day = workday(day + _scaled(rng, days))
    _reach(rng, course, signed)
    return course


def _reach(rng: Random, course: Course, signed: date) -> None:
    """Set the days reached: as planned plus lateness, never before the step that it needs."""
    latest = signed
    for stage in PATH[5:]:
        if stage not in course.plans:
            continue
        floor = course.reached[Stage.STARTED] if stage is Stage.STATISTICS else latest
        day = workday(max(course.plans[stage] + _late(rng), floor + DAY * rng.randint(2, 6)))
        course.reached[stage] = day
        if stage is not Stage.STATISTICS:
            latest = day
