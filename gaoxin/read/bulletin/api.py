"""Checking by script (检查接口): anybody's bulletin in, its faults with their proof out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ninja import Field, Router, Schema

from gaoxin.read import queries
from gaoxin.read.core.check.checker import check_document
from gaoxin.read.forms import LONGEST_CHECKED
from gaoxin.web.scripted import REFUSALS

if TYPE_CHECKING:
    from django.http import HttpRequest

router = Router(tags=["read"])


class BulletinIn(Schema):
    """A bulletin as plain text; longer ones are for `gaoxin check text`."""

    text: str = Field(max_length=LONGEST_CHECKED)


class FaultOut(Schema):
    """A figure that the text itself contradicts; offsets count characters of the text.

    `because` are the spans of the figures that it was worked out from.
    """

    start: int
    end: int
    text: str
    rule: str
    found: str
    expected: str
    because: list[tuple[int, int]]


class CheckedOut(Schema):
    """The faults, and how many relations were recomputed."""

    faults: list[FaultOut]
    checked: int


@router.post("/check", response={200: CheckedOut, **REFUSALS})
def check(request: HttpRequest, bulletin: BulletinIn) -> dict[str, Any]:
    """Recompute what the text itself allows; nothing is kept."""
    user: Any = request.user
    queries.zone_of(user)
    return check_document(bulletin.text)
