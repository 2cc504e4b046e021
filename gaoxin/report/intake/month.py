"""Gathering (取数): a month's figures and lists from the ledger, for the composer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.figures.core.key import Scope
from gaoxin.figures.queries import board, current_moment
from gaoxin.ledger.core.stage import Stage
from gaoxin.ledger.models import Department, Industry
from gaoxin.ledger.queries import parks_of
from gaoxin.lib.moment import Moment
from gaoxin.lib.period import add_months, month_end
from gaoxin.report.core.month import LitProject, MonthData, MonthIssue, ParkMonth, SignedProject
from gaoxin.report.core.sections.appendix import LONGEST
from gaoxin.report.intake.stating import office_time, stated
from gaoxin.track import lighting
from gaoxin.track.figures import issue_days
from gaoxin.track.queries import month_standings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gaoxin.figures.board import Board
    from gaoxin.ledger.models import Park, Zone
    from gaoxin.report.core.document import Stated
    from gaoxin.track.lighting import ProjectLight

SHARED = (
    "signed_count", "signed_1yi", "started_of_signed", "start_rate", "signed_planned",
    "contracted_amount", "in_place_amount", "funds_rate", "invested_amount", "started_count",
    "production_count", "green_count", "yellow_count", "red_count",
)  # fmt: skip
ZONE_YEAR = (
    *SHARED, "signed_5yi", "signed_10yi", "industrial_share", "high_tech_share", "in_place_growth",
    "in_place_of_signed", "sign_to_start", "start_to_production", "same_year_count",
    "time_progress",
    "signed_target", "signed_completion", "signed_gap",
    "contract_target", "contract_completion", "contract_gap",
    "in_place_target", "in_place_completion", "in_place_gap",
    "invested_target", "invested_completion", "invested_gap",
    "start_rate_target", "start_rate_gap", "funds_rate_target", "funds_rate_gap",
    "issues_open", "issues_overdue",
)  # fmt: skip
ZONE_MONTH = (
    "signed_count", "started_count", "production_count", "in_place_amount", "issues_raised",
    "issues_closed", "visited_count", "visited_by_leader", "visit_rate", "charge_count",
    "red_new", "yellow_new",
)  # fmt: skip
BEFORE = ("issues_open",)
# What a park's rates are made of has no meaning for what is counted in two parks.
ADDED = tuple(id for id in SHARED if not id.endswith("_rate"))


def month_data(zone: Zone, month: date, at: Moment, *, plans: tuple[str, ...] = ()) -> MonthData:
    """Return everything that the month's bulletin is composed from, as known at the moment."""
    desk = board(zone, at)
    parks = parks_of(zone)
    before = board(zone, Moment(month_end(add_months(month, -1)), at.known_at))
    year, own = str(month.year), f"{month:%Y-%m}"
    return MonthData(
        year=month.year,
        month=month.month,
        as_of=at.as_of,
        known_at=office_time(at.known_at),
        zone_name=zone.name,
        organ=zone.office or zone.name,
        zone_year=_figures(desk, ZONE_YEAR, year),
        zone_month=_figures(desk, ZONE_MONTH, own),
        zone_before=_figures(before, BEFORE, str(before.at.as_of.year)),
        unplaced=_figures(desk, ADDED, year, Scope("u", zone.pk)),
        eliminated=_figures(desk, ADDED, year, Scope("e", zone.pk)),
        parks=tuple(_park(desk, park, year) for park in parks),
        signed=_signed(desk, month, parks),
        lit=_lit(desk, month, parks),
        issues=_issues(desk, month),
        silent_parks=_silent(parks, month, at),
        plans=plans,
    )


def moment_of(zone: Zone, month: date, now: Moment) -> Moment:
    """Return the moment of a month's bulletin: its last day, with all that is known."""
    return current_moment(zone, min(month_end(month), now.as_of), now)


def _figures(
    desk: Board, ids: Iterable[str], period: str, scope: Scope | None = None
) -> dict[str, Stated]:
    """Return the figures by id; what the zone has no definition of is left out."""
    return {id: stated(desk.figure(id, period, scope)) for id in ids if desk.book.versions(id)}


def _park(desk: Board, park: Park, year: str) -> ParkMonth:
    return ParkMonth(
        name=park.name,
        short_name=park.short_name or park.name,
        year=_figures(desk, SHARED, year, Scope("p", park.pk)),
        ref=f"p:{park.pk}",
    )


def _places(parks: list[Park]) -> dict[int | None, tuple[str, str]]:
    """Return each park's short name and reference by id."""
    return {None: ("未定", "")} | {
        park.pk: (park.short_name or park.name, f"p:{park.pk}") for park in parks
    }


def _signed(desk: Board, month: date, parks: list[Park]) -> tuple[SignedProject, ...]:
    places = _places(parks)
    industries = dict(Industry.objects.filter(zone=desk.zone).values_list("pk", "name"))
    last = min(month_end(month), desk.at.as_of)
    found = []
    for pk, days in desk.sight.reached.items():
        day, project = days.get(Stage.SIGNED), desk.sight.projects.get(pk)
        if day is None or project is None or not month <= day <= last:
            continue
        found.append((day, pk, project))
    made = []
    for number, (day, pk, project) in enumerate(sorted(found, key=lambda f: (f[0], f[1]))):
        place, ref = places.get(project.park_id, ("未定", ""))
        made.append(
            SignedProject(
                ref=f"j:{pk}",
                name=project.name,
                park=place,
                industry=industries.get(project.industry_id or 0, "未定"),
                signed_on=day,
                # A list that goes on in the ledger needs no figures for what is not printed.
                planned=_planned(desk, pk) if number < LONGEST else None,
                park_ref=ref,
            )
        )
    return tuple(made)


def _planned(desk: Board, project: int) -> Stated:
    return stated(desk.figure("signed_planned", "all", Scope("j", project)))


def _lit(desk: Board, month: date, parks: list[Park]) -> tuple[LitProject, ...]:
    places = _places(parks)
    lit = [p for p in lighting.lights(desk.sight).values() if p.colour in {"red", "yellow"}]
    lit.sort(key=lambda p: (lighting.ORDER[p.colour], -(p.days or 0), p.project.id))
    return tuple(_lit_project(each, month, places) for each in lit)


def _lit_project(
    each: ProjectLight, month: date, places: dict[int | None, tuple[str, str]]
) -> LitProject:
    light, place = each.light, places.get(each.project.park_id, ("未定", ""))
    choice = light.choice if light else None
    since = light.since if light else None
    return LitProject(
        ref=f"j:{each.project.id}",
        name=each.project.name,
        park=place[0],
        colour="red" if each.colour == "red" else "yellow",
        since=since,
        rule_ref=f"r:{light.rule_id}" if light else "",
        rule=choice.cite.zh if choice else "",
        who=choice.who_zh if choice else "",
        next_step=choice.next_zh if choice else "",
        planned=None,
        is_new=since is not None and since >= month,
        park_ref=place[1],
    )


def _issues(desk: Board, month: date) -> tuple[MonthIssue, ...]:
    """Return the issues open at the month's end, overdue first, then those closed in the month."""
    owners = dict(Department.objects.filter(zone=desk.zone).values_list("pk", "name"))
    found = []
    for issue, closed in issue_days(desk.sight, desk.at.as_of).values():
        project = desk.sight.projects.get(issue.project_id)
        if project is None or (closed is not None and closed < month):
            continue
        found.append(
            MonthIssue(
                ref=f"i:{issue.pk}",
                title=issue.title,
                project_ref=f"j:{project.id}",
                project=project.name,
                owner=owners.get(issue.owner_id or 0, ""),
                due_on=issue.due_on,
                closed_on=closed,
                is_overdue=closed is None and issue.due_on < desk.at.as_of,
                owner_ref=f"o:{issue.owner_id}",
            )
        )
    return tuple(sorted(found, key=lambda i: (i.closed_on is not None, not i.is_overdue, i.due_on)))


def _silent(parks: list[Park], month: date, at: Moment) -> tuple[tuple[str, str], ...]:
    """Return the parks that have not reported the month, by all that is known."""
    now = Moment(max(at.as_of, office_time(at.known_at).date()), at.known_at)
    standings = month_standings(parks, month, now)
    silent = [park for park in parks if not standings[park.pk].done]
    return tuple((f"p:{park.pk}", park.short_name or park.name) for park in silent)
