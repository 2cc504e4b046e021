"""Opening of a zone (建区): zone, parks, industries and departments, once, with an audit event."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gaoxin.ledger.models import Department, Indicator, Industry, Park, Zone
from gaoxin.lib.access import Actor, require
from gaoxin.lib.errors import UserError
from gaoxin.sources.actions import audit
from gaoxin.sources.turns import recording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model

Row = dict[str, Any]
# The lists of a zone's file; `Indicator` belongs to no zone and is kept where it is known already.
LISTS = ("parks", "industries", "departments", "indicators")


@dataclass(frozen=True, slots=True)
class Opening:
    """What a zone starts with: its own columns, and rows of columns for each list."""

    zone: Row
    lists: dict[str, list[Row]] = field(default_factory=dict)


@recording
def open_zone(opening: Opening, *, by: Actor) -> Zone:
    """Make a zone with its parks; UserError where a name is missing, too long or given twice."""
    require(by, "people.manage", _("只有系统管理员能建区。"))
    if not opening.lists.get("parks"):
        raise UserError(_("一个区至少要有一个园区。"))
    zone = Zone(**{"short_name": opening.zone.get("name", ""), **opening.zone})
    if Zone.objects.filter(code=zone.code).exists():
        raise UserError(_("已经有代码为“%(code)s”的区。") % {"code": zone.code})
    _keep(zone)
    named = (("parks", Park, "p"), ("industries", Industry, "i"), ("departments", Department, "d"))
    for name, model, letter in named:
        _keep_rows(model, zone, letter, opening.lists.get(name, []))
    for row in opening.lists.get("indicators", []):
        if not Indicator.objects.filter(code=row.get("code", "")).exists():
            _keep(Indicator(**row))
    counts = {name: len(rows) for name, rows in opening.lists.items()}
    audit("open_zone", zone, by=by, data=counts)
    return zone


def _keep_rows(model: type[Model], zone: Zone, letter: str, rows: Sequence[Row]) -> None:
    """Keep the rows in their order; a row without a code is numbered."""
    for order, row in enumerate(rows, 1):
        _keep(model(**{"code": f"{letter}{order}", **row, "zone": zone, "order": order}))


def _keep(record: Model) -> None:
    """Check a record as a form would, then save it."""
    try:
        record.full_clean()
    except ValidationError as why:
        said = "；".join(f"{name} {' '.join(words)}" for name, words in why.message_dict.items())
        raise UserError(_("“%(name)s”不能用：%(why)s") % {"name": record, "why": said}) from None
    record.save()
