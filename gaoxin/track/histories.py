"""Histories (项目履历): what the ledger and supervision know of each project, for its lights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from gaoxin.figures.sight import yuan_of_fen
from gaoxin.ledger.core.stage import Stage
from gaoxin.lib.period import add_months
from gaoxin.track.core.history import ProjectHistory, Slip
from gaoxin.track.models import IssueStep, Submission, Visit

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

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


class Histories(Mapping[int, ProjectHistory]):
    """The history of each project of a sight, made when asked for: a large zone has many."""

    def __init__(self, sight: Sight) -> None:
        self._sight = sight
        self._submissions = submitted_months(sight)
        self._visits = _visits(sight)
        self._slips = _slips(sight)

    def __iter__(self) -> Iterator[int]:
        return iter(self._sight.projects)

    def __len__(self) -> int:
        return len(self._sight.projects)

    def __getitem__(self, project: int) -> ProjectHistory:
        """Return the history of one project; KeyError where the sight does not know it."""
        sight = self._sight
        reached = sight.reached.get(project, {})
        monthly = {kind: _yuan(sight.fen(kind).get(project, {})) for kind in MONEY}
        plans = monthly.pop("year_plan")
        came = self._submissions.get(sight.projects[project].park_id or 0, {})
        visits = self._visits.get(project, ())
        return ProjectHistory(
            milestones={stage.value: day for stage, day in reached.items()},
            plans={stage.value: day for stage, day in sight.planned.get(project, {}).items()},
            monthly=monthly,
            year_plans={month.year: amount for month, amount in plans.items()},
            submissions=came,
            unchanged=_unchanged(sight, project, came),
            report_from=_reports_from(reached),
            progress=(*visits, *monthly["invested"], *monthly["in_place"]),
            slips=tuple(self._slips.get(project, ())),
        )


def _yuan(months: dict[date, int]) -> dict[date, Decimal]:
    return {month: yuan_of_fen(fen) for month, fen in months.items()}


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
    for kind in ("invested", "in_place"):
        moved |= sight.fen(kind).get(project, {}).keys()
    first = add_months(start.replace(day=1), 1)
    return frozenset(
        month
        for month in came
        if first <= month and (end is None or month < end) and month not in moved
    )
