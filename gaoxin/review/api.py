"""Reviews by script (评审接口): where each case of the zone stands, and until when."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # ninja reads the fields' types
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from ninja import Router, Schema

from gaoxin.lib.access import require
from gaoxin.review.queries.lists import listed
from gaoxin.review.queries.scope import zone_of_user
from gaoxin.web import clock
from gaoxin.web.scripted import REFUSALS

if TYPE_CHECKING:
    from django.http import HttpRequest

router = Router(tags=["review"])


class CaseOut(Schema):
    """A case: its project, where it stands since when, the last day of that, its result.

    `phase` is open, overdue or over; `result` is empty before a decision.
    """

    code: str
    project: str
    type: str
    tier: str
    state: str
    since: date
    due: date | None
    phase: str
    result: str


@router.get("/cases", response={200: list[CaseOut], **REFUSALS})
def cases(request: HttpRequest) -> list[CaseOut]:
    """Return the cases that the user may see, the latest first; marks stay on the pages."""
    user: Any = request.user
    require(user, "review.view", _("您的角色不看评审台账。"))
    zone_of_user(user)
    rows: Any = listed(user, None, clock.today()).order_by("-at", "-pk")
    return [
        CaseOut(
            code=row.code, project=row.project.code, type=row.type, tier=row.tier,
            state=row.stand_state, since=row.stand_since, due=row.stand_due,
            phase=row.stand_phase, result=row.stand_result or "",
        )
        for row in rows
    ]  # fmt: skip
