"""Selectors over cultivation (培育取数): titles held, gained, lost; rungs in reach; re-checks."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from gaoxin.figures.core.compute import Row
from gaoxin.figures.registry import Params, Selector, offer_definitions, offer_latest
from gaoxin.figures.registry import offer as offer_selector
from gaoxin.grow import standing
from gaoxin.grow.models import Honour
from gaoxin.grow.queries import last_recorded

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from gaoxin.figures.core.window import Window
    from gaoxin.figures.sight import Sight

ONE = Decimal(1)


class OfTitles(Params):
    """Which titles count; an enterprise with several of them counts once. Empty = all of them."""

    titles: tuple[str, ...] = ()


def _wanted(title: str, params: OfTitles) -> bool:
    return not params.titles or title in params.titles


def titles_held(sight: Sight, window: Window, params: OfTitles) -> list[Row]:
    """Return the enterprises that hold one of the titles on the window's last day."""
    since: dict[int, date] = {}
    for each in standing.titles(sight):
        if _wanted(each.title, params) and each.holds_on(window.last):
            first = since.get(each.enterprise)
            since[each.enterprise] = each.since if first is None else min(first, each.since)
    return _rows(sight, since)


def titles_gained(sight: Sight, window: Window, params: OfTitles) -> list[Row]:
    """Return the enterprises that gained one of the titles in the window."""
    gained: dict[int, date] = {}
    for each in standing.titles(sight):
        if _wanted(each.title, params) and window.holds(each.since):
            gained.setdefault(each.enterprise, each.since)
    return _rows(sight, gained)


def titles_lost(sight: Sight, window: Window, params: OfTitles) -> list[Row]:
    """Return the enterprises that lost one of the titles in the window: revoked, or expired."""
    lost: dict[int, date] = {}
    for each in standing.titles(sight):
        if each.ended_on and _wanted(each.title, params) and window.holds(each.ended_on):
            lost[each.enterprise] = each.ended_on
    return _rows(sight, lost)


class OfState(Params):
    """Where enterprises stand to a rung: it can be applied for now, or is within reach."""

    state: Literal["ready", "near"]
    titles: tuple[str, ...] = ()


def rungs_open(sight: Sight, _window: Window, params: OfState) -> list[Row]:
    """Return the enterprises whose next rung on some path stands so, on the day looked at."""
    found = {
        pk: sight.at.as_of
        for pk, grown in standing.pool(sight).items()
        if any(
            way.next is not None
            and way.next.state == params.state
            and _wanted(way.next.title.id, OfTitles(titles=params.titles))
            for way in grown.ways
        )
    }
    return _rows(sight, found)


class OfDue(Params):
    """A re-check before a title expires, or the yearly update of data."""

    what: Literal["recheck", "update"]


def checks_due(sight: Sight, _window: Window, params: OfDue) -> list[Row]:
    """Return the enterprises of which a re-check or update is due within six months."""
    days: dict[int, date] = {}
    for each in standing.due_list(sight):
        if each.what == params.what:
            days.setdefault(each.held.enterprise, each.by)
    return _rows(sight, days)


class Nothing(Params):
    """No parameters."""


def in_pool(sight: Sight, _window: Window, _params: Nothing) -> list[Row]:
    """Return the enterprises in cultivation: with yearly figures or titles."""
    return _rows(sight, dict.fromkeys(standing.facts(sight), sight.at.as_of))


def _rows(sight: Sight, days: dict[int, date]) -> list[Row]:
    known = sight.enterprises
    return [Row(ONE, enterprise_id=pk, on=on) for pk, on in sorted(days.items()) if pk in known]


def _honours(params: OfTitles | OfState) -> QuerySet[Honour]:
    found = Honour.objects.all()
    return found.filter(title__in=params.titles) if params.titles else found


def offer() -> None:
    """Offer the selectors over cultivation, and the definitions made of them."""
    for selector in (
        Selector("titles_held", OfTitles, titles_held, "期末持有称号的企业，一家计一次",
                 events=_honours),
        Selector("titles_gained", OfTitles, titles_gained, "期内新获称号的企业，一家计一次",
                 events=_honours),
        Selector("titles_lost", OfTitles, titles_lost, "期内到期或被撤销称号的企业",
                 events=_honours),
        Selector("rungs_open", OfState, rungs_open, "下一级已达标或够得着的企业"),
        Selector("checks_due", OfDue, checks_due, "六个月内应复核或更新数据的企业",
                 events=lambda _params: Honour.objects.all()),
        Selector("in_pool", Nothing, in_pool, "有年度数据或称号的企业"),
    ):  # fmt: skip
        offer_selector(selector)
    offer_latest(last_recorded)
    offer_definitions(Path(__file__).parent / "definitions")
