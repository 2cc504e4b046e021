"""Histories (项目履历): what the ledger and supervision know of each project, for its lights."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from gaoxin.figures.core.window import add_months
from gaoxin.ledger.core.stage import Stage
from gaoxin.track.core.history import ProjectHistory, Slip
from gaoxin.track.models import IssueStep, Submission, Visit

if TYPE_CHECKING:
    from datetime import date

    from gaoxin.figures.sight import Sight

MONEY = ("contracted", "in_place", "invested", "year_plan")
# A project reports every month from signing to the start of production.
REPORTS_FROM, REPORTS_TO = Stage.SIGNED, Stage.PRODUCTION


def submitted_months(sight: Sight) -> dict[int, dict[date, date]]:
    """Return the day that each park's report of a month came in, by park and month."""
    rows = Submission.objects.filter(
        park__zone=sight.zone,
        step=Submission.Step.SUBMITTED,
        recorded_at__lte=sight.at.known_at,
        happened_on__lte=sight.at.as_of,
    )
    found: defaultdict[int, dict[date, date]] = defaultdict(dict)
    for park, month, on in rows.order_by("-id").values_list("park_id", "month", "happened_on"):
        found[park][month] = on
    return dict(found)


def _visits(sight: Sight) -> dict[int, list[date]]:
    rows = Visit.objects.filter(
        project__zone=sight.zone,
        recorded_at__lte=sight.at.known_at,
        happened_on__lte=sight.at.as_of,
    )
    found: defaultdict[int, list[date]] = defaultdict(list)
    for project, on in rows.values_list("project_id", "happened_on"):
        found[project].append(on)
    return dict(found)


def _slips(sight: Sight) -> dict[int, list[Slip]]:
    """Return the order slips of each project: issued, due, and closed with their issue."""
    rows = IssueStep.objects.filter(
        issue__project__zone=sight.zone,
        recorded_at__lte=sight.at.known_at,
        happened_on__lte=sight.at.as_of,
    ).select_related("issue")
    issued: dict[int, IssueStep] = {}
    closed: dict[int, date] = {}
    for step in rows.order_by("id"):
        if step.kind == IssueStep.Kind.ORDERED:
            issued.setdefault(step.issue_id, step)
        if step.kind == IssueStep.Kind.CLOSED:
            closed[step.issue_id] = step.happened_on
    found: defaultdict[int, list[Slip]] = defaultdict(list)
    for issue, step in issued.items():
        slip = Slip(step.happened_on, step.issue.due_on, closed.get(issue))
        found[step.issue.project_id].append(slip)
    return dict(found)


def histories(sight: Sight) -> dict[int, ProjectHistory]:
    """Return the history of every project of the sight."""
    submissions, visits, slips = submitted_months(sight), _visits(sight), _slips(sight)
    found = {}
    for project in sight.projects.values():
        reached = sight.reached.get(project.id, {})
        monthly = {kind: sight.amounts(kind).get(project.id, {}) for kind in MONEY}
        plans = monthly.pop("year_plan")
        came = submissions.get(project.park_id or 0, {})
        found[project.id] = ProjectHistory(
            milestones={stage.value: day for stage, day in reached.items()},
            plans={s.value: day for s, day in sight.planned.get(project.id, {}).items()},
            monthly=monthly,
            year_plans={month.year: amount for month, amount in plans.items()},
            submissions=came,
            unchanged=_unchanged(sight, project.id, came),
            report_from=_reports_from(reached),
            progress=(*visits.get(project.id, ()), *monthly["invested"], *monthly["in_place"]),
            slips=tuple(slips.get(project.id, ())),
        )
    return found


def _reports_from(reached: dict[Stage, date]) -> date | None:
    """Return the first month that is reported: the one of signing; None once production began."""
    signed = reached.get(REPORTS_FROM)
    return None if signed is None or REPORTS_TO in reached else signed.replace(day=1)


def _unchanged(sight: Sight, project: int, came: dict[date, date]) -> frozenset[date]:
    """Return the reported months in which nothing of the project moved against the month before.

    The month of signing is the first report, so it cannot repeat one.
    """
    reached = sight.reached.get(project, {})
    start, end = reached.get(REPORTS_FROM), reached.get(REPORTS_TO)
    if start is None:
        return frozenset()
    moved = {day.replace(day=1) for day in reached.values()}
    moved |= {month for kind in ("invested", "in_place") for month in sight.amounts(kind).get(
        project, {})}  # fmt: skip
    first = add_months(start.replace(day=1), 1)
    return frozenset(
        month
        for month in came
        if first <= month and (end is None or month < end) and month not in moved
    )
