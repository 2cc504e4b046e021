"""Pages of supervision (督查页面): what each screen prints, one call for each view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gaoxin.figures.core.key import Scope
from gaoxin.figures.pages import said
from gaoxin.figures.queries import board, current_moment
from gaoxin.figures.sight import sight_of
from gaoxin.ledger.models import Department, Project, ProjectSet
from gaoxin.ledger.queries import home_zone, parks_of, projects_for
from gaoxin.lib.errors import Denied, UserError
from gaoxin.lib.period import add_months
from gaoxin.people.models import Charge
from gaoxin.track import lighting, queries
from gaoxin.track.core.paging import paged
from gaoxin.track.core.submission import PATH, PERMISSION, Standing, Step
from gaoxin.track.figures import issue_days
from gaoxin.track.models import Issue

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from gaoxin.figures.board import Board, Figure
    from gaoxin.ledger.models import Park, Zone
    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment
    from gaoxin.rulebook.rule import Rule
    from gaoxin.track.core.lights import Light
    from gaoxin.track.lighting import ProjectLight

TURNING_DAYS = 7
WORDS = {
    Step.SUBMITTED: (gettext_lazy("报"), gettext_lazy("报送")),
    Step.CHECKED: (gettext_lazy("审"), gettext_lazy("审核")),
    Step.APPROVED: (gettext_lazy("批"), gettext_lazy("批准")),
    Step.LOCKED: (gettext_lazy("锁"), gettext_lazy("锁定")),
}


def zone_of_user(user: Actor) -> Zone:
    """Return the zone that the user works in; Denied for outsiders, UserError without a zone."""
    if not user.may("track.view"):
        raise Denied(_("您的角色不能看督查。"))
    zone = home_zone(user)
    if zone is None:
        raise UserError(_("还没有建区。先运行 gaoxin zone new 建区，或 gaoxin demo 建演示区。"))
    return zone


@dataclass(frozen=True, slots=True)
class StripStep:
    """One of the four marks of a park's month."""

    word: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A park's month: its four marks, what it waits for, and what the user may do now."""

    park: Park
    standing: Standing
    steps: tuple[StripStep, ...]
    said: str
    light: str
    may: tuple[tuple[str, str], ...]


def strips(user: Actor, zone: Zone, month: date, at: Moment, *, today: date) -> list[Strip]:
    """Return where each park's month stands, with the steps that the user may take."""
    parks = parks_of(zone)
    found = queries.month_standings(parks, month, at)
    return [_strip(user, park, found[park.pk], today) for park in parks]


def _strip(user: Actor, park: Park, where: Standing, today: date) -> Strip:
    marks = []
    for number, step in enumerate(PATH):
        state = "done" if number < len(where.done) else "now" if step is where.next else ""
        word, title = WORDS[step]
        marks.append(StripStep(str(word), str(title), state))
    own = user.sees_zone or park.pk in user.park_ids
    may = tuple(
        (step.value, str(WORDS[step][1]) if step in WORDS else _("退回"))
        for step in Step
        if own and where.allows(step) and user.may(PERMISSION[step])
    )
    said, light = _said(where, today)
    return Strip(park, where, tuple(marks), said, light, may)


def _said(where: Standing, today: date) -> tuple[str, str]:
    """Return what a month waits for in words, and its light."""
    late = where.days_late(today)
    if not where.done:
        if where.returned:
            return _("已退回，待重报"), "yellow"
        if late:
            return _("未报，已过期限 %(days)s 天") % {"days": late}, "red"
        return _("未报，期限 %(due)s") % {"due": f"{where.due:%m-%d}"}, ""
    step, on = where.done[-1]
    word = WORDS[step][1]
    tail = _("，晚交 %(days)s 天") % {"days": late} if late else ""
    if where.next is None:
        return _("%(on)s 已锁定") % {"on": f"{on:%m-%d}"} + tail, "green"
    wait = WORDS[where.next][1]
    said = _("%(on)s %(step)s，待%(next)s") % {"on": f"{on:%m-%d}", "step": word, "next": wait}
    return said + tail, "green" if where.next is Step.LOCKED else ""


@dataclass(frozen=True, slots=True)
class LightTab:
    """A view of the list of lights."""

    name: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class TrackHome:
    """Everything on the first page of supervision."""

    zone: Zone
    month: date
    months: tuple[date, ...]
    due: date
    strips: list[Strip]
    ranking: queries.Ranking
    measures: tuple[tuple[str, str], ...]
    preset: str
    presets: tuple[Rule, ...]
    tabs: tuple[LightTab, ...]
    tab: str
    everything: list[ProjectLight]
    lights: list[ProjectLight]
    shown: int
    total: int
    page: int
    pages: int
    forecast: list[ProjectLight]
    parks: dict[int, Park]
    submitted: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the page asks for."""

    tab: str = "red"
    measure: str = "start_rate"
    preset: str = ""
    month: str = ""
    page: int = 1


def track_home(user: Actor, at: Moment, asked: Asked) -> TrackHome:
    """Return the month's reports, the ranking and the lights, as the user may see them."""
    zone = zone_of_user(user)
    moment = current_moment(zone, at.as_of, at)
    desk = board(zone, moment)
    if asked.measure not in queries.MEASURES or (
        asked.preset and lighting.library().find(asked.preset) is None
    ):
        raise UserError(_("没有这样的排名或规则。"))
    everything = queries.seen_lights(user, zone, moment, preset=asked.preset)
    groups = light_groups(user, everything)
    wanted = groups.get(asked.tab, groups["red"])
    printed, page, pages = paged(wanted, asked.page)
    last_month = add_months(moment.as_of.replace(day=1), -1)
    month = queries.month_named(asked.month, last_month)
    marks = strips(user, zone, month, moment, today=moment.as_of)
    return TrackHome(
        zone=zone,
        month=month,
        months=(add_months(last_month, -1), last_month),
        due=queries.due_of(month),
        strips=marks,
        ranking=queries.ranking(desk, measure=asked.measure, before=queries.month_before(desk)),
        measures=_measures(desk),
        preset=asked.preset,
        presets=lighting.library().in_force(moment.as_of),
        tabs=_tabs(groups),
        tab=asked.tab if asked.tab in groups else "red",
        everything=wanted,
        lights=printed,
        shown=len(wanted),
        total=len(everything),
        page=page,
        pages=pages,
        forecast=groups["turning"] if asked.tab == "red" else [],
        parks={park.pk: park for park in parks_of(zone)},
        submitted=sum(bool(mark.standing.done) for mark in marks),
    )


def _measures(desk: Board) -> tuple[tuple[str, str], ...]:
    names = queries.MEASURES
    return tuple((name, said(desk.book.default(name, desk.at.as_of).name)) for name in names)


def light_groups(user: Actor, lights: list[ProjectLight]) -> dict[str, list[ProjectLight]]:
    """Return the views of the list: red, yellow, turning red, mine, unchanged, undetermined."""
    mine = set(
        Charge.objects.filter(user__username=user.username, to_day=None).values_list(
            "project_id", flat=True
        )
    )
    return {
        "red": [each for each in lights if each.colour == "red"],
        "yellow": [each for each in lights if each.colour == "yellow"],
        "turning": queries.turning(lights, within_days=TURNING_DAYS),
        "mine": [each for each in lights if each.project.id in mine],
        "unchanged": [each for each in lights if _is_unchanged(each)],
        "green": [each for each in lights if each.colour == "green"],
        "open": [each for each in lights if each.colour == "undetermined"],
    }


def _is_unchanged(each: ProjectLight) -> bool:
    """Test whether the reporting rule found the last report identical to the one before."""
    return any(
        light.choice is not None and "unchanged" in light.choice.cite.id for light in each.all
    )


def _tabs(groups: dict[str, list[ProjectLight]]) -> tuple[LightTab, ...]:
    labels = {
        "red": _("红灯"),
        "yellow": _("黄灯"),
        "turning": _("七天内转红"),
        "mine": _("我负责的"),
        "unchanged": _("与上月雷同"),
        "green": _("绿灯"),
        "open": _("判不了"),
    }
    return tuple(LightTab(name, labels[name], len(found)) for name, found in groups.items())


def light_sheet(found: TrackHome) -> tuple[list[str], list[list[object]]]:
    """Return heads and rows of the lights of the chosen view, all pages of it."""
    heads = [
        _("灯"), _("项目"), _("园区"), _("原因"), _("第几天"), _("谁能办"), _("下一步"),
        _("转灯日"),
    ]  # fmt: skip
    rows: list[list[object]] = []
    for each in found.everything:
        light, park = each.light, found.parks.get(each.project.park_id or 0)
        choice = None if light is None else light.choice
        change = None if light is None else light.next_change
        rows.append([
            each.colour, each.project.name, park.short_name if park else "",
            choice.cite.zh if choice else "", each.days, choice.who_zh if choice else "",
            choice.next_zh if choice else "", change.on if change else None,
        ])  # fmt: skip
    return heads, rows


@dataclass(frozen=True, slots=True)
class LightPage:
    """A project's light with every rule that was looked at."""

    project: Project
    decides: ProjectLight
    others: tuple[Light, ...]


def light_of(user: Actor, at: Moment, code: str, *, preset: str = "") -> LightPage:
    """Return a project's light, and what the other rule sets would say of it."""
    zone = zone_of_user(user)
    moment = current_moment(zone, at.as_of, at)
    project = projects_for(user, zone).filter(code=code).select_related("park").first()
    if project is None:
        raise Denied(_("没有这个项目，或不在您的园区。"))
    sight = sight_of(zone, moment)
    decides = lighting.lights(sight, preset=preset).get(project.pk)
    if decides is None:
        raise UserError(_("这一天台账里还没有这个项目。"))
    deciding = decides.light.preset.rule.id if decides.light is not None else ""
    others = lighting.lights_of_one(sight, project.pk)
    return LightPage(
        project, decides, tuple(each for each in others if each.preset.rule.id != deciding)
    )


@dataclass(frozen=True, slots=True)
class IssueLine:
    """An issue with the day it was closed and how late it is."""

    issue: Issue
    closed_on: date | None
    days_late: int


@dataclass(frozen=True, slots=True)
class IssuesPage:
    """The list of issues: a page of the `shown` of `total`."""

    lines: list[IssueLine]
    shown: int
    total: int
    page: int
    pages: int
    figures: tuple[Figure, ...]
    state: str
    departments: list[Department]


def issues_page(user: Actor, at: Moment, *, state: str = "open", page: int = 1) -> IssuesPage:
    """Return the issues of the projects that the user may open, overdue ones first."""
    zone = zone_of_user(user)
    moment = current_moment(zone, at.as_of, at)
    sight = sight_of(zone, moment)
    own = set(projects_for(user, zone).values_list("pk", flat=True))
    found = [
        IssueLine(issue, closed, max(0, ((closed or moment.as_of) - issue.due_on).days))
        for issue, closed in issue_days(sight, moment.as_of).values()
        if issue.project_id in own
    ]
    tests: dict[str, Callable[[IssueLine], bool]] = {
        "open": lambda line: line.closed_on is None,
        "overdue": lambda line: line.closed_on is None and line.days_late > 0,
        "closed": lambda line: line.closed_on is not None,
        "all": lambda _line: True,
    }
    lines = [line for line in found if tests.get(state, tests["open"])(line)]
    lines.sort(key=lambda line: (line.closed_on is not None, line.issue.due_on, line.issue.pk))
    printed, page, pages = paged(lines, page)
    known = Issue.objects.select_related("project__park", "owner").in_bulk(
        [line.issue.pk for line in printed]
    )
    month = f"{moment.as_of:%Y-%m}"
    desk = board(zone, moment)
    names = ("issues_raised", "issues_closed", "issues_open", "issues_overdue")
    return IssuesPage(
        lines=[IssueLine(known[e.issue.pk], e.closed_on, e.days_late) for e in printed],
        shown=len(lines),
        total=len(found),
        page=page,
        pages=pages,
        figures=tuple(desk.figure(name, month) for name in names),
        state=state if state in tests else "open",
        departments=list(Department.objects.filter(zone=zone)),
    )


@dataclass(frozen=True, slots=True)
class SetPage:
    """The summary of a set of projects, each number a figure."""

    project_set: ProjectSet
    figures: tuple[Figure, ...]
    projects: list[Project]
    total: int


SET_FIGURES = (
    "set_count", "set_planned", "set_industrial", "set_5yi", "set_10yi", "set_high_tech",
)  # fmt: skip


def set_page(user: Actor, at: Moment, pk: int) -> SetPage:
    """Return the batch summary of a project set, as read out at a launch ceremony."""
    zone = zone_of_user(user)
    chosen = ProjectSet.objects.filter(zone=zone, pk=pk).first()
    if chosen is None:
        raise Denied(_("没有这个批次。"))
    desk = board(zone, current_moment(zone, at.as_of, at))
    members = chosen.projects.order_by("name")
    own = projects_for(user, zone).filter(pk__in=members).select_related("park", "industry")
    return SetPage(
        project_set=chosen,
        figures=tuple(desk.figure(name, "all", Scope("s", chosen.pk)) for name in SET_FIGURES),
        projects=list(own.order_by("name")),
        total=members.count(),
    )


def sets_of(user: Actor) -> list[ProjectSet]:
    """Return the project sets of the user's zone, latest first."""
    return list(ProjectSet.objects.filter(zone=zone_of_user(user)))
