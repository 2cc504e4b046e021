"""Track (督查): where reports stand, who ranks where, which lights are on, which are due."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gaoxin.figures.core.key import Scope
from gaoxin.figures.queries import board, current_moment
from gaoxin.figures.sight import sight_of
from gaoxin.ledger.queries import home_zone, parks_of
from gaoxin.lib.errors import UserError
from gaoxin.lib.moment import Moment
from gaoxin.lib.period import add_months, month_end
from gaoxin.track import lighting
from gaoxin.track.core.ranking import ranks
from gaoxin.track.core.submission import Standing, Step, standing
from gaoxin.track.models import Submission

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from gaoxin.figures.board import Board, Figure
    from gaoxin.ledger.models import Park, Zone
    from gaoxin.lib.access import Actor
    from gaoxin.track.lighting import ProjectLight

# A month's report is due on this day of the next month (the same day from which lights count it).
DUE_DAY = 5
FIRST_YEAR = 2000
MEASURES = ("start_rate", "funds_rate", "visit_rate")


def month_named(text: str, fallback: date) -> date:
    """Return the first day of a month written 2026-10; UserError where it is none to look at."""
    if not text:
        return fallback
    try:
        month = fallback.fromisoformat(f"{text}-01")
    except ValueError:
        month = None
    if month is None or not FIRST_YEAR <= month.year <= fallback.year + 1:
        words = _("月份“%(text)s”读不懂。写成 2026-10 这样。")
        raise UserError(words % {"text": text[:40]})
    return month


def due_of(month: date) -> date:
    """Return the day on which a month's report is due."""
    return add_months(month, 1).replace(day=DUE_DAY)


def month_standings(parks: Collection[Park], month: date, at: Moment) -> dict[int, Standing]:
    """Return where each park's month stands, by park id."""
    steps = Submission.objects.filter(
        park__in=[park.pk for park in parks],
        month=month,
        recorded_at__lte=at.known_at,
        happened_on__lte=at.as_of,
    )
    found: defaultdict[int, list[tuple[Step, date]]] = defaultdict(list)
    for park, step, on in steps.order_by("id").values_list("park_id", "step", "happened_on"):
        found[park].append((Step(step), on))
    return {park.pk: standing(found[park.pk], due_of(month)) for park in parks}


def month_standing(park: Park, month: date, at: Moment) -> Standing:
    """Return where one park's month stands."""
    return month_standings([park], month, at)[park.pk]


@dataclass(frozen=True, slots=True)
class RankRow:
    """A park's line in the ranking: its place (None without a figure) and the one before."""

    park: Park
    rank: int | None
    before: int | None
    figures: dict[str, Figure]

    @property
    def change(self) -> int | None:
        """Return how many places the park rose (negative: fell); None where it cannot be told."""
        return None if self.rank is None or self.before is None else self.before - self.rank


@dataclass(frozen=True, slots=True)
class Ranking:
    """Parks in order of a measure, and the zone's own figures below."""

    measure: str
    period: str
    rows: tuple[RankRow, ...]
    zone: dict[str, Figure]
    target: Figure | None


def ranking(desk: Board, *, measure: str = MEASURES[0], before: Board | None = None) -> Ranking:
    """Return the parks ranked by a measure for the year to date; ties share a place.

    `before` is the board of the month before, for the change of place.
    """
    parks = parks_of(desk.zone)
    now = _measured(desk, parks)
    places = ranks({park.pk: now[park.pk][measure].value for park in parks})
    earlier: dict[int, int | None] = {}
    if before is not None:
        then = _measured(before, parks)
        earlier = ranks({park.pk: then[park.pk][measure].value for park in parks})
    rows = [RankRow(park, places[park.pk], earlier.get(park.pk), now[park.pk]) for park in parks]
    rows.sort(key=lambda row: (row.rank is None, row.rank or 0, row.park.order))
    target_id = f"{measure}_target"
    target = desk.figure(target_id, str(desk.at.as_of.year)) if desk.book.versions(
        target_id) else None  # fmt: skip
    return Ranking(
        measure=measure,
        period=str(desk.at.as_of.year),
        rows=tuple(rows),
        zone=_figures(desk, desk.zone_scope()),
        target=target if target is not None and target.numerator else None,
    )


def _figures(desk: Board, scope: Scope) -> dict[str, Figure]:
    """Return the measures of a scope: rates of the year to date, visits of the last full month."""
    year, month = str(desk.at.as_of.year), f"{last_full_month(desk.at.as_of):%Y-%m}"
    names = ("start_rate", "funds_rate", "started_of_signed", "signed_1yi")
    found = {name: desk.figure(name, year, scope) for name in names}
    return {**found, "visit_rate": desk.figure("visit_rate", month, scope)}


def _measured(desk: Board, parks: list[Park]) -> dict[int, dict[str, Figure]]:
    return {park.pk: _figures(desk, Scope("p", park.pk)) for park in parks}


def last_full_month(day: date) -> date:
    """Return the first day of the last month that is over on the day."""
    first = day.replace(day=1)
    return first if day == month_end(day) else add_months(first, -1)


def month_before(desk: Board) -> Board:
    """Return the board of the last day of the month before, as known now."""
    last = month_end(add_months(desk.at.as_of.replace(day=1), -1))
    return board(desk.zone, Moment(last, desk.at.known_at))


def seen_lights(user: Actor, zone: Zone, at: Moment, *, preset: str = "") -> list[ProjectLight]:
    """Return the lights of the projects that the user may open, red first, longest lit first."""
    if not user.may("track.view"):
        return []
    found = lighting.worst_first(sight_of(zone, at), preset=preset)
    if user.sees_zone:
        return list(found)
    park_ids = user.park_ids
    return [each for each in found if _is_own(each, park_ids)]


def _is_own(each: ProjectLight, park_ids: frozenset[int]) -> bool:
    return each.project.park_id in park_ids or each.project.origin_park_id in park_ids


def turning(lights: list[ProjectLight], *, within_days: int) -> list[ProjectLight]:
    """Return the projects not yet red that turn red within so many days if nobody acts."""
    return [
        each
        for each in lights
        if each.colour != "red"
        and any(
            light.next_change is not None
            and light.next_change.colour == "red"
            and 0 < (light.next_change.on - light.on).days <= within_days
            for light in each.all
        )
    ]


def red_count(*, user: Actor, moment: Moment) -> int | None:
    """Return how many of the user's projects are on red, for the badge of the menu."""
    zone = home_zone(user)
    if zone is None:
        return None
    at = current_moment(zone, moment.as_of, moment)
    lit = itertools.takewhile(lambda each: each.colour == "red", seen_lights(user, zone, at))
    return sum(1 for _each in lit) or None
