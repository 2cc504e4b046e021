"""Grow (培育): reads of enterprises and their events, as of a day, as known at a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from gaoxin.grow.core.honours import Told
from gaoxin.grow.models import ChainEntry, Honour, YearFigure
from gaoxin.ledger.models import Enterprise, Zone
from gaoxin.ledger.queries import effective, home_zone, stood
from gaoxin.lib.errors import Denied, UserError

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.db.models import QuerySet

    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment
    from gaoxin.rulebook.tree import Scalar

Figures = dict[tuple[int, str], "Scalar"]


def zone_of_user(user: Actor) -> Zone:
    """Return the zone that the user works in; Denied for outsiders, UserError without a zone."""
    if not user.may("grow.view"):
        raise Denied(_("您的角色不看企业培育。"))
    zone = home_zone(user)
    if zone is None:
        raise UserError(_("还没有建区。先运行 gaoxin zone new 建区，或 gaoxin demo 建演示区。"))
    return zone


def enterprises_for(user: Actor, zone: Zone) -> QuerySet[Enterprise]:
    """Return the enterprises whose figures the user may open: all of the zone, or of own parks."""
    known = Enterprise.objects.filter(zone=zone, removed_at__isnull=True)
    if not user.may("grow.view"):
        return known.none()
    return known if user.sees_zone else known.filter(park_id__in=user.park_ids)


def enterprise_record(user: Actor, pk: int, at: Moment) -> Enterprise:
    """Return one enterprise that the user may open; Enterprise.DoesNotExist otherwise."""
    zone = zone_of_user(user)
    known = enterprises_for(user, zone).filter(stood(at))
    return known.select_related("park", "industry", "zone").get(pk=pk)


def value_of(event: YearFigure) -> Scalar | None:
    """Return the value of a yearly figure as its indicator means it."""
    if event.number is not None:
        return event.number
    return event.flag if event.flag is not None else event.word or None


def year_figures(
    zone: Zone, at: Moment, *, ids: Collection[int] | None = None
) -> dict[int, Figures]:
    """Return the values by enterprise, year and indicator; what was recorded last holds."""
    events = YearFigure.objects.filter(enterprise__zone=zone)
    if ids is not None:
        events = events.filter(enterprise__in=ids)
    columns = ("enterprise_id", "year", "indicator", "number", "flag", "word")
    found: dict[int, Figures] = {}
    rows = effective(events, at).order_by("recorded_at", "id").values_list(*columns)
    for firm, year, indicator, number, flag, word in rows:
        value = number if number is not None else flag if flag is not None else word
        found.setdefault(firm, {})[year, indicator] = value
    return found


def filed_days(zone: Zone, at: Moment, year: int) -> set[int]:
    """Return the enterprises that handed in figures of a year."""
    events = effective(YearFigure.objects.filter(enterprise__zone=zone, year=year), at)
    return set(events.values_list("enterprise_id", flat=True))


def told_titles(zone: Zone, at: Moment, *, ids: Collection[int] | None = None) -> list[Told]:
    """Return what was recorded of titles and counts at the moment."""
    events = Honour.objects.filter(enterprise__zone=zone)
    if ids is not None:
        events = events.filter(enterprise__in=ids)
    columns = ("enterprise_id", "title", "kind", "happened_on", "expires_on", "id")
    return [Told(*row) for row in effective(events, at).order_by("id").values_list(*columns)]


def honours_of(enterprise: Enterprise, at: Moment) -> list[Honour]:
    """Return the events of an enterprise's titles, newest first."""
    return list(effective(enterprise.honours.all(), at).order_by("-happened_on", "-id"))


def chain_entries(enterprise: Enterprise, at: Moment) -> list[ChainEntry]:
    """Return the enterprise's places in the five chains, in their order."""
    entries = effective(enterprise.chainentrys.select_related("partner"), at)
    return list(entries.order_by("id"))


def last_recorded(zone: Zone) -> datetime | None:
    """Return when grow last recorded something of a zone."""
    times = [
        model._default_manager.filter(enterprise__zone=zone).aggregate(last=Max("recorded_at"))[
            "last"
        ]
        for model in (YearFigure, Honour, ChainEntry)
    ]
    firms = Enterprise.objects.filter(zone=zone)
    times += firms.aggregate(a=Max("recorded_at"), b=Max("removed_at")).values()
    return max((time for time in times if time is not None), default=None)


def visible_record_ids(user: Actor, ids: Collection[int], *, model: str) -> set[int]:
    """Return which of the cited events the user may see."""
    zone = home_zone(user)
    if zone is None:
        return set()
    events: Any = apps.get_model(model)._default_manager.filter(pk__in=list(ids))
    mine = events.filter(enterprise__in=enterprises_for(user, zone))
    return set(mine.values_list("pk", flat=True))


def record_labels(ids: Collection[int], *, model: str) -> dict[int, str]:
    """Return what each cited event is called on an evidence list."""
    events: Any = apps.get_model(model)._default_manager.filter(pk__in=list(ids))
    return {
        each.pk: f"{each.enterprise.name} {each}" for each in events.select_related("enterprise")
    }


def record_address(pk: int, *, model: str) -> str:
    """Return the page of a cited event: its enterprise's."""
    event: Any = apps.get_model(model)._default_manager.get(pk=pk)
    return reverse("grow:enterprise", args=[event.enterprise_id])
