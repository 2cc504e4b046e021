"""Writing a confirmed plan (写入): records, events and their cells, all at one moment.

Rows are gathered first and written in bulk: ten thousand rows take some dozen statements.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gaoxin.ledger.actions import Record, as_text, next_code
from gaoxin.ledger.exchange.core.changes import (
    Change,
    PlanDay,
    PlannedRow,
    Post,
    Reach,
    SetField,
    SetParty,
)
from gaoxin.ledger.exchange.queries import foreign_enterprises
from gaoxin.ledger.models import (
    Department,
    Enterprise,
    ImportRun,
    Industry,
    Milestone,
    Park,
    Posting,
    Project,
    ProjectChange,
)
from gaoxin.ledger.queries import effective
from gaoxin.lib.moment import Moment
from gaoxin.lib.numerals import same_name
from gaoxin.sources.actions import cell_citation
from gaoxin.sources.models import Citation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gaoxin.ledger.exchange.core.changes import Plan
    from gaoxin.ledger.models.events import ProjectEvent

BATCH = 1000
PLACES = {"park": "parks", "origin_park": "parks", "industry": "industries",
          "lead_department": "departments"}  # fmt: skip


@dataclass
class Written:
    """What an import wrote beyond rows that carry its run: enough to take it back exactly."""

    enterprises_before: dict[str, dict[str, str | None]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return it as the run keeps it."""
        return {"enterprises_before": self.enterprises_before}


class Writer:
    """Writes one plan under one record; used inside a transaction."""

    def __init__(self, run: ImportRun, record: Record) -> None:
        self.run, self.record, self.zone = run, record, run.zone
        self.stamp = record.stamp()
        self.written = Written()
        self.events: list[tuple[ProjectEvent, PlannedRow, Change]] = []
        self.cited: list[tuple[tuple[str, int], str, str]] = []
        self.projects: dict[int, Project] = {}
        self.made: dict[str, Project] = {}
        self.touched: dict[int, set[str]] = {}

    def write(self, plan: Plan) -> Written:
        """Write all rows that create or update."""
        rows = [row for row in plan.rows if row.action in ("create", "update")]
        self._load(rows)
        self._enterprises(rows)
        self._make_projects(rows)
        for row in rows:
            if row.kind != "enterprises":
                self._row(row)
        self._save_projects()
        self._save_events()
        self._cite()
        return self.written

    # names and records -----------------------------------------------------
    def _load(self, rows: list[PlannedRow]) -> None:
        """Load what the rows name; make industries and departments that the zone lacks."""
        self.parks = {park.name: park for park in Park.objects.filter(zone=self.zone)}
        self.industries = self._listed(Industry, "industry", rows)
        self.departments = self._listed(Department, "lead_department", rows)
        ids = {row.target for row in rows if row.target and row.kind != "enterprises"}
        self.projects = Project.objects.in_bulk(list(ids))
        held = Enterprise.objects.filter(zone=self.zone, removed_at__isnull=True)
        self.by_code = {each.credit_code: each for each in held if each.credit_code}
        self.by_name = {same_name(each.name): each for each in held}
        self.by_id = {each.pk: each for each in held}
        self.foreign = foreign_enterprises(self.zone, self.record.by)
        at = Moment(self.record.day, self.record.at)
        reached = effective(
            Milestone.objects.filter(project__in=list(ids), planned_for__isnull=True), at
        )
        self.reached = {(each.project_id, each.stage): each for each in reached}

    def _listed(self, model: type[Any], name: str, rows: list[PlannedRow]) -> dict[str, Any]:
        found = {each.name: each for each in model.objects.filter(zone=self.zone)}
        wanted = {
            change.new: None for row in rows for change in row.changes if change.field == name
        }
        order = max((each.order for each in found.values()), default=0)
        taken = {each.code for each in found.values()}
        for name_ in (each for each in wanted if each not in found):
            order += 1
            code = next(f"x{n}" for n in range(order, order + 10_000) if f"x{n}" not in taken)
            taken.add(code)
            found[name_] = model.objects.create(zone=self.zone, code=code, name=name_, order=order)
        return found

    def _value(self, name: str, value: Any) -> Any:
        """Return what the model's field takes: the place of a name, else the value."""
        if name in PLACES:
            return getattr(self, PLACES[name])[value]
        return value

    def _enterprises(self, rows: list[PlannedRow]) -> None:
        """Make and change enterprises of rows of their own."""
        for row in (each for each in rows if each.kind == "enterprises"):
            values = {c.field: c.write.value for c in row.changes if isinstance(c.write, SetField)}
            if "enterprise" in values:
                values["name"] = values.pop("enterprise")
            values = {name: self._value(name, value) for name, value in values.items()}
            if row.target is None:
                each = self._enterprise(values.pop("name"), values.pop("credit_code", ""), **values)
            else:
                each = self.by_id[row.target]
                self._change_enterprise(each, values)
            place = row.place(row.changes[0])
            self.cited.append((("ledger.enterprise", each.pk), "", place))

    def _change_enterprise(self, each: Enterprise, values: dict[str, Any]) -> None:
        before: dict[str, str | None] = {}
        for name, value in values.items():
            column = Enterprise._meta.get_field(name).attname  # type: ignore[union-attr]  # own columns
            old = getattr(each, column)
            before[column] = None if old is None else str(old)
            setattr(each, name, value)
        each.save(update_fields=list(values))
        # Where two rows change one enterprise, the first value is the one to go back to.
        self.written.enterprises_before[str(each.pk)] = {
            **before, **self.written.enterprises_before.get(str(each.pk), {})
        }  # fmt: skip

    def _enterprise(self, name: str, code: str, **values: Any) -> Enterprise:
        """Return the enterprise of a code or name, made where there is none."""
        known = self.by_code.get(code) if code else None
        known = known or self.by_name.get(same_name(name))
        if known is None:
            known = Enterprise.objects.create(
                zone=self.zone, name=name, credit_code=code, **values, **self.stamp
            )
        elif code and not known.credit_code and known.pk not in self.foreign:
            self._change_enterprise(known, {"credit_code": code})
        self.by_code.setdefault(known.credit_code, known)
        self.by_name.setdefault(same_name(name), known)
        return known

    # projects --------------------------------------------------------------
    def _make_projects(self, rows: list[PlannedRow]) -> None:
        """Make the new projects in one go."""
        making = [row for row in rows if row.kind == "projects" and row.action == "create"]
        given = {c.new for row in making for c in row.changes if c.field == "code"}
        codes = (code for code in self._free_codes() if code not in given)
        fresh = [
            Project(zone=self.zone, **{"code": next(codes), **self._fields(row)}, **self.stamp)
            for row in making
        ]
        for row, project in zip(making, Project.objects.bulk_create(fresh, BATCH), strict=True):
            self.made[row.key] = project
            for change in row.changes:
                if isinstance(change.write, SetField | SetParty):
                    self._note(("ledger.project", project.pk), change.field, row, change)

    def _free_codes(self) -> Iterator[str]:
        """Yield project codes that are free, from the year's next on."""
        prefix, _dash, first = next_code(self.zone, year=self.record.day.year).rpartition("-")
        return (f"{prefix}-{number:03d}" for number in itertools.count(int(first)))

    def _fields(self, row: PlannedRow) -> dict[str, Any]:
        """Return the columns of a new project."""
        fields: dict[str, Any] = {"name": row.name}
        for change in row.changes:
            if isinstance(change.write, SetField):
                fields[change.field] = self._value(change.field, change.write.value)
            elif isinstance(change.write, SetParty):
                party = change.write
                fields["enterprise"] = self._enterprise(party.name, party.credit_code)
        return fields

    def _note(self, target: tuple[str, int], name: str, row: PlannedRow, change: Change) -> None:
        self.cited.append((target, name, row.place(change)))

    def _row(self, row: PlannedRow) -> None:
        project = self.projects[row.target] if row.target else self.made[row.key]
        is_new = row.kind == "projects" and row.action == "create"
        for change in row.changes:
            write = change.write
            if isinstance(write, SetField | SetParty):
                if not is_new:
                    self._set(project, row, change)
            elif isinstance(write, Reach):
                self._reach(project, row, change, write)
            elif isinstance(write, PlanDay):
                event = Milestone(project=project, stage=write.stage, happened_on=write.set_on,
                                  planned_for=write.planned_for, **self.stamp)  # fmt: skip
                self.events.append((event, row, change))
            else:
                self._post(project, row, change, write)

    def _set(self, project: Project, row: PlannedRow, change: Change) -> None:
        """Change a field and keep the change, so that the past can be replayed."""
        write, name = change.write, change.field
        if isinstance(write, SetParty):
            name, value = "enterprise", self._enterprise(write.name, write.credit_code)
        else:
            value = self._value(name, getattr(write, "value", None))
        column = Project._meta.get_field(name).attname  # type: ignore[union-attr]  # own columns
        old = getattr(project, column)
        setattr(project, name, value)
        new = getattr(project, column)
        if old == new:
            return
        self.touched.setdefault(project.pk, set()).add(name)
        self.projects[project.pk] = project
        event = ProjectChange(project=project, field=column, old=as_text(old), new=as_text(new),
                              happened_on=self.run.happened_on, **self.stamp)  # fmt: skip
        self.events.append((event, row, change))

    def _reach(self, project: Project, row: PlannedRow, change: Change, write: Reach) -> None:
        before = self.reached.get((project.pk, write.stage))
        event = Milestone(project=project, stage=write.stage, happened_on=write.on,
                          voids=before, **self.stamp)  # fmt: skip
        self.events.append((event, row, change))

    def _post(self, project: Project, row: PlannedRow, change: Change, post: Post) -> None:
        """Post an amount; it voids the first posting it puts right, the others are retracted.

        A retracted posting would leave what it had put right to count again, so that goes too.
        """
        first, *rest = post.replaces or (None,)
        event = Posting(
            project=project, kind=post.kind, amount=post.amount, currency=post.currency,
            original_amount=post.original, happened_on=post.on, period=post.period,
            note=post.note[:500], voids_id=first, **self.stamp,
        )  # fmt: skip
        self.events.append((event, row, change))
        while rest:
            # Asking for none of them would still cost a fifth of a large import.
            wrong = list(Posting.objects.filter(pk__in=rest))
            self.events += [(retraction(each, self.stamp, ""), row, change) for each in wrong]
            rest = [each.voids_id for each in wrong if each.voids_id]

    # saving ----------------------------------------------------------------
    def _save_projects(self) -> None:
        changed = [self.projects[pk] for pk in self.touched]
        names = sorted({name for fields in self.touched.values() for name in fields})
        if changed:
            Project.objects.bulk_update(changed, names, batch_size=BATCH)

    def _save_events(self) -> None:
        for model in (ProjectChange, Milestone, Posting):
            held = [each for each in self.events if isinstance(each[0], model)]
            fresh: list[Any] = [event for event, _row, _change in held]
            saved = model._default_manager.bulk_create(fresh, BATCH)
            for event, (_old, row, change) in zip(saved, held, strict=True):
                name = "amount" if model is Posting else change.field
                self._note((event._meta.label_lower, event.pk), name, row, change)

    def _cite(self) -> None:
        document = self.run.document
        citations: Iterable[Citation] = (
            cell_citation(document, target, name, place) for target, name, place in self.cited
        )
        Citation.objects.bulk_create(citations, BATCH)


def retraction(event: Any, stamp: dict[str, Any], reason: str) -> Any:
    """Return an unsaved event that voids another without replacing it."""
    left = {"id", "voids", "recorded_at", "recorded_by", "import_run", "note", "is_retraction"}
    columns = {
        each.attname: getattr(event, each.attname)
        for each in event._meta.concrete_fields
        if each.name not in left
    }
    return type(event)(**columns, voids_id=event.pk, is_retraction=True, note=reason, **stamp)
