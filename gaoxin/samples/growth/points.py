"""Invented figures for innovation points (虚构的积分数据): what the ladder's filings do not ask."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from django.utils import timezone

from gaoxin.grow.models import YearFigure

if TYPE_CHECKING:
    from gaoxin.ledger.models import Zone

NOTE = "演示数据，虚构"
# From and to of each indicator, and how many of ten firms hand it in.
DRAWN = {
    "invention_applications_main": (0, 12, 9),
    "pct_applications_main": (0, 3, 8),
    "tech_contract_value": (0, 900, 6),
    "high_tech_product_income": (200, 9000, 9),
    "postgraduate_ratio": (1, 24, 9),
    "rd_tax_saving": (5, 260, 8),
    "net_asset_return": (-6, 22, 9),
    "fresh_graduates_hired": (0, 14, 9),
    "provincial_platforms": (0, 2, 9),
    "provincial_awards": (0, 1, 8),
    "provincial_projects": (0, 2, 9),
    "venture_capital_amount": (0, 5000, 3),
}
# Of so many firms one says itself that it has just begun.
ONE_STARTUP_OF = 9


def hand_in_points(zone: Zone, last: date, *, seed: int) -> bool:
    """Write the other figures of last year for firms that file; False where they stand already."""
    firms = YearFigure.objects.filter(enterprise__zone=zone)
    if firms.filter(indicator__in=DRAWN).exists():
        return False
    dice = Random(f"{seed} points")
    year = last.year - 1
    on = date(last.year, 5, 20)
    at = timezone.make_aware(datetime.combine(on, time(11)))
    filed = firms.filter(year=year).order_by("enterprise").values_list("enterprise", flat=True)
    rows = []
    for firm in filed.distinct():
        fixed = {"enterprise_id": firm, "year": year, "happened_on": on, "recorded_at": at,
                 "recorded_by": "specialist", "note": NOTE}  # fmt: skip
        ripe = dice.random()
        for name, (low, high, of_ten) in DRAWN.items():
            if dice.randrange(10) < of_ten:
                share = min(1.0, max(0.0, ripe + dice.uniform(-0.35, 0.35)))
                number = Decimal(round(low + (high - low) * share))
                rows.append(YearFigure(indicator=name, number=number, **fixed))
        if dice.randrange(ONE_STARTUP_OF) == 0:
            rows.append(YearFigure(indicator="life_stage", word="startup", **fixed))
    YearFigure.objects.bulk_create(rows, batch_size=2000)
    return True
