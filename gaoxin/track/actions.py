"""Track (督查): submit and close months, record visits, raise and close issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from gaoxin.ledger.models import ProjectSet, ProjectSetMember
from gaoxin.ledger.queries import projects_for
from gaoxin.lib.access import Actor, require
from gaoxin.lib.errors import Denied, UserError
from gaoxin.lib.moment import Moment
from gaoxin.sources.actions import audit
from gaoxin.sources.turns import recorded_now, recording
from gaoxin.track.core.submission import PERMISSION, Step
from gaoxin.track.models import Issue, IssueStep, Submission, Visit
from gaoxin.track.queries import month_standing

if TYPE_CHECKING:
    from datetime import date

    from gaoxin.ledger.models import Department, Park, Project, Zone


@recording
def take_step(
    park: Park, month: date, step: Step, *, by: Actor, on: date, note: str = ""
) -> Submission:
    """Take a step of a park's month: submit, check, approve, lock, or return it with a reason.

    UserError where the step is not the next one, or a return gives no reason.
    """
    require(by, PERMISSION[step], _("您没有这一环节的权限。"))
    if not by.sees_zone and park.pk not in by.park_ids:
        raise Denied(_("只能报送本园区。"))
    now = recorded_now()
    where = month_standing(park, month, Moment(on, now))
    if not where.allows(step):
        label = Submission.Step(step).label
        message = _("%(park)s %(month)s 现在不能%(step)s。")
        raise UserError(message % {"park": park, "month": f"{month:%Y-%m}", "step": label})
    if step is Step.RETURNED and not note.strip():
        raise UserError(_("退回要写明理由。"))
    made = Submission.objects.create(
        park=park, month=month, step=step, happened_on=on, recorded_at=now,
        recorded_by=by.username, note=note,
    )  # fmt: skip
    audit("take_step", made, by=by, data={"step": step, "month": str(month)}, reason=note)
    return made


def _open_project(project: Project, by: Actor) -> None:
    require(by, "track.follow_up", _("您没有督查登记的权限。"))
    if not projects_for(by, project.zone).filter(pk=project.pk).exists():
        raise Denied(_("没有这个项目，或不在您的园区。"))


@recording
def record_visit(
    project: Project, *, kind: str, by: Actor, on: date, visitor: str = "", note: str = ""
) -> Visit:
    """Record a visit to a project; a day to come is refused."""
    _open_project(project, by)
    now = recorded_now()
    if on > timezone.localtime(now).date():
        raise UserError(_("%(day)s 还没有到，走访不能提前登记。") % {"day": on})
    visit = Visit.objects.create(
        project=project, kind=kind, visitor=visitor or by.display_name, happened_on=on,
        recorded_at=now, recorded_by=by.username, note=note,
    )  # fmt: skip
    audit("record_visit", project, by=by, data={"on": str(on), "visitor": visit.visitor})
    return visit


@recording
def raise_issue(
    project: Project, title: str, *, owner: Department | None, due_on: date, by: Actor, on: date
) -> Issue:
    """Put a problem on the project's list with its owner and due day."""
    _open_project(project, by)
    if not title.strip():
        raise UserError(_("问题要写清是什么。"))
    if due_on < on:
        raise UserError(_("办结期限 %(due)s 早于提出日 %(on)s。") % {"due": due_on, "on": on})
    issue = Issue.objects.create(
        project=project, title=title.strip(), owner=owner, due_on=due_on, happened_on=on,
        recorded_at=recorded_now(), recorded_by=by.username,
    )  # fmt: skip
    audit("raise_issue", issue, by=by, data={"due_on": str(due_on)})
    return issue


@recording
def step_issue(issue: Issue, kind: str, *, by: Actor, on: date, note: str = "") -> IssueStep:
    """Record what happened to an issue; closing (销号) needs a word on how it was settled."""
    _open_project(issue.project, by)
    closed = issue.steps.exclude(kind__in=_BETWEEN).order_by("-id").first()
    is_closed = closed is not None and closed.kind == IssueStep.Kind.CLOSED
    if is_closed != (kind == IssueStep.Kind.REOPENED):
        words = _("已经销号，要先重开。") if is_closed else _("还没有销号，不用重开。")
        raise UserError(f"#{issue.pk} {words}")
    if kind == IssueStep.Kind.CLOSED and not note.strip():
        raise UserError(_("销号要写明怎样办结。"))
    step = IssueStep.objects.create(
        issue=issue, kind=kind, happened_on=on, note=note, recorded_at=recorded_now(),
        recorded_by=by.username,
    )  # fmt: skip
    audit("step_issue", issue, by=by, data={"kind": kind}, reason=note)
    return step


@recording
def make_project_set(
    zone: Zone, *, name: str, held_on: date, codes: list[str], by: Actor
) -> ProjectSet:
    """Keep a set of projects named by code; UserError names the codes that are unknown."""
    require(by, "track.follow_up", _("您没有建批次的权限。"))
    found = {p.code: p for p in projects_for(by, zone).filter(code__in=codes)}
    unknown = [code for code in codes if code not in found]
    if unknown or not codes:
        raise UserError(_("没有这些项目编号：%(codes)s") % {"codes": "、".join(unknown) or "—"})
    if ProjectSet.objects.filter(zone=zone, name=name).exists():
        raise UserError(_("已经有叫“%(name)s”的批次。") % {"name": name})
    made = ProjectSet.objects.create(
        zone=zone, name=name, held_on=held_on, recorded_at=recorded_now(), recorded_by=by.username
    )
    members = [ProjectSetMember(project_set=made, project=p) for p in found.values()]
    ProjectSetMember.objects.bulk_create(members)
    audit("make_project_set", made, by=by, data={"codes": sorted(found)})
    return made


_BETWEEN = (
    IssueStep.Kind.ACCEPTED,
    IssueStep.Kind.REMINDED,
    IssueStep.Kind.ORDERED,
    IssueStep.Kind.TALKED,
)
