"""What supervision puts on the ledger's pages (督查放进台账页的东西): lights, issues, visits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from gaoxin.figures.queries import current_moment
from gaoxin.figures.sight import sight_of
from gaoxin.ledger import extras
from gaoxin.ledger.models import Department
from gaoxin.track import lighting
from gaoxin.track.figures import issue_days
from gaoxin.track.models import Issue, Visit
from gaoxin.web import clock, parts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from gaoxin.ledger.models import Project, Zone
    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment
    from gaoxin.track.lighting import ProjectLight

SHOWN_VISITS = 4


def _light(project: Project, at: Moment) -> ProjectLight | None:
    moment = current_moment(project.zone, at.as_of, at)
    return lighting.lights(sight_of(project.zone, moment)).get(project.pk)


def light_cells(ids: Collection[int], zone: Zone, _user: Actor, at: Moment) -> Mapping[int, Any]:
    """Return the light of each project of a page."""
    lit = lighting.lights(sight_of(zone, current_moment(zone, at.as_of, at)))
    return {
        project: parts.light(lit[project].colour)
        for project in ids
        if project in lit and lit[project].colour != "not_applicable"
    }


def light_chip(project: Project, _user: Actor, at: Moment) -> dict[str, Any] | None:
    """Return the light beside a project's name."""
    found = _light(project, at)
    return None if found is None or found.colour == "not_applicable" else {"light": found}


def light_card(project: Project, _user: Actor, at: Moment) -> dict[str, Any] | None:
    """Return why a project is on red or yellow."""
    found = _light(project, at)
    if found is None or found.colour not in {"red", "yellow"}:
        return None
    return {"light": found, "code": project.code}


def issues_card(project: Project, user: Actor, at: Moment) -> dict[str, Any] | None:
    """Return a project's issues, open ones first, and the form to raise one."""
    if not user.may("track.view"):
        return None
    sight = sight_of(project.zone, current_moment(project.zone, at.as_of, at))
    found = [
        (issue, closed)
        for issue, closed in issue_days(sight, at.as_of).values()
        if issue.project_id == project.pk
    ]
    found.sort(key=lambda pair: (pair[1] is not None, pair[0].due_on))
    known = Issue.objects.select_related("owner").in_bulk([issue.pk for issue, _c in found])
    lines = [
        {
            "issue": known[issue.pk],
            "closed": closed,
            "left": (issue.due_on - at.as_of).days,
            "late": (at.as_of - issue.due_on).days,
        }
        for issue, closed in found
    ]
    return {
        "lines": lines,
        "open": sum(closed is None for _issue, closed in found),
        "may": user.may("track.follow_up"),
        "departments": Department.objects.filter(zone=project.zone),
        "code": project.code,
    }


def visits_card(project: Project, user: Actor, at: Moment) -> dict[str, Any] | None:
    """Return a project's latest visits, and the form to record one."""
    if not user.may("track.view"):
        return None
    visits = Visit.objects.filter(
        project=project, recorded_at__lte=at.known_at, happened_on__lte=at.as_of
    )
    return {
        "visits": list(visits[:SHOWN_VISITS]),
        "total": visits.count(),
        "may": user.may("track.follow_up"),
        "kinds": Visit.Kind.choices,
        "today": clock.today(),
        "code": project.code,
    }


def offer() -> None:
    """Offer the column and cards to the ledger's pages."""
    extras.offer_column(extras.ExtraColumn("light", _("灯"), light_cells, after="name"))
    for card in (
        extras.ExtraCard("track/card_chip.html", light_chip, place="head", order=10),
        extras.ExtraCard("track/card_light.html", light_card, place="first", order=10),
        extras.ExtraCard("track/card_issues.html", issues_card, place="first", order=20),
        extras.ExtraCard("track/card_visits.html", visits_card, place="second", order=20),
    ):
        extras.offer_card(card)
