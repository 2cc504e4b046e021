"""Exchange (导入导出): what the ledger knows, runs that a user may see, columns remembered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gaoxin.ledger.exchange.core.known import (
    KnownEnterprise,
    KnownLedger,
    KnownProject,
    Named,
    Planned,
    Posted,
)
from gaoxin.ledger.exchange.core.money import Rates
from gaoxin.ledger.exchange.core.problems import reason
from gaoxin.ledger.models import (
    ColumnMapping,
    CurrencyRate,
    Department,
    Enterprise,
    ImportRun,
    Industry,
    Milestone,
    Park,
    Posting,
    Project,
    Zone,
)
from gaoxin.ledger.queries import effective, of_parks, projects_for
from gaoxin.lib.moment import Moment
from gaoxin.lib.numerals import same_name
from gaoxin.sources.models import Citation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from gaoxin.ledger.exchange.core.headers import Mappings
    from gaoxin.lib.access import Actor

Show = Literal["look", "all", "skip"]
UNDO_DAYS = 30
PAGE = 200
_TEXTS = (
    "investor", "kind", "origin", "phase", "content", "buildings", "filing_number", "year_bucket",
)  # fmt: skip
_NAMES = {
    "park": "park__name", "origin_park": "origin_park__name", "industry": "industry__name",
    "lead_department": "lead_department__name", "enterprise": "enterprise__name",
    "credit_code": "enterprise__credit_code",
}  # fmt: skip


def known_ledger(zone: Zone, user: Actor, on: date) -> KnownLedger:
    """Return what an import by the user is held against: own projects, effective on the day."""
    at = Moment(on, timezone.now())
    projects = projects_for(user, zone)
    parks = list(Park.objects.filter(zone=zone))
    own = None if user.sees_zone else frozenset(p.name for p in parks if p.pk in user.park_ids)
    hidden = Project.objects.filter(zone=zone, removed_at__isnull=True).exclude(pk__in=projects)
    others = [] if own is None else list(hidden.values_list("name", "code"))
    return KnownLedger(
        parks=_named(parks),
        industries=_named(Industry.objects.filter(zone=zone)),
        departments=_named(Department.objects.filter(zone=zone)),
        projects=known_projects(projects, at),
        enterprises=_enterprises(zone, user),
        rates=_rates(),
        own_parks=own,
        others=frozenset(same_name(name) for name, _code in others),
        other_codes=frozenset(code for _name, code in others),
    )


def _named(rows: Iterable[Park | Industry | Department]) -> tuple[Named, ...]:
    return tuple(Named(row.pk, row.name, row.short_name) for row in rows)


def _rates() -> Rates:
    found: defaultdict[str, list[tuple[date, Any]]] = defaultdict(list)
    for rate in CurrencyRate.objects.order_by("-in_force_from"):
        found[rate.currency].append((rate.in_force_from, rate.yuan_per_unit))
    return Rates(dict(found))


def foreign_enterprises(zone: Zone, user: Actor) -> set[int]:
    """Return the enterprises that the user may not change: of other parks, or only known there."""
    if user.sees_zone:
        return set()
    held = Enterprise.objects.filter(zone=zone, removed_at__isnull=True)
    projects = Project.objects.filter(zone=zone, removed_at__isnull=True, enterprise=OuterRef("pk"))
    own = projects.filter(of_parks(user.park_ids))
    elsewhere = Q(park__isnull=False) & ~Q(park_id__in=user.park_ids)
    only_there = Q(park__isnull=True) & Exists(projects) & ~Exists(own)
    return set(held.filter(elsewhere | only_there).values_list("pk", flat=True))


def _enterprises(zone: Zone, user: Actor) -> tuple[KnownEnterprise, ...]:
    rows = Enterprise.objects.filter(zone=zone, removed_at__isnull=True).order_by("id")
    fields = ("id", "name", "credit_code", "industry__name", "park__name", "registered_on")
    foreign = foreign_enterprises(zone, user)
    return tuple(
        KnownEnterprise(
            pk, name, code,
            {"industry": industry or "", "park": park or "",
             "registered_on": since.isoformat() if since else ""},
            pk in foreign,
        )
        for pk, name, code, industry, park, since in rows.values_list(*fields)
    )  # fmt: skip


def known_projects(projects: QuerySet[Project], at: Moment) -> tuple[KnownProject, ...]:
    """Return projects with their milestones and money as they count at the moment."""
    ids = projects.order_by().values("pk")
    reached: defaultdict[int, dict[str, date]] = defaultdict(dict)
    plans: defaultdict[int, dict[str, Planned]] = defaultdict(dict)
    events = effective(Milestone.objects.filter(project__in=ids), at).order_by("happened_on", "id")
    for pk, stage, day, planned in events.values_list(
        "project_id", "stage", "happened_on", "planned_for"
    ):
        if planned is None:
            reached[pk][stage] = day
        else:
            plans[pk][stage] = Planned(planned, day)
    postings = _postings(ids, at)
    columns = {**dict(zip(_TEXTS, _TEXTS, strict=True)), **_NAMES}
    rows = projects.order_by("id").values(
        "id", "code", "name", "is_high_tech", "filing_month",
        **{f"v_{name}": F(path) for name, path in columns.items()},
    )  # fmt: skip
    return tuple(
        KnownProject(
            row["id"], row["code"], row["name"], _values(row, columns),
            reached[row["id"]], plans[row["id"]], tuple(postings[row["id"]]),
        )
        for row in rows
    )  # fmt: skip


def _values(row: Mapping[str, Any], columns: Iterable[str]) -> dict[str, str]:
    found = {name: row[f"v_{name}"] or "" for name in columns}
    found["is_high_tech"] = "是" if row["is_high_tech"] else "否"
    found["filing_month"] = row["filing_month"].isoformat() if row["filing_month"] else ""
    return found


def _postings(ids: QuerySet[Any, Any], at: Moment) -> defaultdict[int, list[Posted]]:
    cited = Citation.objects.filter(target_model="ledger.posting", field="amount", kind="cell")
    places = {pk: f"{sheet}!{cell}"
              for pk, sheet, cell in cited.values_list("target_id", "sheet", "cell")}  # fmt: skip
    found: defaultdict[int, list[Posted]] = defaultdict(list)
    events = effective(Posting.objects.filter(project__in=ids), at).order_by("happened_on", "id")
    fields = ("project_id", "id", "kind", "happened_on", "period", "amount", "currency",
              "original_amount", "note")  # fmt: skip
    for row in events.values_list(*fields).iterator(chunk_size=5000):
        project, pk, kind, on, period, amount, currency, original, note = row
        place = places.get(pk, "")
        found[project].append(Posted(pk, kind, on, period, amount, currency, original, note, place))
    return found


def mappings_of(zone: Zone, park_id: int | None = None) -> Mappings:
    """Return the columns that the zone's office, or the park's operator, corrected last."""
    mine = Q(park_id__isnull=True) | Q(park_id=park_id)
    held = ColumnMapping.objects.filter(mine, zone=zone).order_by("corrected_at", "id")
    return dict(held.values_list("signature", "columns"))


def import_runs(user: Actor, zone: Zone) -> QuerySet[ImportRun]:
    """Return the runs that the user may open, latest first: all, or those of own parks."""
    runs = ImportRun.objects.filter(zone=zone).select_related("document")
    if not user.may("ledger.import"):
        return runs.none()
    own = Q(park_id__in=user.park_ids) | Q(started_by=user.username)
    return runs if user.sees_zone else runs.filter(own)


def may_undo(run: ImportRun) -> bool:
    """Test whether the run was written within the days in which it may be taken back."""
    return (
        run.state == ImportRun.State.CONFIRMED
        and run.confirmed_at is not None
        and timezone.now() - run.confirmed_at <= timedelta(days=UNDO_DAYS)
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the dry run's list: a cell worth a look, or a whole row."""

    sheet: str
    row: int
    action: str
    name: str
    # The project's code, where the row means one of the ledger.
    code: str
    cell: str
    header: str
    written: str
    present: str
    severity: str = ""
    why: str = ""

    @property
    def light(self) -> str:
        """Return the colour of what will happen: red skips, yellow is worth a look."""
        if self.action == "skip":
            return "r"
        if self.action == "unchanged":
            return "y" if self.severity else "o"
        return "g"


@dataclass(frozen=True, slots=True)
class Preview:
    """One page of a dry run's list: `shown` of `total` rows."""

    show: Show
    total: int
    look: int
    skip: int
    shown: int
    lines: tuple[Line, ...]
    page: int
    pages: int
    notices: tuple[Line, ...]


def import_preview(run: ImportRun, show: Show = "look", page: int = 1) -> Preview:
    """Return the rows of a run: all, those worth a look, or those that are skipped.

    Worth a look is a row with a problem, and one that would change a value already known.
    """
    rows: list[dict[str, Any]] = run.plan.get("rows", [])
    look = [row for row in rows if _worth_a_look(row)]
    skip = [row for row in rows if row["action"] == "skip"]
    chosen = {"all": rows, "look": look, "skip": skip}[show]
    pages = max(1, -(-len(chosen) // PAGE))
    page = min(max(page, 1), pages)
    part = chosen[(page - 1) * PAGE : page * PAGE]
    targets = {row["target"] for row in part if row["target"] and row["kind"] != "enterprises"}
    codes = dict(Project.objects.filter(pk__in=targets).values_list("pk", "code"))
    lines = tuple(line for row in part for line in _lines(row, codes))
    notices = tuple(_notice(problem) for problem in run.plan.get("notices", []))
    return Preview(show, len(rows), len(look), len(skip), len(chosen), lines, page, pages, notices)


def _notice(problem: Mapping[str, Any]) -> Line:
    """Return a line of a sum or of a whole sheet."""
    column = problem["column"]
    cell = f"{column}{problem['row']}" if column else ""
    why = reason(problem["code"], problem["data"], _)
    start = (problem["sheet"], problem["row"], "", "", "", cell, problem["header"])
    return Line(*start, problem["value"], "", problem["severity"], why)


def _worth_a_look(row: Mapping[str, Any]) -> bool:
    return bool(row["problems"]) or any(old for _f, _c, _h, old, _new in row["changes"])


def _lines(row: Mapping[str, Any], codes: Mapping[int, str]) -> Iterable[Line]:
    """Yield a line per problem and per value that would change; else one for the whole row."""
    code = codes.get(row["target"], "") if row["kind"] != "enterprises" else ""
    start = (row["sheet"], row["row"], row["action"], row["name"], code)
    now = {column: (old, new) for _f, column, _h, old, new in row["changes"]}
    said = set()
    for problem in row["problems"]:
        column = problem["column"]
        said.add(column)
        cell = f"{column}{row['row']}" if column else ""
        old = now.get(column, ("", ""))[0]
        why = reason(problem["code"], problem["data"], _)
        shown = (cell, problem["header"], problem["value"], old)
        yield Line(*start, *shown, problem["severity"], why)
    for _field, column, header, old, new in row["changes"]:
        if old and column not in said:
            said.add(column)
            yield Line(*start, f"{column}{row['row']}", header, new, old)
    if not said:
        yield Line(*start, "", "", "", "")
