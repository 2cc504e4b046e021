"""Ladders by script (培育接口): on each path the title that a firm holds and the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from gaoxin.grow import queries, standing
from gaoxin.grow.record.answers import answers
from gaoxin.ledger.models import Enterprise
from gaoxin.web import clock
from gaoxin.web.scripted import REFUSALS, Detail

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gaoxin.grow.standing import Grown

router = Router(tags=["grow"])


class AnswerOut(Schema):
    """The answer on one path; `state` is held, ready, near, thin (data missing), far or closed."""

    way: str
    holds: str
    would_fail_recheck: bool
    next: str
    state: str
    lacks: str


class EnterpriseOut(Schema):
    """An enterprise in cultivation with its answer on each path, the nearest rung first."""

    id: int
    name: str
    answers: list[AnswerOut]


@router.get("/enterprises", response={200: list[EnterpriseOut], **REFUSALS})
def enterprises(request: HttpRequest) -> list[EnterpriseOut]:
    """Return the enterprises in cultivation that the user may open."""
    user: Any = request.user
    zone = queries.zone_of_user(user)
    mine = set(queries.enterprises_for(user, zone).values_list("pk", flat=True))
    grown = standing.pool(standing.sight_at(zone, clock.now()))
    return [_out(each) for pk, each in grown.items() if pk in mine]


@router.get("/enterprises/{int:pk}", response={200: EnterpriseOut, **REFUSALS, 404: Detail})
def enterprise(request: HttpRequest, pk: int) -> EnterpriseOut | Status[Detail]:
    """Return one enterprise in cultivation."""
    user: Any = request.user
    gone = Status(404, Detail(detail=_("没有这家企业，或不在您的园区，或还没有数据。")))
    if pk >= 2**62:
        return gone
    now = clock.now()
    try:
        found = queries.enterprise_record(user, pk, now)
    except Enterprise.DoesNotExist:
        return gone
    grown = standing.pool(standing.sight_at(found.zone, now)).get(pk)
    return gone if grown is None else _out(grown)


def _out(grown: Grown) -> EnterpriseOut:
    said = [
        AnswerOut(
            way=each.way, holds=each.reached, would_fail_recheck=each.is_shaky, next=each.word,
            state=each.next.state if each.next else "held", lacks=each.says,
        )
        for each in answers(grown.ways)
    ]  # fmt: skip
    return EnterpriseOut(id=grown.enterprise.pk, name=grown.enterprise.name, answers=said)
