"""Figures (口径): definitions in use, figures for a user, and the trace of a figure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from gaoxin.figures import registry
from gaoxin.figures.board import Board, Figure
from gaoxin.figures.core import compute
from gaoxin.figures.core.definition import (
    Book,
    Definition,
    DefinitionError,
    load,
    load_folder,
)
from gaoxin.figures.core.key import FigureKey, KeyTextError, Scope, parse_key
from gaoxin.figures.models import LocalDefinition
from gaoxin.figures.sight import latest_known
from gaoxin.ledger.models import (
    Enterprise,
    Industry,
    Milestone,
    Park,
    Posting,
    Project,
    ProjectSet,
    Zone,
)
from gaoxin.ledger.queries import effective, projects_for
from gaoxin.lib.errors import Denied, UserError
from gaoxin.lib.moment import Moment
from gaoxin.sources.queries import citations_of
from gaoxin.web import clock

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from gaoxin.figures.core.compute import Line
    from gaoxin.lib.access import Actor
    from gaoxin.sources.models import Citation

_OF_SCOPE: dict[str, Any] = {"p": Park, "j": Project, "s": ProjectSet, "i": Industry}


@lru_cache(maxsize=1)
def shipped() -> tuple[Definition, ...]:
    """Return the definitions that come with the product, checked against the selectors."""
    folders = registry.definition_folders()
    written = [definition for folder in folders for definition in load_folder(folder)]
    return tuple(registry.check(each) for each in (*written, *registry.made_definitions()))


def book_of(zone: Zone) -> Book:
    """Return the definitions in use: the zone's own, by form and by file, and the shipped ones.

    A local one that cannot be used is left out and named in the book's `problems`.
    """
    texts = [
        (str(each), each.text) for each in LocalDefinition.objects.filter(zone=zone).order_by("pk")
    ]
    folder = Path(settings.GAOXIN_HOME) / "definitions"
    texts += [
        (path.name, path.read_text(encoding="utf-8", errors="replace"))
        for path in (sorted(folder.glob("*.yaml")) if folder.is_dir() else [])
    ]
    own: list[Definition] = []
    problems: list[str] = []
    for source, text in texts:
        try:
            own += [registry.check(definition) for definition in load(text, source=source)]
        except DefinitionError as why:
            problems.append(str(why))
    return Book(shipped(), own, problems)


def current_moment(zone: Zone, as_of: date, fallback: Moment) -> Moment:
    """Return the moment of a day as known at `fallback.known_at`, stable between recordings.

    Knowledge is dated by the zone's last recording, so that the same page gives the same keys; a
    look at the past keeps its earlier knowledge.
    """
    return Moment(as_of, latest_known(zone.pk, fallback.known_at))


def board(zone: Zone, at: Moment) -> Board:
    """Return the board that computes the zone's figures at a moment."""
    return Board(zone, at, book_of(zone))


def zone_of(key: FigureKey) -> Zone:
    """Return the zone that the key's scope belongs to; UserError where the record is gone."""
    model = _OF_SCOPE.get(key.scope.kind)
    found: Zone | None
    if model is None:
        found = Zone.objects.filter(pk=key.scope.id).first()
    else:
        record = model._default_manager.select_related("zone").filter(pk=key.scope.id).first()
        found = None if record is None else record.zone
    if found is None:
        raise UserError(_("编号 %(key)s 指的%(kind)s不存在。") % {"key": key, "kind": key.scope})
    return found


def may_see(user: Actor, key: FigureKey) -> bool:
    """Test whether the user may see a figure: the zone's totals, own parks and projects."""
    if not user.may("figures.view"):
        return False
    if user.sees_zone or key.scope.kind in "zueis":
        return True
    if key.scope.kind == "p":
        return key.scope.id in user.park_ids
    return projects_for(user, zone_of(key)).filter(pk=key.scope.id).exists()


def figure(text: str, user: Actor) -> Figure:
    """Return the figure of a key for a user.

    UserError where the key cannot be read or names nothing; Denied where it is not the user's.
    """
    try:
        key = parse_key(text)
    except KeyTextError as why:
        raise UserError(_("打不开这个数：%(why)s") % {"why": why}) from None
    if not user.may("figures.view"):
        raise Denied(_("您没有查看数字来源的权限。"))
    zone = zone_of(key)
    if not may_see(user, key):
        raise Denied(_("这个数属于别的园区。"))
    try:
        definition = book_of(zone).get(key.definition, key.version)
    except KeyError:
        raise UserError(
            _("没有口径 %(id)s。") % {"id": f"{key.definition}@{key.version}"}
        ) from None
    return board(zone, key.moment).compute(definition, key)


@dataclass(frozen=True, slots=True)
class Evidence:
    """An event that proves a row: what, when, who recorded it, and the cited places."""

    label: str
    on: date
    recorded_by: str
    recorded_on: date
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class TracedLine:
    """A row of the trace with its project or enterprise, its two values and its evidence."""

    line: Line
    project: Project | None
    place: str
    evidence: tuple[Evidence, ...]
    enterprise: Enterprise | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything behind a figure that the user may see; `shown` of `total` rows."""

    figure: Figure
    scope_name: str
    lines: tuple[TracedLine, ...]
    shown: int
    total: int
    hidden: int
    others: tuple[Figure, ...]
    now: Figure


def trace(text: str, user: Actor, *, tab: str = "in", limit: int = 50) -> Trace:
    """Return the trace of a figure: rows (`tab` in, out or all), evidence, other definitions."""
    found = figure(text, user)
    zone = zone_of(found.full_key)
    rows = _tab(compute.lines(found.numerator_rows, found.denominator_rows or None), tab)
    own, firms = _openable(user, zone), _openable_firms(user, zone)
    visible = [line for line in rows if _is_open(line, own, firms)]
    desk = board(zone, found.full_key.moment)
    latest = current_moment(zone, found.full_key.moment.as_of, clock.now())
    return Trace(
        figure=found,
        scope_name=scope_name(found.full_key),
        lines=tuple(_traced(visible[:limit], found)),
        shown=min(len(visible), limit),
        total=len(rows),
        hidden=len(rows) - len(visible),
        others=tuple(
            desk.figure(d.id, found.full_key.period, found.full_key.scope, version=d.version)
            for d in desk.book.versions(found.definition.id)
            if d.version != found.definition.version
        ),
        now=desk.at_moment(found, latest),
    )


def sheet_of(found: Trace) -> tuple[list[str], list[list[object]]]:
    """Return heads and rows of a trace for a workbook, with each row's evidence in words."""
    heads = [_("项目编号"), _("项目"), _("园区"), _("分母"), _("分子"), _("日期"), _("证据")]
    rows: list[list[object]] = []
    for traced in found.lines:
        project, line = traced.project, traced.line
        evidence = "；".join(
            f"{each.label} {each.on} "
            + "、".join(f"{c.document.title} {c.place}".strip() for c in each.citations)
            for each in traced.evidence
        )
        park = project.park.name if project is not None and project.park is not None else ""
        names = [project.code, project.name, park] if project else ["", traced.place, ""]
        if (firm := traced.enterprise) is not None:
            names = [firm.credit_code, firm.name, firm.park.name if firm.park else ""]
        rows.append([*names, line.denominator, line.numerator, line.on, evidence])
    return heads, rows


def _tab(lines: list[Line], tab: str) -> list[Line]:
    if tab == "in":
        return [line for line in lines if line.numerator is not None]
    if tab == "out":
        return [line for line in lines if line.numerator is None]
    return lines


def _openable(user: Actor, zone: Zone) -> set[int]:
    """Return the projects whose rows the user may see."""
    # Who sees the zone also sees records taken out since: they are rows of the past.
    everything = Project.objects.filter(zone=zone)
    projects = everything if user.sees_zone else projects_for(user, zone)
    return set(projects.order_by().values_list("pk", flat=True))


def _openable_firms(user: Actor, zone: Zone) -> set[int]:
    """Return the enterprises whose rows the user may see: all of the zone, or of own parks."""
    firms = Enterprise.objects.filter(zone=zone)
    firms = firms if user.sees_zone else firms.filter(park_id__in=user.park_ids)
    return set(firms.values_list("pk", flat=True))


def _is_open(line: Line, projects: set[int], firms: set[int]) -> bool:
    if line.project_id is not None:
        return line.project_id in projects
    return line.enterprise_id is None or line.enterprise_id in firms


def _traced(lines: list[Line], found: Figure) -> list[TracedLine]:
    ids = [line.project_id for line in lines if line.project_id is not None]
    projects = Project.objects.select_related("park").in_bulk(ids)
    firm_ids = [line.enterprise_id for line in lines if line.enterprise_id is not None]
    firms = Enterprise.objects.select_related("park").in_bulk(firm_ids)
    proofs, firm_proofs = _proofs(found, ids), _firm_proofs(found, firm_ids)
    return [
        TracedLine(
            line=line,
            project=projects.get(line.project_id or 0),
            place=line.place,
            evidence=tuple(
                proofs.get(line.project_id or 0, ()) or firm_proofs.get(line.enterprise_id or 0, ())
            ),
            enterprise=firms.get(line.enterprise_id or 0),
        )
        for line in lines
    ]


def _proofs(found: Figure, projects: list[int]) -> dict[int, list[Evidence]]:
    """Return the events behind the figure's rows, by project, with what they cite."""
    stages, kinds = registry.evidence_of(found.definition)
    if found.definition.threshold is not None:
        kinds = kinds | {found.definition.threshold.basis}
    at = found.full_key.moment
    reached = Milestone.objects.filter(project__in=projects, stage__in=stages, planned_for=None)
    money = Posting.objects.filter(project__in=projects, kind__in=kinds)
    proofs: dict[int, list[Evidence]] = {}
    _prove(proofs, effective(reached, at), "stage")
    _prove(proofs, effective(money, at), "kind")
    return proofs


def _firm_proofs(found: Figure, firms: list[int]) -> dict[int, list[Evidence]]:
    """Return the events behind the figure's rows, by enterprise, with what they cite."""
    proofs: dict[int, list[Evidence]] = {}
    for events in registry.enterprise_events(found.definition) if firms else ():
        known = effective(events.filter(enterprise__in=firms), found.full_key.moment)
        _prove(proofs, known, "kind", of="enterprise_id")
    return proofs


def _prove(
    proofs: dict[int, list[Evidence]], events: QuerySet[Any], label: str, of: str = "project_id"
) -> None:
    """Add each event with its citations to its record's proofs; `label` names its choice."""
    rows = list(events.order_by("happened_on", "id"))
    cited = citations_of(events.model._meta.label_lower, [event.pk for event in rows])
    for event in rows:
        evidence = Evidence(
            label=str(getattr(event, f"get_{label}_display")()),
            on=event.happened_on,
            recorded_by=event.recorded_by,
            recorded_on=event.recorded_at.date(),
            citations=tuple(cited.get(event.pk, ())),
        )
        proofs.setdefault(getattr(event, of), []).append(evidence)


def scope_name(key: FigureKey) -> str:
    """Return the name of the place, project or set that the key is of."""
    zone = zone_of(key)
    fixed = {"z": zone.name, "u": _("未定园区"), "e": _("两园同计，汇总时冲抵")}
    if key.scope.kind in fixed:
        return fixed[key.scope.kind]
    return str(_OF_SCOPE[key.scope.kind]._default_manager.get(pk=key.scope.id))


# The sums that the ledger prints, and the definitions that compute the same.
PROJECT_SUMS = {
    "planned": "project_planned",
    "contracted": "project_contracted",
    "in_place": "project_in_place",
    "rate": "project_rate",
}


def project_key(zone: Zone, project: Project, kind: str, at: Moment) -> str:
    """Return the key of a project's sum or rate since its beginning."""
    scope = Scope("j", project.pk)
    return str(
        FigureKey(PROJECT_SUMS[kind], "v1", scope, "all", current_moment(zone, at.as_of, at))
    )
