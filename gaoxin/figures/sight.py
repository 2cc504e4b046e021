"""Sight (一个时点的台账): the ledger of a zone at one moment, read once and shared by figures."""

from __future__ import annotations

from collections import OrderedDict
from decimal import Decimal
from functools import cached_property, lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Max, Q

from gaoxin.figures import registry
from gaoxin.ledger import queries as ledger
from gaoxin.ledger.models import (
    Enterprise,
    ImportRun,
    Milestone,
    Observation,
    Posting,
    Project,
    ProjectChange,
    ProjectSetMember,
    Zone,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from gaoxin.figures.core.compute import Row
    from gaoxin.figures.core.definition import Selection, Threshold
    from gaoxin.figures.core.key import Scope
    from gaoxin.figures.core.window import Window
    from gaoxin.ledger.core.stage import Stage
    from gaoxin.ledger.queries import ProjectRow
    from gaoxin.lib.moment import Moment

T = TypeVar("T")


def yuan_of_fen(fen: int) -> Decimal:
    """Return whole fen as yuan, exactly."""
    return Decimal(fen).scaleb(-2)


class Sight:
    """Projects, milestones and monthly money of a zone at a moment; each is read when needed."""

    def __init__(self, zone: Zone, at: Moment) -> None:
        self.zone = zone
        self.at = at
        self._fen: dict[str, dict[int, dict[date, int]]] = {}
        self._rows: dict[tuple[str, Window], list[Row]] = {}
        self._above: dict[Threshold, frozenset[int]] = {}
        self._sets: dict[int, frozenset[int]] = {}
        self._kept: dict[str, Any] = {}

    @cached_property
    def projects(self) -> dict[int, ProjectRow]:
        """Return the projects' records by id."""
        return ledger.project_rows(self.zone, self.at)

    @cached_property
    def reached(self) -> dict[int, dict[Stage, date]]:
        """Return the days of milestones reached, by project."""
        return ledger.milestone_days(None, self.at, zone=self.zone)

    @cached_property
    def planned(self) -> dict[int, dict[Stage, date]]:
        """Return the days milestones are planned for, by project."""
        return ledger.planned_days(None, self.at, zone=self.zone)

    @cached_property
    def enterprises(self) -> dict[int, Enterprise]:
        """Return the enterprises that stood in the ledger, by id."""
        return Enterprise.objects.filter(ledger.stood(self.at), zone=self.zone).in_bulk()

    @cached_property
    def industries(self) -> dict[int, str]:
        """Return the industries' codes by id."""
        return dict(self.zone.industries.values_list("pk", "code"))

    def fen(self, kind: str) -> dict[int, dict[date, int]]:
        """Return fen by project and month of one kind of posting."""
        if kind not in self._fen:
            self._fen[kind] = ledger.monthly_fen(kind, self.at, zone=self.zone)
        return self._fen[kind]

    def total(self, kind: str, project_id: int) -> Decimal:
        """Return the yuan of one kind that a project has in all."""
        return yuan_of_fen(sum(self.fen(kind).get(project_id, {}).values()))

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Return what a room derives from this sight, made at the first call."""
        if name not in self._kept:
            self._kept[name] = make()
        found: T = self._kept[name]
        return found

    def set_members(self, set_id: int) -> frozenset[int]:
        """Return the projects of a set."""
        if set_id not in self._sets:
            members = ProjectSetMember.objects.filter(project_set_id=set_id)
            self._sets[set_id] = frozenset(members.values_list("project_id", flat=True))
        return self._sets[set_id]

    def rows(self, selection: Selection, window: Window) -> list[Row]:
        """Return the rows of the whole zone that a selection gives, its conditions applied."""
        memo = (selection.model_dump_json(), window)
        if memo not in self._rows:
            selector, params = registry.selector_of(selection)
            found = selector.rows(self, window, params)
            if selection.where:
                found = [row for row in found if self._meets(row, selection.where)]
            if selection.threshold is not None:
                found = self.at_least(found, selection.threshold)
            self._rows[memo] = found
        return self._rows[memo]

    def _meets(self, row: Row, where: dict[str, str | bool]) -> bool:
        record: Any = self._record(row)
        if record is None:
            return True
        if "industry" in where:
            code = self.industries.get(record.industry_id or 0)
            if code != where["industry"]:
                return False
        return all(
            getattr(record, name, None) == wanted
            for name, wanted in where.items()
            if name != "industry"
        )

    def _record(self, row: Row) -> ProjectRow | Enterprise | None:
        """Return the project or enterprise of a row; None for a place's own value."""
        if row.project_id is not None:
            return self.projects[row.project_id]
        return self.enterprises.get(row.enterprise_id or 0)

    def at_least(self, rows: list[Row], threshold: Threshold) -> list[Row]:
        """Return the rows of projects whose money on the basis reaches the threshold."""
        if threshold not in self._above:
            floor = threshold.at_least_wan * 10_000 * 100
            self._above[threshold] = frozenset(
                project
                for project, months in self.fen(threshold.basis).items()
                if sum(months.values()) >= floor
            )
        above = self._above[threshold]
        return [row for row in rows if row.project_id is None or row.project_id in above]

    def of_scope(self, rows: list[Row], scope: Scope, sharing: str) -> list[Row]:
        """Return the rows that belong to a scope under the sharing rule."""
        place = "z" if scope.kind == "z" else str(scope)
        members = self.once(f"of {scope} {sharing}", lambda: self._members(scope, sharing))

        def belongs(row: Row) -> bool:
            if row.project_id is not None:
                return row.project_id in members
            if row.enterprise_id is not None:
                return _lies_in(self.enterprises.get(row.enterprise_id), scope)
            return row.place == place

        return [row for row in rows if belongs(row)]

    def _members(self, scope: Scope, sharing: str) -> frozenset[int]:
        """Return the projects that belong to a scope under the sharing rule."""
        if scope.kind == "z":
            return frozenset(self.projects)
        if scope.kind == "j":
            return frozenset({scope.id} & self.projects.keys())
        if scope.kind == "s":
            return frozenset(self.set_members(scope.id) & self.projects.keys())
        tests: dict[str, Callable[[ProjectRow], bool]] = {
            "i": lambda project: project.industry_id == scope.id,
            "p": lambda project: scope.id in counting_parks(project, sharing),
            "u": lambda project: not counting_parks(project, sharing),
            "e": lambda project: len(counting_parks(project, sharing)) > 1,
        }
        belongs = tests[scope.kind]
        return frozenset(project.id for project in self.projects.values() if belongs(project))


def _lies_in(enterprise: Enterprise | None, scope: Scope) -> bool:
    """Test whether an enterprise counts in a scope: it has one park, so nothing is eliminated."""
    if enterprise is None or scope.kind in "jse":
        return False
    if scope.kind in "zu":
        return scope.kind == "z" or enterprise.park_id is None
    return scope.id == (enterprise.park_id if scope.kind == "p" else enterprise.industry_id)


def counting_parks(project: ProjectRow, sharing: str) -> frozenset[int]:
    """Return the parks in which a project counts: the host, the first negotiator, or both."""
    host, first = project.park_id, project.origin_park_id
    if sharing == "origin":
        host, first = first or host, None
    if sharing == "host":
        first = None
    return frozenset(park for park in (host, first) if park is not None)


def latest_recording(zone: Zone) -> datetime | None:
    """Return when something was last recorded of the zone: what `now` knows."""
    kinds = ((Milestone, "project"), (Posting, "project"), (ProjectChange, "project"))
    times = [ledger.last_recorded(zone, *kinds)]
    of_zone = Q(zone=zone)
    times.append(Observation.objects.filter(of_zone).aggregate(last=Max("recorded_at"))["last"])
    projects = Project.objects.filter(of_zone)
    times += projects.aggregate(a=Max("recorded_at"), b=Max("removed_at")).values()
    times.append(ImportRun.objects.filter(of_zone).aggregate(last=Max("undone_at"))["last"])
    times += [latest(zone) for latest in registry.latest_recordings()]
    return max((time for time in times if time is not None), default=None)


@lru_cache(maxsize=64)
def latest_known(zone_id: int, known_at: datetime) -> datetime:
    """Return the last recording at or before an instant; a page asks for it many times."""
    # Only the key of the zone is asked for.
    latest = latest_recording(Zone(pk=zone_id))
    return known_at if latest is None else min(latest, known_at)


_kept: OrderedDict[tuple[int, Moment], Sight] = OrderedDict()
_lock = Lock()
KEEP = 3


def sight_of(zone: Zone, at: Moment) -> Sight:
    """Return the sight of a zone at a moment, shared by requests: a moment never changes."""
    key = (zone.pk, at)
    with _lock:
        sight = _kept.pop(key, None) or Sight(zone, at)
        _kept[key] = sight
        while len(_kept) > KEEP:
            _kept.popitem(last=False)
    return sight


def forget() -> None:
    """Drop the kept sights (tests that roll the database back need it)."""
    latest_known.cache_clear()
    with _lock:
        _kept.clear()
