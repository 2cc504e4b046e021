"""Pages of the board (看板页面): what each screen prints, one call for each view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gaoxin.figures.core.key import Scope
from gaoxin.figures.queries import board, current_moment
from gaoxin.grow import standing, words
from gaoxin.grow.books import books
from gaoxin.grow.core.judging import FAR, NEAR, READY, THIN
from gaoxin.grow.queries import enterprises_for, zone_of_user
from gaoxin.ledger.models import Enterprise, Industry
from gaoxin.ledger.queries import parks_of
from gaoxin.lib.errors import UserError
from gaoxin.track.core.paging import paged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gaoxin.figures.board import Board, Figure
    from gaoxin.figures.sight import Sight
    from gaoxin.grow.core.honours import Due
    from gaoxin.grow.core.judging import Rung
    from gaoxin.grow.core.ladder import Title, Way
    from gaoxin.grow.standing import Grown
    from gaoxin.ledger.models import Park, Zone
    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment
    from gaoxin.rulebook.rule import Rule

HEAD = ("held_top", "gained_top", "rung_ready", "rung_near", "recheck_due")
COLUMNS = (
    "held_top", "gained_top", "held_champion", "held_little_giant", "held_specialized",
    "held_gazelle", "held_high_tech",
)  # fmt: skip
STATES = (READY, NEAR, THIN, FAR)


@dataclass(frozen=True, slots=True)
class RungRow:
    """A rung of the board: held, gained and lost in the year, and who could apply for it next."""

    title: Title
    word: str
    rule: Rule | None
    held: Figure
    gained: Figure
    lost: Figure
    ready: int
    near: int


@dataclass(frozen=True, slots=True)
class WayBoard:
    """A path with its rungs, the highest first."""

    way: Way
    word: str
    rows: tuple[RungRow, ...]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A park or industry with its figures, in the order of the columns."""

    name: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class GrowHome:
    """Everything on the board of rungs."""

    zone: Zone
    place: str
    year: int
    head: tuple[Figure, ...]
    lost: Figure
    update: Figure
    ways: tuple[WayBoard, ...]
    columns: tuple[str, ...]
    parks: tuple[PlaceRow, ...]
    industries: tuple[PlaceRow, ...]
    total: PlaceRow
    nearest: list[ReachRow]
    near_total: int
    due: list[DueRow]
    due_total: int
    pool: Figure
    known: int
    problems: tuple[str, ...]


def grow_home(user: Actor, at: Moment) -> GrowHome:
    """Return the board of rungs with the year's movements, parks, industries, who is near."""
    zone = zone_of_user(user)
    desk = board(zone, current_moment(zone, at.as_of, at))
    year, park = str(desk.at.as_of.year), _own_park(user, zone)
    scope = None if park is None else Scope("p", park.pk)
    rows = reach_rows(user, desk.sight)
    near = [row for row in rows if row.rung.state == NEAR]
    due = due_rows(user, desk.sight)
    return GrowHome(
        zone=zone,
        place=_("全区") if park is None else park.short_name or park.name,
        year=desk.at.as_of.year,
        head=tuple(desk.figure(name, year, scope) for name in HEAD),
        lost=desk.figure("lost_top", year, scope),
        update=desk.figure("update_due", year, scope),
        ways=_ways(desk, rows, year, scope),
        columns=tuple(desk.figure(name, year).definition.name.en if words.language() == "en"
                      else desk.figure(name, year).name for name in COLUMNS),
        parks=_parks(desk, year, user),
        industries=_industries(desk, year) if user.sees_zone else (),
        total=PlaceRow(_("全区"), tuple(desk.figure(name, year) for name in COLUMNS)),
        nearest=near[:8],
        near_total=len(near),
        due=due[:8],
        due_total=len(due),
        pool=desk.figure("grow_pool", year, scope),
        known=sum(park is None or firm.park_id == park.pk
                  for firm in desk.sight.enterprises.values()),
        problems=books().problems,
    )  # fmt: skip


def _own_park(user: Actor, zone: Zone) -> Park | None:
    """Return the one park of a user who has no other: the board then counts that park alone."""
    own = [park for park in parks_of(zone) if park.pk in user.park_ids]
    return own[0] if len(own) == 1 and not user.sees_zone else None


def _ways(
    desk: Board, rows: list[ReachRow], year: str, scope: Scope | None
) -> tuple[WayBoard, ...]:
    shelf = books()
    rules = standing.rules_in_force(shelf, desk.at.as_of)
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        place = (row.rung.title.id, row.rung.state)
        counts[place] = counts.get(place, 0) + 1
    known = {definition.id for definition in desk.book}

    def one(title: Title) -> RungRow:
        held, gained, lost = (
            desk.figure(f"{verb}_{title.id}", year, scope) for verb in ("held", "gained", "lost")
        )
        ready, near = (counts.get((title.id, state), 0) for state in (READY, NEAR))
        word = words.title_word(title)
        return RungRow(title, word, rules.get(title.id), held, gained, lost, ready, near)

    return tuple(
        WayBoard(way, words.way_word(way), tuple(
            one(title) for title in reversed(way.rungs) if f"held_{title.id}" in known))
        for way in shelf.ladder.paths
    )  # fmt: skip


def _parks(desk: Board, year: str, user: Actor) -> tuple[PlaceRow, ...]:
    own = [p for p in parks_of(desk.zone) if user.sees_zone or p.pk in user.park_ids]
    places = [(park.short_name or park.name, Scope("p", park.pk)) for park in own]
    if user.sees_zone:
        places.append((_("未定园区"), Scope("u", desk.zone.pk)))
    rows = [
        PlaceRow(name, tuple(desk.figure(each, year, scope) for each in COLUMNS))
        for name, scope in places
    ]
    return tuple(row for row in rows if row.name != _("未定园区") or row.figures[0].numerator)


def _industries(desk: Board, year: str) -> tuple[PlaceRow, ...]:
    return tuple(
        PlaceRow(each.name, tuple(desk.figure(c, year, Scope("i", each.pk)) for c in COLUMNS))
        for each in Industry.objects.filter(zone=desk.zone)
    )


@dataclass(frozen=True, slots=True)
class ReachRow:
    """An enterprise and the next rung of one path: how far it is, and what is missing."""

    grown: Grown
    way: Way
    rung: Rung
    top: Title | None
    park: Park | None

    @property
    def enterprise(self) -> Enterprise:
        """Return the enterprise."""
        return self.grown.enterprise

    @property
    def says(self) -> str:
        """Return what is missing in one sentence."""
        return words.lacking(self.rung)

    @property
    def word(self) -> str:
        """Return the next rung's title."""
        return words.title_word(self.rung.title)

    @property
    def top_word(self) -> str:
        """Return the highest title held on the path."""
        return words.short_word(self.top) if self.top else ""


def reach_rows(user: Actor, sight: Sight) -> list[ReachRow]:
    """Return the next rung of every enterprise that the user may open, nearest first."""
    own = set(enterprises_for(user, sight.zone).values_list("pk", flat=True))
    parks = {park.pk: park for park in parks_of(sight.zone)}
    rows = [
        ReachRow(grown, way.way, way.next, way.top, parks.get(grown.enterprise.park_id or 0))
        for pk, grown in standing.pool(sight).items()
        if pk in own
        for way in grown.ways
        if way.next is not None
    ]
    return sorted(rows, key=lambda row: (row.rung.distance.order, row.enterprise.name))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the reach list asks for."""

    state: str = NEAR
    way: str = ""
    park: str = ""
    industry: str = ""
    text: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Tab:
    """A view of the list with its count."""

    name: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class ReachPage:
    """The list of next rungs: a page of the `shown` of `total`."""

    asked: Asked
    tabs: tuple[Tab, ...]
    lines: list[ReachRow]
    everything: list[ReachRow]
    shown: int
    total: int
    page: int
    pages: int
    ways: tuple[tuple[str, str], ...]
    parks: list[Park]
    industries: list[Industry]
    reach: str


def reach_page(user: Actor, at: Moment, asked: Asked) -> ReachPage:
    """Return the enterprises by how far their next rung is, filtered as asked."""
    zone = zone_of_user(user)
    sight = standing.sight_at(zone, at)
    ladder = books().ladder
    if asked.state not in {*STATES, "all"}:
        raise UserError(_("没有这样的视图。"))
    every = reach_rows(user, sight)
    fitting = [row for row in every if _fits(row, asked)]
    chosen = [row for row in fitting if asked.state in {"all", row.rung.state}]
    printed, page, pages = paged(chosen, asked.page)
    tabs = [(state, str(words.STATES[state])) for state in STATES]
    limits = {
        "failed": ladder.reach.failed, "open": ladder.reach.open,
        "gap": f"{ladder.reach.gap * 100:.0f}",
    }  # fmt: skip
    return ReachPage(
        asked=asked,
        tabs=(*(Tab(n, w, sum(r.rung.state == n for r in fitting)) for n, w in tabs),
              Tab("all", _("全部"), len(fitting))),
        lines=printed, everything=chosen, shown=len(chosen), total=len(every), page=page,
        pages=pages,
        ways=tuple((way.id, words.way_word(way)) for way in ladder.paths),
        parks=[p for p in parks_of(zone) if user.sees_zone or p.pk in user.park_ids],
        industries=list(Industry.objects.filter(zone=zone)),
        reach=_("未达标不多于 %(failed)s 项、缺数据不多于 %(open)s 项、差距合计不超过一项要求的 "
                "%(gap)s%%") % limits,
    )  # fmt: skip


def _fits(row: ReachRow, asked: Asked) -> bool:
    firm = row.enterprise
    return (
        (not asked.way or row.way.id == asked.way)
        and (not asked.park or str(firm.park_id or "-") == asked.park)
        and (not asked.industry or str(firm.industry_id or "-") == asked.industry)
        and (asked.text.lower() in firm.name.lower() or asked.text == firm.credit_code)
    )


def reach_sheet(found: ReachPage) -> tuple[list[str], list[list[object]]]:
    """Return heads and rows of the list as filtered, all pages of it."""
    heads = [
        _("企业"), _("统一社会信用代码"), _("园区"), _("阶梯"), _("现有"), _("下一级"), _("状态"),
        _("差距"), _("未达标项"), _("缺数据项"), _("差什么"),
    ]  # fmt: skip
    rows: list[list[object]] = [
        [
            row.enterprise.name, row.enterprise.credit_code, row.park.name if row.park else "",
            words.way_word(row.way), row.top_word, row.word,
            str(words.STATES[row.rung.state]), row.rung.distance.gap, row.rung.distance.failed,
            row.rung.distance.open, row.says,
        ]
        for row in found.everything
    ]  # fmt: skip
    return heads, rows


@dataclass(frozen=True, slots=True)
class DueRow:
    """A re-check or yearly update that is due: whose, of which title, by when."""

    due: Due
    enterprise: Enterprise
    title: str
    days: int
    outcome: str

    @property
    def is_late(self) -> bool:
        """Test whether the day has passed."""
        return self.days < 0


def due_rows(user: Actor, sight: Sight) -> list[DueRow]:
    """Return what is due of the enterprises that the user may open, soonest first."""
    own = set(enterprises_for(user, sight.zone).values_list("pk", flat=True))
    pool, titles = standing.pool(sight), books().ladder.titles
    found = []
    for each in standing.due_list(sight):
        pk, title = each.held.enterprise, titles.get(each.held.title)
        if pk not in own or title is None:
            continue
        rungs = (rung for way in pool[pk].ways for rung in way.rungs) if pk in pool else ()
        outcome = next((rung.outcome for rung in rungs if rung.title.id == title.id), "")
        word = words.title_word(title)
        days = each.days_left(sight.at.as_of)
        found.append(DueRow(each, sight.enterprises[pk], word, days, outcome))
    return found


@dataclass(frozen=True, slots=True)
class DuePage:
    """The list of what is due: a page of the `shown` of `total`."""

    lines: list[DueRow]
    everything: list[DueRow]
    what: str
    tabs: tuple[Tab, ...]
    shown: int
    total: int
    page: int
    pages: int


def due_page(user: Actor, at: Moment, *, what: str = "", page: int = 1) -> DuePage:
    """Return re-checks and yearly updates due, soonest first."""
    rows = due_rows(user, standing.sight_at(zone_of_user(user), at))
    chosen = [row for row in rows if what in {"", row.due.what}]
    printed, page, pages = paged(chosen, page)
    tabs = [("", _("全部")), ("recheck", _("到期复核")), ("update", _("更新数据"))]
    return DuePage(
        printed, chosen, what,
        tuple(Tab(n, w, sum(n in {"", r.due.what} for r in rows)) for n, w in tabs),
        len(chosen), len(rows), page, pages,
    )  # fmt: skip


def due_sheet(rows: Iterable[DueRow]) -> tuple[list[str], list[list[object]]]:
    """Return heads and rows of what is due."""
    heads = [_("企业"), _("称号"), _("事项"), _("期限"), _("余天"), _("按今日数据复核")]
    what = {"recheck": _("到期复核"), "update": _("更新数据")}
    return heads, [
        [row.enterprise.name, row.title, what[row.due.what], row.due.by, row.days,
         str(words.OUTCOMES.get(row.outcome, ""))]
        for row in rows
    ]  # fmt: skip
