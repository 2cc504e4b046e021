"""Invented values of the zone evaluation (虚构的综合评价数): two years, targets, gaps."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from django.utils import timezone

from gaoxin.grow.core.evaluation import ACTUAL, PLANNED
from gaoxin.grow.evaluation.actions import indicator_of
from gaoxin.grow.evaluation.queries import tables
from gaoxin.ledger.models import Observation

if TYPE_CHECKING:
    from gaoxin.grow.core.evaluation import Line
    from gaoxin.ledger.models import Indicator, Zone

NOTE = "演示数据，虚构"
# Of so many lines one was never handed in.
ONE_GAP_OF = 4
# From and to, by unit; the printed unit.
RANGE = {
    "%": (2, 40), "家": (3, 90), "个": (4, 60), "件": (3, 40), "人": (300, 4000), "分": (60, 90),
    "亿元": (8, 60), "万元": (1, 9), "比值": (1, 2), "吨标准煤/万元": (0, 1),
}  # fmt: skip
HUNDREDTH = Decimal("0.01")


def evaluate_zone(zone: Zone, last: date, *, seed: int) -> bool:
    """Write values of the last whole year and targets; False where some stand already."""
    if Observation.objects.filter(zone=zone, indicator__code__startswith="ze20").exists():
        return False
    dice = Random(f"{seed} evaluation")
    rows: list[Observation] = []
    for table in tables():
        for line in table.lines:
            if dice.randrange(ONE_GAP_OF) == 0:
                continue
            indicator = indicator_of(table, line)
            value = _drawn(line, dice)
            for year in (last.year - 2, last.year - 1):
                rows.append(_row(zone, indicator, year, line.base(value), ACTUAL))
                grown = value * Decimal(dice.randint(96, 112)) / 100
                value = grown.quantize(_place(line))
                aimed = (value * Decimal("1.05")).quantize(_place(line))
                if line.better == "high" and not line.judged and dice.random() < 0.6:
                    rows.append(_row(zone, indicator, year + 1, line.base(aimed), PLANNED))
    Observation.objects.bulk_create(rows)
    return True


def _place(line: Line) -> Decimal:
    return Decimal(1) if line.digits == 0 else HUNDREDTH


def _drawn(line: Line, dice: Random) -> Decimal:
    low, high = RANGE[line.unit]
    return Decimal(dice.randint(low * 100, high * 100)).scaleb(-2).quantize(_place(line))


def _row(zone: Zone, indicator: Indicator, year: int, value: Decimal, basis: str) -> Observation:
    on = date(year, 3, 20) if basis == PLANNED else date(year + 1, 3, 20)
    at = timezone.make_aware(datetime.combine(on, time(10)))
    return Observation(
        zone=zone, indicator=indicator, happened_on=on, recorded_at=at, recorded_by="office",
        first_day=date(year, 1, 1), last_day=date(year, 12, 31), value=value, basis=basis,
        note=NOTE,
    )  # fmt: skip
