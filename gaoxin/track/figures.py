"""Selectors over supervision (督查取数): visits, issues, lights and submissions."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from django.db.models import Max, Q

from gaoxin.figures.core.compute import Row
from gaoxin.figures.registry import Params, Selector, offer_definitions, offer_latest
from gaoxin.figures.registry import offer as offer_selector
from gaoxin.ledger import queries as ledger
from gaoxin.lib.period import month_end
from gaoxin.people.models import Charge
from gaoxin.track import lighting
from gaoxin.track.models import Issue, IssueStep, Submission, Visit

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from gaoxin.figures.core.window import Window
    from gaoxin.figures.sight import Sight
    from gaoxin.ledger.models import Zone

ONE = Decimal(1)


class ByWhom(Params):
    """Who visits or is in charge; empty = anybody."""

    by: Literal["", "leader", "officer"] = ""


def _happened(window: Window) -> Q:
    inside = Q(happened_on__lte=window.last)
    return inside if window.first is None else inside & Q(happened_on__gte=window.first)


def in_charge_ids(sight: Sight, on: date, kind: str) -> set[int]:
    """Return the open projects that somebody of the kind is in charge of on a day."""
    charges = Charge.objects.filter(project__zone=sight.zone, from_day__lte=on)
    charges = charges.filter(Q(to_day__isnull=True) | Q(to_day__gte=on))
    if kind:
        charges = charges.filter(kind=kind)
    ended = {"terminated", "withdrawn"}
    return {
        project
        for project in charges.values_list("project_id", flat=True)
        if project in sight.projects and not ended & sight.reached.get(project, {}).keys()
    }


def in_charge(sight: Sight, window: Window, params: ByWhom) -> list[Row]:
    """Return the open projects with somebody in charge at the end of the window."""
    found = in_charge_ids(sight, window.last, params.by)
    return [Row(ONE, project_id=project) for project in sorted(found)]


def visited(sight: Sight, window: Window, params: ByWhom) -> list[Row]:
    """Return the projects visited in the window; by leaders, only those in a leader's charge."""
    visits = Visit.objects.filter(
        _happened(window), project__zone=sight.zone, recorded_at__lte=sight.at.known_at
    )
    if params.by:
        visits = visits.filter(kind=params.by)
    last = dict(visits.values_list("project_id").annotate(last=Max("happened_on")).order_by())
    if params.by == "leader":
        charged = in_charge_ids(sight, window.last, params.by)
        last = {project: on for project, on in last.items() if project in charged}
    return [Row(ONE, project_id=p, on=on) for p, on in sorted(last.items()) if p in sight.projects]


class OfIssues(Params):
    """Which issues are counted."""

    state: Literal["raised", "closed", "open", "overdue"]


def issue_days(sight: Sight, last: date) -> dict[int, tuple[Issue, date | None]]:
    """Return the issues known, each with the day it was closed (None = open) up to a day."""
    return sight.once(f"issues {last}", lambda: _issue_days(sight, last))


def _issue_days(sight: Sight, last: date) -> dict[int, tuple[Issue, date | None]]:
    known = {"recorded_at__lte": sight.at.known_at, "happened_on__lte": last}
    found: dict[int, tuple[Issue, date | None]] = {
        issue.pk: (issue, None) for issue in Issue.objects.filter(project__zone=sight.zone, **known)
    }
    steps = IssueStep.objects.filter(
        issue__in=list(found), kind__in=(IssueStep.Kind.CLOSED, IssueStep.Kind.REOPENED), **known
    )
    for step in steps.order_by("happened_on", "id"):
        closed = step.happened_on if step.kind == IssueStep.Kind.CLOSED else None
        found[step.issue_id] = (found[step.issue_id][0], closed)
    return found


def issues(sight: Sight, window: Window, params: OfIssues) -> list[Row]:
    """Return the number of issues of each project: raised or closed in the window, or open."""
    tests: dict[str, Callable[[Issue, date | None], bool]] = {
        "raised": lambda issue, _closed: window.holds(issue.happened_on),
        "closed": lambda _issue, closed: closed is not None and window.holds(closed),
        "open": lambda _issue, closed: closed is None,
        "overdue": lambda issue, closed: closed is None and issue.due_on < window.last,
    }
    counts: dict[int, int] = {}
    for issue, closed in issue_days(sight, window.last).values():
        if issue.project_id in sight.projects and tests[params.state](issue, closed):
            counts[issue.project_id] = counts.get(issue.project_id, 0) + 1
    return [Row(Decimal(n), project_id=project) for project, n in sorted(counts.items())]


class OfColour(Params):
    """A colour of lights."""

    colour: Literal["red", "yellow", "green"]


def lit(sight: Sight, _window: Window, params: OfColour) -> list[Row]:
    """Return the projects whose light has the colour on the day looked at."""
    return [
        Row(ONE, project_id=project, on=each.light.since if each.light else None)
        for project, each in lighting.lights(sight).items()
        if each.colour == params.colour
    ]


class Nothing(Params):
    """No parameters."""


def submitted(sight: Sight, window: Window, _params: Nothing) -> list[Row]:
    """Return a row for the zone whose value is the parks that reported the window's last month."""
    month = window.last.replace(day=1)
    parks = Submission.objects.filter(
        park__zone=sight.zone,
        month=month,
        step=Submission.Step.SUBMITTED,
        recorded_at__lte=sight.at.known_at,
        happened_on__lte=max(sight.at.as_of, month_end(month)),
    )
    came = set(parks.values_list("park_id", flat=True))
    rows = [Row(ONE, place=f"p{park}") for park in sorted(came)]
    return [*rows, Row(Decimal(len(came)), place="z")]


def last_recorded(zone: Zone) -> datetime | None:
    """Return when supervision last recorded something of a zone."""
    reports = Submission.objects.filter(park__zone=zone)
    times = [
        reports.aggregate(last=Max("recorded_at"))["last"],
        ledger.last_recorded(
            zone, (Visit, "project"), (Issue, "project"), (IssueStep, "issue__project")
        ),
    ]
    return max((time for time in times if time is not None), default=None)


def offer() -> None:
    """Offer the selectors over visits, issues, lights and submissions."""
    for selector in (
        Selector("in_charge", ByWhom, in_charge, "期末有人包联或负责的在库项目"),
        Selector("visited", ByWhom, visited, "统计期内走访过的项目"),
        Selector("issues", OfIssues, issues, "问题个数，按项目计"),
        Selector("lit", OfColour, lit, "数据截至日亮某色灯的项目"),
        Selector("submitted", Nothing, submitted, "已报送统计期末月的园区"),
    ):
        offer_selector(selector)
    offer_latest(last_recorded)
    offer_definitions(Path(__file__).parent / "presets" / "figures")
