"""Entry (登记): one act for each form; an act is whole, with its evidence, or does not happen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from gaoxin.ledger.actions import (
    change_project,
    plan_milestone,
    post,
    reach_milestone,
    record_project,
    require_edit,
)
from gaoxin.ledger.core.near import firm_core, near_names
from gaoxin.ledger.core.stage import Stage, out_of_order
from gaoxin.ledger.entry.doubts import Doubt, settle
from gaoxin.ledger.models import Enterprise, Milestone, Posting, Project, Zone
from gaoxin.ledger.models.events import STAGE_LABELS
from gaoxin.ledger.queries import effective, projects_for
from gaoxin.lib.access import require
from gaoxin.lib.errors import UserError
from gaoxin.lib.moment import Moment
from gaoxin.lib.numerals import same_name
from gaoxin.sources.actions import Upload, audit, cite, store_document
from gaoxin.sources.models import Citation
from gaoxin.sources.turns import recording

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from gaoxin.ledger.actions import Amount, Record
    from gaoxin.lib.access import Actor

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lead:
    """A new lead: the record's columns, the enterprise by name, its day and planned total."""

    fields: dict[str, Any]
    on: date
    enterprise: str = ""
    planned: Amount | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that proves an event, and the page of it."""

    upload: Upload
    page: int | None = None


@recording
def open_lead(
    zone: Zone, lead: Lead, *, record: Record, accepted: Collection[str] = NONE
) -> Project:
    """Open a project as a lead, with its planned total; `Doubtful` where a name is near another."""
    require(record.by, "ledger.edit", _("您没有修改台账的权限。"))
    _not_ahead(lead.on, record)
    doubts = _near_projects(zone, lead.fields["name"], record.by)
    settle(doubts + _near_firms(zone, lead.enterprise, record.by), accepted)
    firm = named_enterprise(zone, lead.enterprise, record=record)
    project = record_project(zone, record=record, fields={**lead.fields, "enterprise": firm})
    reach_milestone(project, Stage.LEAD, record=record, on=lead.on)
    if lead.planned is not None:
        post(project, Posting.Kind.PLANNED, lead.planned, record=record, on=lead.on)
    return project


def _not_ahead(on: date, record: Record) -> None:
    if on > record.day:
        raise UserError(_("%(day)s 还没有到，不能登记为已发生。") % {"day": on})


def _near_projects(zone: Zone, name: str, by: Actor) -> list[Doubt]:
    """Return a doubt for each project the user may open whose name is near."""
    known = projects_for(by, zone).in_bulk()
    near = near_names(name, {pk: project.name for pk, project in known.items()})
    told = _("名称与 %(code)s“%(name)s”相近，请确认不是同一个项目。")
    return [
        Doubt(f"near:{pk}", told % {"code": known[pk].code, "name": known[pk].name}) for pk in near
    ]


def _near_firms(zone: Zone, name: str, by: Actor) -> list[Doubt]:
    """Return a doubt for each enterprise near a name that none has, among those the user sees."""
    if not name or _firm_of(zone, name) is not None:
        return []
    known = Enterprise.objects.filter(zone=zone, removed_at__isnull=True)
    if not by.sees_zone:
        own = by.park_ids
        known = known.filter(Q(park__in=own) | Q(projects__park__in=own)).distinct()
    names = dict(known.values_list("pk", "name"))
    told = _("企业“%(name)s”是新的，与“%(other)s”相近，请确认不是同一家。")
    return [
        Doubt(f"firm:{pk}", told % {"name": name, "other": names[pk]})
        for pk in near_names(name, names, core=firm_core)
    ]


def _firm_of(zone: Zone, name: str) -> Enterprise | None:
    """Return the enterprise of a name, whatever its marks and widths."""
    known = Enterprise.objects.filter(zone=zone, removed_at__isnull=True)
    exact = known.filter(name=name).first()
    if exact is not None:
        return exact
    key = same_name(name)
    spelled = (pk for pk, other in known.values_list("pk", "name") if same_name(other) == key)
    found = next(spelled, None)
    return None if found is None else known.get(pk=found)


def named_enterprise(zone: Zone, name: str, *, record: Record) -> Enterprise | None:
    """Return the enterprise of a name, recorded where it is new; None without a name."""
    require(record.by, "ledger.edit", _("您没有修改台账的权限。"))
    if not name:
        return None
    found = _firm_of(zone, name)
    if found is None:
        found = Enterprise.objects.create(zone=zone, name=name, **record.stamp())
        audit("record_enterprise", found, by=record.by)
    return found


@dataclass(frozen=True, slots=True)
class Reached:
    """A milestone as it is told: which, when, and a note."""

    stage: Stage
    on: date
    note: str = ""


@recording
def register_milestone(
    project: Project, reached: Reached, *, record: Record, evidence: Evidence | None = None,
    accepted: Collection[str] = NONE,
) -> Milestone:  # fmt: skip
    """Register a milestone with its evidence; `Doubtful` on a correction or days out of order."""
    require_edit(project, record.by)
    days = _reached_days(project, record)
    if days.get(reached.stage) == reached.on and evidence is None:
        raise UserError(_("这个节点已按 %(day)s 登记过。") % {"day": reached.on})
    settle(_milestone_doubts(days, reached), accepted)
    milestone = reach_milestone(
        project, reached.stage, record=record, on=reached.on, note=reached.note
    )
    if evidence is not None:
        add_evidence(milestone, evidence, record=record)
    return milestone


def _reached_days(project: Project, record: Record) -> dict[Stage, date]:
    now = Moment(record.day, record.at)
    events = effective(project.milestones.filter(planned_for=None), now)
    return {Stage(stage): on for stage, on in events.values_list("stage", "happened_on")}


def _milestone_doubts(days: dict[Stage, date], reached: Reached) -> list[Doubt]:
    """Return what the day contradicts: the day given before, the days of its neighbours."""
    stage, on = reached.stage, reached.on
    doubts, before = [], days.get(stage)
    if before is not None and before != on:
        told = _("%(stage)s已登记为 %(before)s。这次算更正：改为 %(on)s，原记录留存但不再算数，"
                 "它的证据不会跟过来。")  # fmt: skip
        words = {"stage": STAGE_LABELS[stage], "before": before, "on": on}
        doubts.append(Doubt(f"moved:{stage}:{before}:{on}", told % words))
    after = {**days, stage: on}
    told = _("日期先后不对：%(first)s %(first_on)s 晚于%(second)s %(second_on)s，请核对。")
    for first, second in out_of_order(after):
        # What stood the wrong way round before is not this act's.
        if stage in (first, second):
            words = {"first": STAGE_LABELS[first], "first_on": after[first],
                     "second": STAGE_LABELS[second], "second_on": after[second]}  # fmt: skip
            doubts.append(Doubt(f"order:{first}:{second}:{on}", told % words))
    return doubts


@recording
def set_plan(
    project: Project, stage: Stage, *, record: Record, on: date, planned_for: date
) -> Milestone:
    """Set another planned day for a milestone that was not reached yet."""
    require_edit(project, record.by)
    _not_ahead(on, record)
    reached = _reached_days(project, record).get(stage)
    if reached is not None:
        told = _("%(stage)s %(day)s 已完成，不能再改计划。")
        raise UserError(told % {"stage": STAGE_LABELS[stage], "day": reached})
    return plan_milestone(project, stage, record=record, on=on, planned_for=planned_for)


@dataclass(frozen=True, slots=True)
class Paid:
    """An amount as it is told: what kind of money, how much, when, and a note."""

    kind: str
    amount: Amount
    on: date
    note: str = ""


@recording
def register_money(
    project: Project, paid: Paid, *, record: Record, evidence: Evidence | None = None
) -> Posting:
    """Post an amount to a project with its evidence."""
    require_edit(project, record.by)
    _not_ahead(paid.on, record)
    posting = post(project, paid.kind, paid.amount, record=record, on=paid.on, note=paid.note)
    if evidence is not None:
        add_evidence(posting, evidence, record=record)
    return posting


@recording
def amend_project(
    project: Project, lead: Lead, *, record: Record, seen: int, accepted: Collection[str] = NONE
) -> int:
    """Change the record from a day on; return how many fields changed.

    `seen` is the last change that the form showed: what came after it is asked about.
    """
    require_edit(project, record.by)
    _not_ahead(lead.on, record)
    doubts = [] if lead.fields["name"] == project.name else [
        doubt for doubt in _near_projects(project.zone, lead.fields["name"], record.by)
        if doubt.code != f"near:{project.pk}"
    ]  # fmt: skip
    doubts += _near_firms(project.zone, lead.enterprise, record.by) + _newer(project, seen)
    settle(doubts, accepted)
    firm = named_enterprise(project.zone, lead.enterprise, record=record)
    fields = {**lead.fields, "enterprise": firm}
    return len(change_project(project, record=record, on=lead.on, fields=fields))


def last_change(project: Project) -> int:
    """Return the key of the project's last change, nought before the first."""
    return project.projectchanges.order_by("-pk").values_list("pk", flat=True).first() or 0


def _newer(project: Project, seen: int) -> list[Doubt]:
    """Return a doubt where somebody changed the record after the form was opened."""
    count = project.projectchanges.filter(pk__gt=seen).count()
    told = _("另有 %(n)s 处改动是在您打开这页以后登记的，照此保存会盖掉它们，请先核对。")
    return [Doubt(f"newer:{last_change(project)}", told % {"n": count})] if count else []


@recording
def add_evidence(event: Milestone | Posting, evidence: Evidence, *, record: Record) -> Citation:
    """Store a file and cite it for an event; UserError where it proves the event already."""
    require_edit(event.project, record.by)
    upload = replace(evidence.upload, park_id=event.project.park_id)
    document = store_document(upload, by=record.by)
    place: dict[str, Any] = (
        {} if evidence.page is None else {"kind": Citation.Kind.PAGE, "page": evidence.page}
    )
    same = Citation.objects.filter(
        document=document, target_model=event._meta.label_lower, target_id=event.pk,
        page=evidence.page,
    )  # fmt: skip
    if same.exists():
        raise UserError(_("“%(title)s”已经是它的证据。") % {"title": document.title})
    return cite(document, event, by=record.by, **place)
