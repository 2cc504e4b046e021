"""Supervision by script (督查接口): the lights of the user's projects."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # ninja reads the fields' types
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from ninja import Router, Schema

from gaoxin.figures.queries import current_moment
from gaoxin.lib.errors import UserError
from gaoxin.track import lighting, pages, queries
from gaoxin.web import clock
from gaoxin.web.scripted import REFUSALS

if TYPE_CHECKING:
    from django.http import HttpRequest

router = Router(tags=["track"])


class LightOut(Schema):
    """A project's light: colour, the rule's line, since when, when it changes next."""

    project: str
    name: str
    colour: str
    rule: str
    because: str
    since: date | None
    turns: date | None


@router.get("/lights", response={200: list[LightOut], **REFUSALS})
def lights(request: HttpRequest, rule: str = "") -> list[LightOut]:
    """Return the lights of the projects that the user may open, red first."""
    user: Any = request.user
    zone = pages.zone_of_user(user)
    if rule and lighting.library().find(rule) is None:
        raise UserError(_("没有叫 %(rule)s 的亮灯规则。") % {"rule": rule})
    now = clock.now()
    found = queries.seen_lights(user, zone, current_moment(zone, now.as_of, now), preset=rule)
    return [_out(each) for each in found]


def _out(each: lighting.ProjectLight) -> LightOut:
    light = each.light
    change = None if light is None else light.next_change
    return LightOut(
        project=each.project.code,
        name=each.project.name,
        colour=each.colour,
        rule="" if light is None else light.rule_id,
        because="" if light is None or light.choice is None else light.choice.cite.zh,
        since=None if light is None else light.since,
        turns=None if change is None else change.on,
    )
