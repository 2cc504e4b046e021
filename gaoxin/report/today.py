"""Today (今日): the few figures, what needs a hand, and who ranks where."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from gaoxin.figures.core.key import Scope
from gaoxin.figures.core.window import elapsed_share
from gaoxin.figures.queries import board, current_moment
from gaoxin.grow.extras import Reminder, reminder
from gaoxin.ledger.models import Milestone
from gaoxin.ledger.queries import effective, home_zone, of_parks, parks_of
from gaoxin.lib.errors import UserError
from gaoxin.lib.period import add_months
from gaoxin.read.queries import new_facts, waiting_count
from gaoxin.report import queries as bulletins
from gaoxin.sources.queries import citations_of
from gaoxin.track import pages as track
from gaoxin.track import queries
from gaoxin.track.core.submission import PATH, PERMISSION

if TYPE_CHECKING:
    from datetime import date

    from gaoxin.figures.board import Board, Figure
    from gaoxin.ledger.models import Park, Zone
    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment
    from gaoxin.read.models import Fact
    from gaoxin.sources.models import Citation
    from gaoxin.track.lighting import ProjectLight

COHORT = ("lead", "contact", "admitted", "signed", "started", "production", "capacity")
YEARS = 3
TO_DO = 6
NEWS = 5


@dataclass(frozen=True, slots=True)
class Card:
    """A figure with its target, its completion, and the gap: against time or target, in points."""

    label: str
    figure: Figure
    target: Figure | None
    completion: Figure | None
    tick: Figure | None
    gap: Figure | None
    parts: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class CohortCell:
    """How many of a cohort reached a milestone, and their share of the stage before."""

    count: Figure
    share: Figure | None


@dataclass(frozen=True, slots=True)
class Cohort:
    """A year's leads and how far they have come; `widest` is the scale of all bars."""

    year: int
    months: int | None
    cells: tuple[CohortCell, ...]


@dataclass(frozen=True, slots=True)
class ParkLights:
    """A park's line on the home page: its place, its rates, and its lights as figures."""

    row: queries.RankRow
    red: Figure
    yellow: Figure
    green: Figure


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that waits for the user: what, details, by when, and where it is decided."""

    what: str
    detail: str
    due: date | None
    address: str
    icon: str


@dataclass(frozen=True, slots=True)
class News:
    """A milestone lately reached, with its evidence."""

    milestone: Milestone
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """Everything on the home page."""

    zone: Zone
    cards: tuple[Card, ...]
    red: Figure
    yellow: Figure
    green: Figure
    red_before: int
    cohorts: tuple[Cohort, ...]
    widest: Decimal
    parks: tuple[ParkLights, ...]
    month: date
    submitted: int
    missing: tuple[Park, ...]
    due: date
    decisions: tuple[Decision, ...]
    to_do: tuple[ProjectLight, ...]
    turning: tuple[ProjectLight, ...]
    by_id: dict[int, Park]
    news: tuple[News, ...]
    facts: tuple[Fact, ...] = ()
    facts_waiting: int = 0
    reminder: Reminder | None = None

    @property
    def red_change(self) -> int:
        """Return the change of red lights against the end of last month."""
        return int(self.red.numerator) - self.red_before


def today(user: Actor, at: Moment) -> Today | None:
    """Return the home page's content; None for a user who works in no zone's ledger."""
    if not user.may("track.view"):
        return None
    zone = home_zone(user)
    if zone is None:
        raise UserError(_("还没有建区。先运行 gaoxin zone new 建区，或 gaoxin demo 建演示区。"))
    moment = current_moment(zone, at.as_of, at)
    desk = board(zone, moment)
    before = queries.month_before(desk)
    lights = queries.seen_lights(user, zone, moment)
    month = add_months(moment.as_of.replace(day=1), -1)
    strips = track.strips(user, zone, month, moment, today=moment.as_of)
    year = str(moment.as_of.year)
    red, yellow, green = (desk.figure(f"{c}_count", year) for c in ("red", "yellow", "green"))
    cohorts = tuple(_cohort(desk, moment.as_of.year - n) for n in reversed(range(YEARS)))
    return Today(
        zone=zone,
        cards=cards(desk),
        red=red,
        yellow=yellow,
        green=green,
        red_before=int(before.figure("red_count", str(before.at.as_of.year)).numerator),
        cohorts=tuple(cohort for cohort in cohorts if cohort.cells[0].count.numerator),
        widest=max((c.cells[0].count.numerator for c in cohorts), default=Decimal(1)) or Decimal(1),
        parks=_parks(desk, before),
        month=month,
        submitted=sum(bool(strip.standing.done) for strip in strips),
        missing=tuple(strip.park for strip in strips if not strip.standing.done),
        due=queries.due_of(month),
        decisions=(*_bulletins(user, zone), *_decisions(user, strips)),
        to_do=tuple(each for each in lights if each.colour == "red")[:TO_DO],
        turning=tuple(queries.turning(lights, within_days=track.TURNING_DAYS))[:TO_DO],
        by_id={park.pk: park for park in parks_of(zone)},
        news=_news(user, zone, moment),
        facts=tuple(new_facts(user, zone, at)),
        facts_waiting=waiting_count(user=user, moment=at) or 0,
        reminder=reminder(user, at),
    )


def cards(desk: Board) -> tuple[Card, ...]:
    """Return the four figures of the year to date with targets and gaps."""
    year = str(desk.at.as_of.year)

    def shown(name: str) -> Figure | None:
        found = desk.figure(name, year)
        return None if found.value is None or not found.numerator else found

    elapsed = desk.figure("time_progress", year)
    start, funds = shown("start_rate_target"), shown("funds_rate_target")
    return (
        Card(
            _("新签约项目"), desk.figure("signed_count", year), shown("signed_target"),
            shown("signed_completion"), elapsed, shown("signed_gap"),
        ),
        Card(
            _("合同引资额"), desk.figure("contracted_amount", year), shown("contract_target"),
            shown("contract_completion"), elapsed, shown("contract_gap"),
        ),
        Card(
            _("开工率"), desk.figure("start_rate", year), start, None, start,
            shown("start_rate_gap") if start else None,
            (desk.figure("started_of_signed", year), desk.figure("signed_1yi", year)),
        ),
        Card(
            _("资金到位率"), desk.figure("funds_rate", year), funds, None, funds,
            shown("funds_rate_gap") if funds else None,
            (desk.figure("in_place_of_signed", year), desk.figure("contracted_amount", year)),
        ),
    )  # fmt: skip


def _cohort(desk: Board, year: int) -> Cohort:
    period = f"v{year}"
    cells = []
    for stage in COHORT:
        share = None if stage == "lead" else desk.figure(f"step_{stage}", period)
        cells.append(CohortCell(desk.figure(f"cohort_{stage}", period), share))
    this_year = elapsed_share(desk.at.as_of) * 12
    months = (desk.at.as_of.year - year - 1) * 12 + int(this_year)
    return Cohort(year, months if year < desk.at.as_of.year else None, tuple(cells))


def _parks(desk: Board, before: Board) -> tuple[ParkLights, ...]:
    ranked = queries.ranking(desk, before=before)
    year = ranked.period
    found = []
    for row in ranked.rows:
        scope = Scope("p", row.park.pk)
        lit = (desk.figure(f"{c}_count", year, scope) for c in ("red", "yellow", "green"))
        found.append(ParkLights(row, *lit))
    return tuple(found)


def _decisions(user: Actor, strips: list[track.Strip]) -> tuple[Decision, ...]:
    """Return the months that wait for a step which the user may take."""
    found = []
    for strip in strips:
        step = strip.standing.next
        if step is None or not user.may(PERMISSION[step]):
            continue
        if not user.sees_zone and strip.park.pk not in user.park_ids:
            continue
        if step is PATH[0] and user.sees_zone:
            # Reporting is the park's to do, not the office's to decide.
            continue
        word = track.WORDS[step][1]
        what = _("%(park)s月报待%(step)s") % {"park": strip.park.short_name, "step": word}
        found.append(Decision(what, strip.said, strip.standing.due, "/track/", "clipboard-check"))
    return tuple(found)


def _bulletins(user: Actor, zone: Zone) -> tuple[Decision, ...]:
    """Return the bulletins that wait for a step which the user may take."""
    found = []
    for bulletin in bulletins.waiting(user, zone):
        word = _("签发") if bulletin.state == bulletin.State.CHECKED else _("核稿")
        what = _("%(word)s第 %(number)s 期通报") % {"word": word, "number": bulletin.number}
        detail = _("数据截至 %(day)s") % {"day": f"{bulletin.as_of:%m-%d}"}
        address = f"/report/{bulletin.month:%Y-%m}/"
        day = timezone.localtime(bulletin.drafted_at).date()
        found.append(Decision(what, detail, day, address, "file-text"))
    return tuple(found)


def _news(user: Actor, zone: Zone, at: Moment) -> tuple[News, ...]:
    """Return the milestones reached last, of projects that the user may open."""
    reached = effective(Milestone.objects.filter(project__zone=zone, planned_for=None), at)
    if not user.sees_zone:
        reached = reached.filter(project__in=zone.projects.filter(of_parks(user.park_ids)))
    rows = list(reached.select_related("project").order_by("-happened_on", "-id")[:NEWS])
    cited = citations_of("ledger.milestone", [row.pk for row in rows])
    return tuple(News(row, tuple(cited.get(row.pk, ()))) for row in rows)
