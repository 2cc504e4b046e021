"""Ledger (台账): reads of projects and their events, as of a day, as known at a moment.

`effective` is the one place that decides which events count; everything reads through it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.apps import apps
from django.db import connections
from django.db.models import BigIntegerField, CharField, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Round
from django.urls import reverse

from gaoxin.ledger.core.stage import Stage
from gaoxin.ledger.models import Milestone, Park, Posting, Project, ProjectChange, Zone
from gaoxin.ledger.models.events import STAGE_LABELS, Event

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.db.models import Model, QuerySet

    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment

E = TypeVar("E", bound=Event)


def effective(events: QuerySet[E], at: Moment) -> QuerySet[E]:
    """Return the events that count at a moment: known, happened, not voided by a known event.

    A void counts from the moment it was recorded, whatever day it gives; a retraction of a void
    lets the voided event count again, unless that retraction was itself taken back: by the undoing
    of an import, which nothing takes back again.
    """
    model = events.model
    known = {"recorded_at__lte": at.known_at}
    retracted = model._default_manager.filter(voids=OuterRef("pk"), is_retraction=True, **known)
    undone = retracted.exclude(Exists(retracted))
    void = model._default_manager.filter(voids=OuterRef("pk"), **known).exclude(Exists(undone))
    return events.filter(is_retraction=False, happened_on__lte=at.as_of, **known).exclude(
        Exists(void)
    )


def last_recorded(zone: Zone, *kinds: tuple[type[Model], str]) -> datetime | None:
    """Return when rows of the zone's projects were last recorded: of each model, by its path.

    Each page asks, so all models are asked at once; the condition is a subquery so that the
    database reads the index on the time from its end and stops at the first row, where a join
    would read them all.
    """
    newest = []
    for model, path in kinds:
        of_zone = Exists(Project.objects.filter(pk=OuterRef(f"{path}_id"), zone=zone))
        rows = model._default_manager.filter(of_zone).order_by("-recorded_at")
        newest.append(Subquery(rows.values("recorded_at")[:1]))
    named = {f"last_{at}": subquery for at, subquery in enumerate(newest)}
    found = Zone.objects.filter(pk=zone.pk).annotate(**named).values_list(*named).first() or ()
    return max((time for time in found if time is not None), default=None)


def stood(at: Moment) -> Q:
    """Return the condition that a record stood in the ledger at the moment."""
    known = Q(recorded_at__lte=at.known_at)
    return known & (Q(removed_at__isnull=True) | Q(removed_at__gt=at.known_at))


def known_projects(zone: Zone, at: Moment) -> QuerySet[Project]:
    """Return the zone's projects that stood in the ledger at the moment."""
    return Project.objects.filter(stood(at), zone=zone)


def projects_for(user: Actor, zone: Zone) -> QuerySet[Project]:
    """Return today's projects that the user may open: all of the zone, or those of own parks."""
    projects = Project.objects.filter(zone=zone, removed_at__isnull=True)
    if not user.may("ledger.view"):
        return projects.none()
    return projects if user.sees_zone else projects.filter(of_parks(user.park_ids))


def of_parks(park_ids: Collection[int]) -> Q:
    """Return the condition that a project is hosted by one of the parks, or began there."""
    return Q(park_id__in=park_ids) | Q(origin_park_id__in=park_ids)


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project's record as it stood at a moment; ids are database keys."""

    id: int
    code: str
    name: str
    kind: str
    origin: str
    is_high_tech: bool
    park_id: int | None
    origin_park_id: int | None
    industry_id: int | None
    enterprise_id: int | None
    lead_department_id: int | None


_ROW_FIELDS = tuple(ProjectRow.__dataclass_fields__)


def project_rows(zone: Zone, at: Moment) -> dict[int, ProjectRow]:
    """Return each project's record at the moment, by id: later changes are turned back."""
    rows = {
        values[0]: ProjectRow(*values)
        for values in known_projects(zone, at).order_by("id").values_list(*_ROW_FIELDS)
    }
    for (project, field), text in _values_then(zone, at).items():
        row = rows.get(project)
        if row is not None and field in _ROW_FIELDS:
            rows[project] = replace(row, **{field: _restored(field, text)})
    return rows


def later_changes(at: Moment) -> Q:
    """Return the condition of changes not yet made, or not yet known, at the moment."""
    return Q(recorded_at__gt=at.known_at) | Q(happened_on__gt=at.as_of)


def _values_then(zone: Zone, at: Moment) -> dict[tuple[int, str], str]:
    """Return the text of each field that changed later, as it stood at the moment.

    Of the changes that were known and had happened the last recorded one holds, as it does in the
    record itself; before any, what the first recorded change replaced.
    """
    later = ProjectChange.objects.filter(later_changes(at), project__zone=zone)
    touched = set(later.values_list("project_id", "field"))
    if not touched:
        return {}
    changes = ProjectChange.objects.filter(project__in={project for project, _field in touched})
    found: dict[tuple[int, str], str] = {}
    for change in changes.order_by("recorded_at", "id"):
        place = (change.project_id, change.field)
        if place in touched:
            found.setdefault(place, change.old)
            if change.recorded_at <= at.known_at and change.happened_on <= at.as_of:
                found[place] = change.new
    return found


def _restored(field: str, text: str) -> Any:
    """Return the value that a change keeps as text."""
    if field == "is_high_tech":
        return text == "True"
    if field.endswith("_id"):
        return int(text) if text else None
    return text


def milestone_days(
    projects: Collection[int] | None, at: Moment, *, zone: Zone
) -> dict[int, dict[Stage, date]]:
    """Return the day each milestone was reached, by project; all projects where None."""
    events = effective(Milestone.objects.filter(project__zone=zone, planned_for=None), at)
    if projects is not None:
        events = events.filter(project_id__in=list(projects))
    found: defaultdict[int, dict[Stage, date]] = defaultdict(dict)
    for project, stage, day in events.order_by("id").values_list(
        "project_id", "stage", "happened_on"
    ):
        found[project][Stage(stage)] = day
    return dict(found)


def planned_days(
    projects: Collection[int] | None, at: Moment, *, zone: Zone
) -> dict[int, dict[Stage, date]]:
    """Return the day each milestone is planned for by the latest plan, by project."""
    events = effective(Milestone.objects.filter(project__zone=zone), at)
    events = events.exclude(planned_for=None)
    if projects is not None:
        events = events.filter(project_id__in=list(projects))
    found: defaultdict[int, dict[Stage, date]] = defaultdict(dict)
    rows = events.order_by("happened_on", "id").values_list("project_id", "stage", "planned_for")
    for project, stage, day in rows:
        if day is not None:
            found[project][Stage(stage)] = day
    return dict(found)


def monthly_fen(kind: str, at: Moment, *, zone: Zone) -> dict[int, dict[date, int]]:
    """Return the fen of one kind of posting by project and month (its first day).

    A large zone has hundreds of thousands of postings, so they are kept as whole fen and read past
    the model's converters: a third of the time and of the memory, and as exact.
    """
    events = effective(Posting.objects.filter(project__zone=zone, kind=kind), at)
    fen = Cast(Round(F("amount") * 100), BigIntegerField())
    rows = events.annotate(fen=fen, month=Cast("period", CharField()))
    sums: dict[int, dict[date, int]] = {}
    day_of = _Days()
    for project, month, value in _fetched(rows, "project_id", "month", "fen"):
        months = sums.setdefault(project, {})
        day = day_of[month]
        months[day] = months.get(day, 0) + value
    return sums


class _Days(dict[str, date]):
    """Days by their ISO text, each read once."""

    def __missing__(self, text: str) -> date:
        day = self[text] = date.fromisoformat(text)
        return day


def _fetched(rows: QuerySet[Any], *columns: str) -> list[tuple[Any, ...]]:
    """Return plain tuples of a query, straight from the database's cursor."""
    sql, params = rows.order_by().values_list(*columns).query.sql_with_params()
    with connections[rows.db].cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def home_zone(user: Actor) -> Zone | None:
    """Return the zone that the user works in: that of the own parks, else the first."""
    # A page asks many times; what was found stays with the person, who is read anew each request.
    kept: dict[str, Any] = getattr(user, "__dict__", {})
    if (found := kept.get("_home_zone")) is None:
        zones = Zone.objects.filter(is_outside=False).order_by("pk")
        if not user.sees_zone and user.park_ids:
            zones = zones.filter(parks__in=user.park_ids)
        found = kept["_home_zone"] = zones.first()
    return cast("Zone | None", found)


def parks_of(zone: Zone) -> list[Park]:
    """Return the zone's parks in their order."""
    return list(Park.objects.filter(zone=zone))


def project_record(user: Actor, zone: Zone, code: str) -> Project:
    """Return one project that the user may open; Project.DoesNotExist otherwise."""
    related = ("park", "origin_park", "industry", "enterprise", "lead_department", "zone")
    return projects_for(user, zone).select_related(*related).get(code=code)


def visible_record_ids(user: Actor, ids: Collection[int], *, model: str) -> set[int]:
    """Return which of the cited records the user may see."""
    if not user.may("ledger.view"):
        return set()
    records = apps.get_model(model)._default_manager.filter(pk__in=list(ids))
    if not user.sees_zone:
        prefix = "" if model == "ledger.project" else "project__"
        own = {f"{prefix}park_id__in": user.park_ids}
        first = {f"{prefix}origin_park_id__in": user.park_ids}
        records = records.filter(Q(**own) | Q(**first))
    return set(records.values_list("pk", flat=True))


def record_labels(ids: Collection[int], *, model: str) -> dict[int, str]:
    """Return what each cited record is called on an evidence list."""
    records = apps.get_model(model)._default_manager.filter(pk__in=list(ids))
    if model == "ledger.project":
        return dict(records.values_list("pk", "name"))
    return {record.pk: _event_label(record) for record in records.select_related("project")}


def _event_label(event: Any) -> str:
    if isinstance(event, Milestone):
        return f"{event.project.name} {STAGE_LABELS[Stage(event.stage)]}"
    if isinstance(event, Posting):
        return f"{event.project.name} {event.get_kind_display()}"
    return f"{event.project.name} {event.field}"


def record_address(pk: int, *, model: str) -> str:
    """Return the page of a cited record: its project's."""
    records = apps.get_model(model)._default_manager
    path = "code" if model == "ledger.project" else "project__code"
    return reverse("ledger:project", args=[records.values_list(path, flat=True).get(pk=pk)])
