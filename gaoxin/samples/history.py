"""History of the demo (演示区的历史): drawn projects written in bulk, as officers recorded them.

The rows are those that actions would have written, with the same stamps; a project's audit trail
gets one line for its record and one for each milestone and correction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gaoxin.ledger.core.stage import Stage
from gaoxin.ledger.models import (
    CapacityLine,
    Department,
    Enterprise,
    EquipmentLine,
    Industry,
    Milestone,
    Park,
    Posting,
    Project,
    ProjectChange,
)
from gaoxin.people.models import Charge, User
from gaoxin.samples.core.material import operator_of
from gaoxin.sources.models import AuditEvent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import Model

    from gaoxin.ledger.models import Zone
    from gaoxin.samples.core.cast import Change, Firm, Mark, Money, Stamp, Venture
    from gaoxin.samples.core.portfolio import Portfolio

BATCH = 5000


@dataclass(slots=True)
class Written:
    """The rows made of a portfolio: projects by name, events by the drawn mark or amount."""

    projects: dict[str, Project] = field(default_factory=dict)
    milestones: dict[int, Milestone] = field(default_factory=dict)
    postings: dict[int, Posting] = field(default_factory=dict)


class Writer:
    """Turns drawn projects into rows of a zone."""

    def __init__(self, zone: Zone, portfolio: Portfolio, *, audited: bool = True) -> None:
        self.zone = zone
        self.portfolio = portfolio
        self.audited = audited
        self.parks = {park.code: park for park in Park.objects.filter(zone=zone)}
        self.industries = {i.code: i for i in Industry.objects.filter(zone=zone)}
        self.departments = {d.code: d for d in Department.objects.filter(zone=zone)}
        self.until = portfolio.calendar.due(portfolio.span.final)
        self.firms: dict[str, Enterprise] = {}
        self.written = Written()
        self.audits: list[AuditEvent] = []

    @transaction.atomic
    def write(self) -> Written:
        """Write projects, events, people in charge and the audit trail."""
        ventures = [v for v in self.portfolio.ventures if not v.is_news]
        self._firms(v.firm for v in ventures if v.firm is not None)
        self._projects(ventures)
        self._lines(ventures)
        self._milestones(ventures)
        self._postings(ventures)
        self._changes(ventures)
        self._charges(ventures)
        if self.audited:
            self.audits.sort(key=lambda event: event.at)
            AuditEvent.objects.bulk_create(self.audits, batch_size=BATCH)
        return self.written

    def known(self, stamp: Stamp) -> bool:
        """Test whether something was recorded before the final month's report is due."""
        return not self.portfolio.workbooks or stamp.at < self.until

    def _firms(self, firms: Iterable[Firm]) -> None:
        rows = {
            firm.credit_code: Enterprise(
                zone=self.zone, name=firm.name, credit_code=firm.credit_code,
                industry=self.industries[firm.industry], park=self.parks[firm.park],
                registered_on=firm.registered_on, **_stamp(firm.stamp),
            )
            for firm in sorted(firms, key=lambda firm: firm.stamp.at)
            if self.known(firm.stamp)
        }  # fmt: skip
        Enterprise.objects.bulk_create(rows.values(), batch_size=BATCH)
        self.firms = rows

    def _projects(self, ventures: list[Venture]) -> None:
        numbers: dict[int, int] = {}
        for venture in ventures:
            year = venture.stamp.at.year
            numbers[year] = numbers.get(year, 0) + 1
            code = f"P-{year}-{numbers[year]:03d}"
            self.written.projects[venture.name] = self._project(venture, code)
        Project.objects.bulk_create(self.written.projects.values(), batch_size=BATCH)
        for project in self.written.projects.values():
            self._audit("record_project", project, project.recorded_at, project.recorded_by)

    def _project(self, venture: Venture, code: str) -> Project:
        firm = None if venture.firm is None else self.firms.get(venture.firm.credit_code)
        return Project(
            zone=self.zone, code=code, name=venture.name, kind=venture.kind,
            park=self.parks[venture.park], origin_park=self.parks.get(venture.origin_park),
            industry=self.industries[venture.industry], enterprise=firm,
            investor=venture.investor, origin=venture.origin,
            is_high_tech=venture.is_high_tech, phase=venture.phase, content=venture.content,
            buildings=venture.buildings, filing_number=venture.filing_number,
            filing_month=venture.filing_month, year_bucket=venture.bucket,
            lead_department=self.departments[venture.department], **_stamp(venture.stamp),
        )  # fmt: skip

    def _lines(self, ventures: list[Venture]) -> None:
        capacities, machines = [], []
        for venture in ventures:
            project = self.written.projects[venture.name]
            capacities += [
                CapacityLine(project=project, product=x.what, amount=x.amount, unit=x.unit)
                for x in venture.capacity
            ]
            machines += [
                EquipmentLine(project=project, name=x.what, count=x.amount, unit=x.unit)
                for x in venture.equipment
            ]
        CapacityLine.objects.bulk_create(capacities, batch_size=BATCH)
        EquipmentLine.objects.bulk_create(machines, batch_size=BATCH)

    def _milestones(self, ventures: list[Venture]) -> None:
        drawn = [
            (mark, self.written.projects[venture.name])
            for venture in ventures
            for mark in venture.marks
            if self.known(mark.stamp)
        ]
        rows = {id(mark): self._milestone(mark, project) for mark, project in _in_time(drawn)}
        _create(Milestone, [(mark, rows[id(mark)]) for mark, _project in _in_time(drawn)], rows)
        self.written.milestones = rows
        for mark, project in drawn:
            if mark.planned_for is None:
                verb = "retract" if mark.is_retraction else "reach_milestone"
                data = {"stage": mark.stage, "on": str(mark.day)}
                self._audit(verb, project, mark.stamp.at, mark.stamp.by, data, mark.note)

    def _milestone(self, mark: Mark, project: Project) -> Milestone:
        return Milestone(
            project=project, stage=mark.stage, happened_on=mark.day, note=mark.note,
            planned_for=mark.planned_for, is_retraction=mark.is_retraction, **_stamp(mark.stamp),
        )  # fmt: skip

    def _postings(self, ventures: list[Venture]) -> None:
        drawn = [
            (money, self.written.projects[venture.name])
            for venture in ventures
            for money in venture.money
            if self.known(money.stamp)
        ]
        rows = {id(money): self._posting(money, project) for money, project in _in_time(drawn)}
        _create(Posting, [(money, rows[id(money)]) for money, _project in _in_time(drawn)], rows)
        self.written.postings = rows
        for money, project in drawn:
            if not money.monthly:
                data = {"kind": money.kind, "amount": str(money.amount)}
                self._audit("post", project, money.stamp.at, money.stamp.by, data, money.note)

    def _posting(self, money: Money, project: Project) -> Posting:
        original = money.original if money.currency != "CNY" else money.amount
        return Posting(
            project=project, kind=money.kind, happened_on=money.day, note=money.note,
            amount=Decimal(money.amount), currency=money.currency,
            original_amount=Decimal(original), period=money.day.replace(day=1),
            **_stamp(money.stamp),
        )  # fmt: skip

    def _changes(self, ventures: list[Venture]) -> None:
        drawn = [
            (change, self.written.projects[venture.name])
            for venture in ventures
            for change in venture.changes
            if self.known(change.stamp)
        ]
        rows = [self._change(change, project) for change, project in _in_time(drawn)]
        ProjectChange.objects.bulk_create(rows, batch_size=BATCH)
        for row in rows:
            data = {row.field: [row.old, row.new]}
            self._audit(
                "change_project", row.project, row.recorded_at, row.recorded_by, data, row.note
            )

    def _change(self, change: Change, project: Project) -> ProjectChange:
        def key(text: str) -> str:
            rows: dict[str, Any] = self.firms if change.field == "enterprise" else self.parks
            return str(rows[text].pk) if text else ""

        points = change.field in {"enterprise", "park", "origin_park"}
        return ProjectChange(
            project=project,
            field=f"{change.field}_id" if points else change.field,
            old=key(change.old) if points else change.old,
            new=key(change.new) if points else change.new,
            happened_on=change.day,
            note=change.note,
            **_stamp(change.stamp),
        )

    def _charges(self, ventures: list[Venture]) -> None:
        users = {user.username: user for user in User.objects.all()}
        last = self.portfolio.span.last
        rows = []
        for venture in ventures:
            project = self.written.projects[venture.name]
            lead, signed = venture.course[Stage.LEAD], venture.course.get(Stage.SIGNED)
            people = [("officer", venture.officer, lead)]
            if signed is not None and signed <= last:
                people.append(("leader", venture.leader, signed))
                people.append(("park", operator_of(venture.park), signed))
            rows += [
                Charge(project=project, kind=kind, user=users[name], from_day=day)
                for kind, name, day in people
            ]
        Charge.objects.bulk_create(rows, batch_size=BATCH)

    def _audit(
        self, verb: str, target: Model, at: datetime, by: str,
        data: dict[str, Any] | None = None, reason: str = "",
    ) -> None:  # fmt: skip
        if self.audited:
            self.audits.append(
                AuditEvent(
                    at=at, actor=by, verb=verb, target_model=target._meta.label_lower,
                    target_id=str(target.pk), target_label=str(target)[:300],
                    data=data or {}, reason=reason,
                )
            )  # fmt: skip


def _stamp(stamp: Stamp) -> dict[str, Any]:
    return {"recorded_at": stamp.at, "recorded_by": stamp.by}


def _in_time(drawn: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Return the drawn events in the order in which they were recorded."""
    return sorted(drawn, key=lambda pair: pair[0].stamp.at)


def _create(model: Any, drawn: list[tuple[Any, Any]], rows: dict[int, Any]) -> None:
    """Write first what voids nothing, then what voids it, so that each row names a kept one."""
    first = [row for event, row in drawn if event.voids is None]
    model.objects.bulk_create(first, batch_size=BATCH)
    later = []
    for event, row in drawn:
        if event.voids is not None:
            row.voids = rows[id(event.voids)]
            later.append(row)
    model.objects.bulk_create(later, batch_size=BATCH)
