"""Figure (算一个数): `gaoxin figure start_rate --period 2026 --park 电气园`."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import click
from django.utils import timezone

from gaoxin.figures.core.key import Scope
from gaoxin.figures.queries import board, current_moment, scope_name
from gaoxin.ledger.models import Park, Zone
from gaoxin.lib.errors import UserError
from gaoxin.lib.moment import Moment
from gaoxin.web import clock

if TYPE_CHECKING:
    from gaoxin.figures.board import Figure


@click.command()
@click.argument("name", metavar="ID[@VERSION]")
@click.option("--period", default="", help="2026, 2026-10, all, v2024+12; default: this year")
@click.option("--park", default="", help="园区名称、简称或代码 a park; default: zone")
@click.option("--as-of", "as_of", default="", help="数据截至日 day looked at, YYYY-MM-DD")
@click.option("--json", "as_json", is_flag=True, help="print one JSON document")
def figure(name: str, period: str, park: str, as_of: str, as_json: bool) -> None:
    """Compute a figure and print its value, counts, definition and key."""
    zone = Zone.objects.filter(is_outside=False).order_by("pk").first()
    if zone is None:
        raise UserError("还没有建区。先运行 gaoxin zone new 建区，或 gaoxin demo 建演示区。")
    day = _day(as_of)
    moment = current_moment(zone, day, Moment(day, timezone.now()))
    desk = board(zone, moment)
    scope = desk.zone_scope() if not park else Scope("p", _park(zone, park).pk)
    id, _mark, version = name.partition("@")
    try:
        found = desk.figure(id, period or str(day.year), scope, version=version)
    except KeyError:
        known = "、".join(sorted({d.id for d in desk.book}))
        raise UserError(f"没有口径 {name}。有：{known}") from None
    except ValueError as why:
        raise UserError(str(why)) from None
    click.echo(json.dumps(_shape(found), ensure_ascii=False) if as_json else _text(found))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else clock.today()
    except ValueError:
        raise UserError(f"日期“{text}”读不懂。写成 2026-09-30 这样。") from None


def _park(zone: Zone, text: str) -> Park:
    for park in zone.parks.all():
        if text in {park.code, park.name, park.short_name}:
            return park
    names = "、".join(park.short_name for park in zone.parks.all())
    raise UserError(f"没有叫“{text}”的园区。有：{names}")


def _shape(found: Figure) -> dict[str, object]:
    return {
        "key": found.key,
        "value": None if found.value is None else str(found.value),
        "text": found.text,
        "unit": found.unit,
        "numerator": str(found.numerator),
        "denominator": None if found.denominator is None else str(found.denominator),
        "definition": found.definition.full_id,
        "reference": found.definition.reference.title,
        "rows": len(found.numerator_rows),
    }


def _text(found: Figure) -> str:
    counts = f"{found.numerator:,f}"
    if found.denominator is not None:
        counts += f" ÷ {found.denominator:,f}"
    reference = found.definition.reference
    return "\n".join(
        (
            f"{found.name}  {scope_name(found.full_key)}  {found.full_key.period}",
            f"{found.text}  ({counts})",
            f"{found.definition.full_id}  {reference.title} {reference.article}",
            found.key,
        )
    )
