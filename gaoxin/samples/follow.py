"""Follow-up of the demo (演示区的督查): reports, visits, issues, ceremonies, targets as rows."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gaoxin.ledger.models import (
    Department,
    Indicator,
    Observation,
    Park,
    ProjectSet,
    ProjectSetMember,
)
from gaoxin.people.models import User
from gaoxin.samples.core import supervision, targets
from gaoxin.sources.models import AuditEvent
from gaoxin.track.models import Issue, IssueStep, Submission, Visit

if TYPE_CHECKING:
    from gaoxin.ledger.models import Zone
    from gaoxin.samples.core.cast import Stamp
    from gaoxin.samples.core.portfolio import Portfolio
    from gaoxin.samples.history import Written

BATCH = 5000


@transaction.atomic
def follow_up(zone: Zone, portfolio: Portfolio, written: Written, *, seed: int) -> None:
    """Write what supervision recorded of the drawn projects, and the years' targets."""
    rng = Random(f"{seed} follow-up")
    span, ventures = portfolio.span, [v for v in portfolio.ventures if not v.is_news]
    _reports(zone, supervision.reports(rng, portfolio.calendar))
    _visits(supervision.visits(rng, span, ventures), written)
    _problems(zone, supervision.problems(rng, span, ventures), written)
    for name, held, batch in supervision.launches(span, ventures):
        _launch(zone, name, held, [written.projects[v.name] for v in batch])
    _targets(zone, targets.targets(rng, span, ventures))


def _stamp(stamp: Stamp) -> dict[str, Any]:
    return {"recorded_at": stamp.at, "recorded_by": stamp.by}


def _reports(zone: Zone, drawn: list[supervision.Report]) -> None:
    parks = {park.code: park for park in Park.objects.filter(zone=zone)}
    drawn = sorted(drawn, key=lambda report: report.stamp.at)
    Submission.objects.bulk_create(
        [
            Submission(
                park=parks[report.park], month=report.month, step=report.step,
                happened_on=report.day, note=report.note, **_stamp(report.stamp),
            )
            for report in drawn
        ],
        batch_size=BATCH,
    )  # fmt: skip


def _visits(drawn: list[supervision.Call], written: Written) -> None:
    names = {user.username: user.display_name for user in User.objects.all()}
    Visit.objects.bulk_create(
        [
            Visit(
                project=written.projects[call.venture.name], kind=call.kind,
                visitor=names[call.visitor], happened_on=call.day, note=call.note,
                **_stamp(call.stamp),
            )
            for call in sorted(drawn, key=lambda call: call.stamp.at)
        ],
        batch_size=BATCH,
    )  # fmt: skip


def _problems(zone: Zone, drawn: list[supervision.Problem], written: Written) -> None:
    owners = {department.code: department for department in Department.objects.filter(zone=zone)}
    issues = [
        Issue(
            project=written.projects[problem.venture.name], title=problem.title,
            owner=owners[problem.owner], due_on=problem.due, happened_on=problem.day,
            **_stamp(problem.stamp),
        )
        for problem in drawn
    ]  # fmt: skip
    Issue.objects.bulk_create(issues, batch_size=BATCH)
    steps = [
        (step, IssueStep(issue=issue, kind=step.kind, happened_on=step.day, note=step.note,
                         **_stamp(step.stamp)))
        for problem, issue in zip(drawn, issues, strict=True)
        for step in problem.steps
    ]  # fmt: skip
    steps.sort(key=lambda pair: pair[0].stamp.at)
    IssueStep.objects.bulk_create([row for _step, row in steps], batch_size=BATCH)


def _launch(zone: Zone, name: str, held: Any, projects: list[Any]) -> None:
    batch = ProjectSet.objects.create(
        zone=zone, name=name, held_on=held, recorded_by="office",
        recorded_at=max(p.recorded_at for p in projects).replace(
            year=held.year, month=held.month, day=held.day
        ),
    )  # fmt: skip
    ProjectSetMember.objects.bulk_create(
        [ProjectSetMember(project_set=batch, project=project) for project in projects]
    )
    AuditEvent.objects.create(
        at=batch.recorded_at, actor="office", verb="make_project_set",
        target_model=batch._meta.label_lower, target_id=str(batch.pk), target_label=name,
        data={"projects": len(projects)},
    )  # fmt: skip


def _targets(zone: Zone, drawn: list[targets.Target]) -> None:
    indicators = {indicator.code: indicator for indicator in Indicator.objects.all()}
    parks = {park.code: park for park in Park.objects.filter(zone=zone)}
    Observation.objects.bulk_create(
        [
            Observation(
                zone=zone, indicator=indicators[target.indicator], park=parks.get(target.park),
                first_day=target.day.replace(year=target.year, month=1, day=1),
                last_day=target.day.replace(year=target.year, month=12, day=31),
                value=target.value, basis=Observation.Basis.PLANNED, happened_on=target.day,
                **_stamp(target.stamp),
            )
            for target in drawn
        ],
        batch_size=BATCH,
    )  # fmt: skip
