"""Ledger (台账): record projects and their events; correct by voiding, never by editing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gaoxin.ledger.models import (
    CurrencyRate,
    ImportRun,
    Indicator,
    Milestone,
    Observation,
    Park,
    Posting,
    Project,
    ProjectChange,
    Zone,
)
from gaoxin.ledger.models.events import Event
from gaoxin.ledger.queries import effective, projects_for
from gaoxin.lib.access import Actor, require
from gaoxin.lib.errors import Denied, UserError
from gaoxin.lib.moment import Moment
from gaoxin.sources.actions import audit
from gaoxin.sources.turns import recorded_now, recording

if TYPE_CHECKING:
    from datetime import date, datetime

    from gaoxin.ledger.core.stage import Stage

E = TypeVar("E", bound=Event)
FEN = Decimal("0.01")


class Record:
    """Who records, when, and from which import; the same for all events of one act.

    The time is taken when the act first asks for it, after its turn, and lasts until it commits.
    """

    __slots__ = ("_at", "_given", "by", "import_run")

    def __init__(
        self, by: Actor, at: datetime | None = None, import_run: ImportRun | None = None
    ) -> None:
        self.by, self.import_run = by, import_run
        self._at = self._given = at

    @property
    def at(self) -> datetime:
        """Return the instant of the recording."""
        if self._at is not None:
            return self._at
        now = recorded_now()
        if connection.in_atomic_block:
            self._at = now
            transaction.on_commit(self._forget)
        return now

    def _forget(self) -> None:
        self._at = self._given

    @property
    def day(self) -> date:
        """Return the office's day of the recording."""
        return timezone.localtime(self.at).date()

    def stamp(self) -> dict[str, Any]:
        """Return the columns that every event carries."""
        return {
            "recorded_at": self.at,
            "recorded_by": self.by.username,
            "import_run": self.import_run,
        }


def require_edit(project: Project, by: Actor) -> None:
    """Raise where the actor may not change this project's record or events."""
    require(by, "ledger.edit", _("您没有修改台账的权限。"))
    if project.pk and not projects_for(by, project.zone).filter(pk=project.pk).exists():
        raise UserError(_("没有这个项目，或不在您的园区。"))


@recording
def record_project(zone: Zone, *, record: Record, fields: dict[str, Any]) -> Project:
    """Create a project's record; its milestones and money follow as events."""
    require(record.by, "ledger.edit", _("您没有修改台账的权限。"))
    park = fields.get("park")
    if not record.by.sees_zone and (park is None or park.pk not in record.by.park_ids):
        raise UserError(_("只能登记本园区的项目。"))
    fields = {"code": next_code(zone, year=record.at.year), **fields}
    project = Project.objects.create(zone=zone, **fields, **record.stamp())
    audit("record_project", project, by=record.by)
    return project


def next_code(zone: Zone, *, year: int) -> str:
    """Return the next free project code of a year, such as `P-2026-018`."""
    prefix = f"P-{year}-"
    codes = Project.objects.filter(zone=zone, code__startswith=prefix)
    used = [int(tail) for code in codes.values_list("code", flat=True)
            if (tail := code.removeprefix(prefix)).isdigit()]  # fmt: skip
    return f"{prefix}{max(used, default=0) + 1:03d}"


@recording
def change_project(
    project: Project, *, record: Record, on: date, fields: dict[str, Any]
) -> list[ProjectChange]:
    """Change fields of a project's record; each change is kept, so the past can be replayed."""
    require_edit(project, record.by)
    _may_move(project, fields.get("park", project.park), record.by)
    changes = []
    for name, value in fields.items():
        column = Project._meta.get_field(name).attname  # type: ignore[union-attr]  # has a column
        old = getattr(project, column)
        setattr(project, name, value)
        new = getattr(project, column)
        if old != new:
            changes.append(
                ProjectChange(
                    project=project,
                    field=column,
                    old=as_text(old),
                    new=as_text(new),
                    happened_on=on,
                    **record.stamp(),
                )
            )
    if changes:
        project.save(update_fields=list(fields))
        ProjectChange.objects.bulk_create(changes)
        data = {change.field: [change.old, change.new] for change in changes}
        audit("change_project", project, by=record.by, data=data)
    return changes


def _may_move(project: Project, park: Park | None, by: Actor) -> None:
    """Raise where an operator would give a project to another park, or to none."""
    to = None if park is None else park.pk
    if to != project.park_id and not by.sees_zone and to not in by.park_ids:
        raise UserError(_("只能把项目划到本园区；划出由管委会办。"))


def as_text(value: Any) -> str:
    """Return a field's value as a change keeps it."""
    return "" if value is None else str(value)


@recording
def reach_milestone(
    project: Project, stage: Stage, *, record: Record, on: date, note: str = ""
) -> Milestone:
    """Record that a milestone was reached; another day given before is voided by this one."""
    require_edit(project, record.by)
    if on > record.day:
        raise UserError(_("%(day)s 还没有到，不能登记为已完成。") % {"day": on})
    now = Moment(record.day, record.at)
    before = effective(project.milestones.filter(stage=stage, planned_for=None), now).first()
    if before is not None and before.happened_on == on:
        return before
    milestone = Milestone.objects.create(
        project=project, stage=stage, happened_on=on, voids=before, note=note, **record.stamp()
    )
    data = {"stage": stage, "on": str(on), "before": str(before.happened_on) if before else None}
    audit("reach_milestone", project, by=record.by, data=data, reason=note)
    return milestone


@recording
def plan_milestone(
    project: Project, stage: Stage, *, record: Record, on: date, planned_for: date
) -> Milestone:
    """Record a plan made on a day; earlier plans stay, the latest one counts."""
    require_edit(project, record.by)
    milestone = Milestone.objects.create(
        project=project, stage=stage, happened_on=on, planned_for=planned_for, **record.stamp()
    )
    data = {"stage": stage, "planned_for": str(planned_for)}
    audit("plan_milestone", project, by=record.by, data=data)
    return milestone


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum in its own currency."""

    value: Decimal
    currency: str = "CNY"

    def yuan(self, on: date) -> Decimal:
        """Return the yuan by the rate in force on the day; UserError where no rate is known."""
        if self.currency == "CNY":
            return self.value
        rates = CurrencyRate.objects.filter(currency=self.currency, in_force_from__lte=on)
        rate = rates.order_by("-in_force_from").first()
        if rate is None:
            raise UserError(
                _("%(day)s 没有 %(currency)s 的汇率，先登记汇率。")
                % {"day": on, "currency": self.currency}
            )
        return (self.value * rate.yuan_per_unit).quantize(FEN, ROUND_HALF_UP)


@recording
def post(
    project: Project, kind: str, amount: Amount, *, record: Record, on: date, note: str = ""
) -> Posting:
    """Post an amount to a project in the month it happened; a year's plan in its January."""
    require_edit(project, record.by)
    period = on.replace(month=1, day=1) if kind == Posting.Kind.YEAR_PLAN else on.replace(day=1)
    posting = Posting.objects.create(
        project=project, kind=kind, amount=amount.yuan(on), currency=amount.currency,
        original_amount=amount.value, happened_on=on, period=period, note=note,
        **record.stamp(),
    )  # fmt: skip
    audit("post", project, by=record.by, data={"kind": kind, "amount": str(posting.amount)})
    return posting


@recording
def retract(event: E, *, record: Record, reason: str) -> E:
    """Void an event without replacing it; UserError where it is void already."""
    project: Project = event.project  # type: ignore[attr-defined]  # events here are of projects
    require_edit(project, record.by)
    retraction = retraction_of(event, record, reason)
    audit("retract", project, by=record.by, data={"event": event.pk}, reason=reason)
    return retraction


def retraction_of(event: E, record: Record, reason: str) -> E:
    """Record the event that voids another without replacing it; who may is asked before."""
    model = type(event)
    at = Moment(max(record.day, event.happened_on), record.at)
    if not effective(model._default_manager.filter(pk=event.pk), at).exists():
        raise UserError(_("这条记录已经作废。"))
    columns = {
        name.attname: getattr(event, name.attname)
        for name in model._meta.concrete_fields
        if name.name not in {"id", "voids", "recorded_at", "recorded_by", "import_run"}
    }
    return model._default_manager.create(
        **{**columns, "voids_id": event.pk, "is_retraction": True, "note": reason},
        **record.stamp(),
    )


@dataclass(frozen=True, slots=True)
class Observed:
    """A value of an indicator for a period, and how firm it is."""

    value: Decimal
    first_day: date
    last_day: date
    basis: str = Observation.Basis.ACTUAL


def _may_observe(by: Actor) -> None:
    require(by, "ledger.edit", _("您没有修改台账的权限。"))
    if not by.sees_zone:
        raise Denied(_("全区和别区的指标由管委会登记。"))


@recording
def observe(
    zone: Zone, indicator: Indicator, seen: Observed, *, record: Record, on: date
) -> Observation:
    """Record an indicator's value of a zone, published on a day; earlier values stay."""
    _may_observe(record.by)
    observation = Observation.objects.create(
        zone=zone, indicator=indicator, happened_on=on, value=seen.value, basis=seen.basis,
        first_day=seen.first_day, last_day=seen.last_day, **record.stamp(),
    )  # fmt: skip
    data = {"indicator": indicator.code, "value": str(seen.value), "basis": seen.basis}
    audit("observe", zone, by=record.by, data=data)
    return observation


@recording
def retract_observation(observation: Observation, *, record: Record, reason: str) -> Observation:
    """Void an observation without replacing it; UserError where it is void already."""
    _may_observe(record.by)
    retraction = retraction_of(observation, record, reason)
    data = {"event": observation.pk}
    audit("retract", observation.zone, by=record.by, data=data, reason=reason)
    return retraction
