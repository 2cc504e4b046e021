"""The ledger by script (台账接口): projects page by page, one project with its milestones."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # ninja reads the fields' types
from decimal import Decimal  # noqa: TC003  # ninja reads the fields' types
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status

from gaoxin.ledger import rows
from gaoxin.ledger.core.stage import stage_of
from gaoxin.ledger.queries import milestone_days, projects_for
from gaoxin.lib.errors import UserError
from gaoxin.web import clock
from gaoxin.web.scripted import REFUSALS, Detail

if TYPE_CHECKING:
    from django.http import HttpRequest

router = Router(tags=["ledger"])
LARGEST_PAGE = 500


class ProjectOut(Schema):
    """A project: its record, its stage today, its money in yuan."""

    id: int
    code: str
    name: str
    kind: str
    park_id: int | None
    planned: Decimal | None
    contracted: Decimal | None
    in_place: Decimal | None


class ProjectsOut(Schema):
    """A page of projects by rising id; `next` is the `after` of the next page."""

    total: int
    projects: list[ProjectOut]
    next: int | None


class MilestoneOut(Schema):
    """A milestone that was reached."""

    stage: str
    on: date


class RecordOut(Schema):
    """A project with its stage and the milestones it reached."""

    code: str
    name: str
    stage: str | None
    milestones: list[MilestoneOut]


class Page(Schema):
    """Which page: projects with an id above `after`, at most `size` of them."""

    after: int = 0
    size: int = 100


@router.get("/projects", response={200: ProjectsOut, **REFUSALS})
def projects(request: HttpRequest, page: Query[Page]) -> ProjectsOut:
    """Return the projects that the user may open, page by page."""
    user: Any = request.user
    if not 1 <= page.size <= LARGEST_PAGE or not 0 <= page.after < 2**62:
        raise UserError(f"size 1–{LARGEST_PAGE}, after ≥ 0")
    found = rows.project_list(user, rows.zone_of(user), clock.now(), past=False)
    taken: list[Any] = list(found.filter(pk__gt=page.after).order_by("pk")[: page.size])
    shown = [
        ProjectOut(
            id=each.pk, code=each.code, name=each.name, kind=each.kind, park_id=each.park_id,
            planned=each.planned, contracted=each.contracted, in_place=each.in_place,
        )
        for each in taken
    ]  # fmt: skip
    return ProjectsOut(
        total=found.count(),
        projects=shown,
        next=taken[-1].pk if len(taken) == page.size else None,
    )


@router.get("/projects/{code}", response={200: RecordOut, **REFUSALS, 404: Detail})
def project(request: HttpRequest, code: str) -> RecordOut | Status[Detail]:
    """Return one project with the milestones it reached."""
    user: Any = request.user
    zone = rows.zone_of(user)
    found = projects_for(user, zone).filter(code=code).first()
    if found is None:
        return Status(404, Detail(detail=_("没有这个项目，或不在您的园区。")))
    days = milestone_days([found.pk], clock.now(), zone=zone).get(found.pk, {})
    stage = stage_of(days)
    return RecordOut(
        code=found.code,
        name=found.name,
        stage=None if stage is None else stage.value,
        milestones=[MilestoneOut(stage=s.value, on=on) for s, on in sorted(
            days.items(), key=lambda pair: pair[1])],
    )  # fmt: skip
