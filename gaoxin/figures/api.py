"""Figures by script (口径接口): definitions, a figure by its key, a figure by name."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # ninja reads the parameters' types
from decimal import Decimal  # noqa: TC003  # ninja reads the fields' types
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from gaoxin.figures import queries
from gaoxin.figures.core import window
from gaoxin.figures.core.key import Scope
from gaoxin.figures.pages import zone_of_user
from gaoxin.lib.errors import Denied, UserError
from gaoxin.lib.moment import Moment
from gaoxin.web import clock
from gaoxin.web.scripted import REFUSALS

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gaoxin.figures.board import Figure

router = Router(tags=["figures"])


class DefinitionOut(Schema):
    """A definition: id and version, names, unit, document, dates of force."""

    id: str
    version: str
    name_zh: str
    name_en: str
    kind: str
    unit: str
    reference: str
    in_force_from: date
    in_force_to: date | None


class FigureOut(Schema):
    """A figure: its key, value in its unit, printed text, and its counts in base units."""

    key: str
    definition: str
    value: Decimal | None
    text: str
    unit: str
    numerator: Decimal
    denominator: Decimal | None


class Asked(Schema):
    """A figure asked by name: period `2026`, `2026-10`, `all`; park by id; day looked at."""

    name: str
    period: str = ""
    park: int | None = Field(None, ge=1, lt=2**31)
    day: date | None = Field(None, ge=window.FIRST_DAY)


def _out(figure: Figure) -> FigureOut:
    return FigureOut(
        key=figure.key,
        definition=figure.definition.full_id,
        value=figure.value,
        text=figure.text,
        unit=figure.unit,
        numerator=figure.numerator,
        denominator=figure.denominator,
    )


@router.get("/definitions", response={200: list[DefinitionOut], **REFUSALS})
def definitions(request: HttpRequest) -> list[DefinitionOut]:
    """Return the definitions in use in the user's zone."""
    book = queries.book_of(zone_of_user(request.user))  # type: ignore[arg-type]  # signed in
    return [
        DefinitionOut(
            id=d.id, version=d.version, name_zh=d.name.zh, name_en=d.name.en, kind=d.kind,
            unit=d.unit, reference=d.reference.title, in_force_from=d.in_force_from,
            in_force_to=d.in_force_to,
        )
        for d in book
    ]  # fmt: skip


@router.get("/by-key/{path:key}", response={200: FigureOut, **REFUSALS})
def by_key(request: HttpRequest, key: str) -> FigureOut:
    """Return the figure of a key; the same key gives the same figure for ever."""
    return _out(queries.figure(key, request.user))  # type: ignore[arg-type]  # signed in


@router.get("/by-name", response={200: FigureOut, **REFUSALS})
def by_name(request: HttpRequest, asked: Query[Asked]) -> FigureOut:
    """Return a figure by its definition's id, of the zone or of a park."""
    user: Any = request.user
    zone = zone_of_user(user)
    now = clock.now()
    day = asked.day or now.as_of
    if day > now.as_of:
        raise UserError(_("截至日 %(day)s 还没有到。") % {"day": day})
    desk = queries.board(zone, queries.current_moment(zone, day, Moment(day, now.known_at)))
    scope = desk.zone_scope()
    if asked.park is not None:
        if not zone.parks.filter(pk=asked.park).exists():
            raise UserError(_("没有编号为 %(id)s 的园区。") % {"id": asked.park})
        scope = Scope("p", asked.park)
    try:
        found = desk.figure(asked.name, asked.period or str(day.year), scope)
    except KeyError:
        raise UserError(_("没有口径 %(id)s。") % {"id": asked.name}) from None
    except ValueError as why:
        raise UserError(str(why)) from None
    if not queries.may_see(user, found.full_key):
        raise Denied(_("这个数属于别的园区。"))
    return _out(found)
