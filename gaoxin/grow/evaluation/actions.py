"""Zone evaluation (高新区综合评价): record values and targets as observations of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from gaoxin.ledger.actions import Observed, observe
from gaoxin.ledger.models import Indicator, Observation
from gaoxin.ledger.queries import effective
from gaoxin.lib.errors import UserError
from gaoxin.lib.moment import Moment
from gaoxin.sources.actions import cite

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gaoxin.grow.core.evaluation import Given, Line
    from gaoxin.grow.evaluation.queries import Table
    from gaoxin.ledger.actions import Record
    from gaoxin.ledger.models import Zone
    from gaoxin.sources.models import Document

FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Occasion:
    """For which year values are recorded, on which day they were published, and from what."""

    year: int
    on: date
    document: Document | None = None


def indicator_of(table: Table, line: Line) -> Indicator:
    """Return the ledger's indicator of a line, made where it is missing."""
    head = table.rule.head
    made, _new = Indicator.objects.get_or_create(
        code=line.code,
        defaults={"name": f"{line.number} {line.zh}"[:100], "name_en": line.en[:100],
                  "unit": line.unit, "reference": f"{head.issuer}《{head.document}》"[:300]},
    )  # fmt: skip
    return made


@transaction.atomic
def record_values(
    zone: Zone, table: Table, given: Iterable[Given], *, occasion: Occasion, record: Record
) -> int:
    """Record values and targets of a year; those already there are left. Returns how many.

    UserError where the day or the year cannot be.
    """
    if occasion.on > record.day:
        raise UserError(_("%(day)s 还没有到，不能提前登记。") % {"day": occasion.on})
    if not FIRST_YEAR <= occasion.year <= record.day.year + 1:
        raise UserError(_("%(year)s 不是能登记的年度。") % {"year": occasion.year})
    count = 0
    for each in given:
        if is_known(zone, each, occasion.year, Moment(occasion.on, record.at)):
            continue
        seen = Observed(
            each.value, date(occasion.year, 1, 1), date(occasion.year, 12, 31), each.basis
        )
        indicator = indicator_of(table, each.line)
        made = observe(zone, indicator, seen, record=record, on=occasion.on)
        if occasion.document is not None:
            sheet = {"kind": "cell", "cell": each.cell} if each.cell else {}
            cite(occasion.document, made, by=record.by, field="value", **sheet)
        count += 1
    return count


def is_known(zone: Zone, each: Given, year: int, at: Moment) -> bool:
    """Test whether the same value stands already for the year."""
    return known_value(zone, each.line.code, each.basis, year, at) == each.value


def known_value(zone: Zone, code: str, basis: str, year: int, at: Moment) -> object:
    """Return the value that stands for a line and year at a moment, None where there is none."""
    events = Observation.objects.filter(
        zone=zone, park=None, indicator__code=code, basis=basis,
        first_day__lte=date(year, 12, 31), last_day__gte=date(year, 12, 31),
    )  # fmt: skip
    last = effective(events, at).order_by("happened_on", "id").last()
    return None if last is None else last.value
