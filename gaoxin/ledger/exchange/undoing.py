"""Undoing an import (撤回导入): exactly, or not at all where later records build on it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gaoxin.ledger.exchange.writing import BATCH, retraction
from gaoxin.ledger.models import (
    Enterprise,
    ImportRun,
    Milestone,
    Posting,
    Project,
    ProjectChange,
)
from gaoxin.ledger.models.events import Event
from gaoxin.ledger.queries import effective, projects_for
from gaoxin.lib.errors import UserError
from gaoxin.lib.moment import Moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

    from gaoxin.ledger.actions import Record
    from gaoxin.lib.access import Actor

MOST_NAMED = 3


def refuse_if_built_upon(run: ImportRun) -> None:
    """Raise UserError naming what was recorded later on top of the import."""
    found = list(dict.fromkeys(_built_upon(run)))
    if found:
        named = "；".join(found[:MOST_NAMED])
        raise UserError(
            _("不能整批撤回，后来的记录用到了这次导入：%(named)s。共 %(count)s 处，请先处理。")
            % {"named": named, "count": len(found)}
        )


def refuse_if_not_own(run: ImportRun, by: Actor) -> None:
    """Raise UserError where a project that the import wrote to stands outside the user's parks."""
    standing = Project.objects.filter(zone=run.zone_id, removed_at__isnull=True)
    written = Q(import_run=run)
    for model in (Milestone, Posting, ProjectChange):
        written |= Q(pk__in=model._default_manager.filter(import_run=run).values("project"))
    other = standing.filter(written).exclude(pk__in=projects_for(by, run.zone)).first()
    if other is not None:
        raise UserError(
            _("“%(name)s”现在不在您的园区，这次导入请管委会撤回。") % {"name": other.name}
        )


def _built_upon(run: ImportRun) -> Iterator[str]:
    projects = Project.objects.filter(import_run=run, removed_at__isnull=True)
    yield from _pointing_at(Project, list(projects.values_list("pk", flat=True)), run)
    enterprises = Enterprise.objects.filter(import_run=run, removed_at__isnull=True)
    yield from _pointing_at(Enterprise, list(enterprises.values_list("pk", flat=True)), run)
    for model in (Milestone, Posting):
        taken_back = model._default_manager.filter(voids=OuterRef("pk"), is_retraction=True)
        later = model._default_manager.filter(voids__import_run=run).exclude(import_run=run)
        for event in later.exclude(Exists(taken_back)).select_related("project"):
            yield _("“%(name)s”已更正 %(what)s") % {"name": event.project, "what": _what(event)}
    own = list(ProjectChange.objects.filter(import_run=run).select_related("project"))
    others = ProjectChange.objects.filter(project__in={change.project_id for change in own})
    last: dict[tuple[int, str], int] = {}
    for pk, project, field in (
        effective(others.exclude(import_run=run), _whenever())
        .order_by("id").values_list("pk", "project_id", "field")
    ):  # fmt: skip
        last[project, field] = pk
    for change in own:
        if last.get((change.project_id, change.field), 0) > change.pk:
            yield _("“%(name)s”的%(what)s又改过") % {"name": change.project, "what": _label(change)}
    yield from _enterprises_changed(run, set(enterprises.values_list("pk", flat=True)))


def _whenever() -> Moment:
    """Return the moment at which all that was not taken back counts, whatever its day."""
    return Moment(date.max, timezone.now())


def _enterprises_changed(run: ImportRun, made: set[int]) -> Iterator[str]:
    """Yield the enterprises of the import that a later one changed too."""
    own = made | {int(pk) for pk in _before(run)}
    later = ImportRun.objects.filter(
        zone=run.zone_id, state=ImportRun.State.CONFIRMED, confirmed_at__gt=run.confirmed_at
    )
    changed = {int(pk) for each in later for pk in _before(each)} & own
    for each in Enterprise.objects.filter(pk__in=changed).order_by("pk"):
        yield _("“%(name)s”后来的导入又改过") % {"name": each.name}


def _before(run: ImportRun) -> dict[str, dict[str, str | None]]:
    """Return the columns of enterprises as they stood before the import, by id."""
    found: dict[str, dict[str, str | None]] = run.plan.get("written", {}).get(
        "enterprises_before", {}
    )
    return found


def _pointing_at(model: type[Model], ids: list[int], run: ImportRun) -> Iterator[str]:
    """Yield rows of any room that refer to records which the import made, and still stand."""
    for relation in model._meta.related_objects:
        if relation.many_to_many:
            # Its rows in between point here too, and are met as relations of their own.
            continue
        other: Any = relation.related_model
        rows = other._default_manager.filter(**{f"{relation.field.name}__in": ids})
        names = {each.name for each in other._meta.fields}
        if "import_run" in names:
            rows = rows.exclude(import_run=run)
        if "removed_at" in names:
            rows = rows.filter(removed_at__isnull=True)
        if issubclass(other, Event):
            rows = effective(rows, _whenever())
        for row in rows.select_related(relation.field.name)[: MOST_NAMED + 1]:
            record = getattr(row, relation.field.name)
            yield _("“%(name)s”有%(what)s") % {"name": record, "what": _what(row)}


def _what(row: Any) -> str:
    if isinstance(row, Milestone):
        return str(row.get_stage_display())
    if isinstance(row, Posting):
        return str(row.get_kind_display())
    return str(type(row)._meta.verbose_name)


def _label(change: ProjectChange) -> str:
    name = change.field.removesuffix("_id")
    return str(Project._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # own columns


def take_back(run: ImportRun, record: Record) -> dict[str, int]:
    """Take the import's records out, retract its events, turn its changes back; return counts."""
    counts = {"events": 0}
    for model in (Milestone, Posting):
        # A retraction that the import wrote lifts again when it is retracted itself.
        events = model._default_manager.filter(import_run=run)
        undone = [retraction(event, record.stamp(), "") for event in events]
        counts["events"] += len(model._default_manager.bulk_create(undone, BATCH))
    counts["changes"] = _turn_back(run, record)
    counts["enterprises"] = _enterprises_back(run)
    made = {"import_run": run, "removed_at__isnull": True}
    counts["projects"] = Project.objects.filter(**made).update(removed_at=record.at)
    Enterprise.objects.filter(**made).update(removed_at=record.at)
    return counts


def _turn_back(run: ImportRun, record: Record) -> int:
    """Write each changed field back, as a change of its own."""
    changes = list(ProjectChange.objects.filter(import_run=run).order_by("-id"))
    projects = Project.objects.in_bulk([change.project_id for change in changes])
    back = []
    for change in changes:
        project = projects[change.project_id]
        column = Project._meta.get_field(change.field.removesuffix("_id"))
        value = column.to_python(change.old) if change.old or not column.null else None  # type: ignore[union-attr]  # own columns
        setattr(project, change.field, value)
        back.append(
            ProjectChange(project=project, field=change.field, old=change.new, new=change.old,
                          happened_on=change.happened_on, voids=change, is_retraction=True,
                          **record.stamp())
        )  # fmt: skip
    names = sorted({change.field.removesuffix("_id") for change in changes})
    if names:
        Project.objects.bulk_update(projects.values(), names, batch_size=BATCH)
    return len(ProjectChange.objects.bulk_create(back, BATCH))


def _enterprises_back(run: ImportRun) -> int:
    before = _before(run)
    for pk, columns in before.items():
        Enterprise.objects.filter(pk=int(pk)).update(**columns)
    return len(before)
