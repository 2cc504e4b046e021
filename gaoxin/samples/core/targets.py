"""Year targets of the demo (年度目标): set in January for zone and parks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.ledger.core.stage import Stage
from gaoxin.samples.core import amounts
from gaoxin.samples.core.cast import Stamp
from gaoxin.samples.core.days import instant, workday
from gaoxin.samples.core.material import park_weights, read

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from gaoxin.samples.core.cast import Venture
    from gaoxin.samples.core.days import Span

# Per cent of a year's work that is done by the end of each month, as targets assume.
SIGNED_BY = (5, 9, 20, 28, 36, 48, 54, 61, 72, 79, 87, 100)
# Targets in per cent of what a year at this pace gives.
PACE = {"signed_count": 96, "contracted_amount": 99, "in_place_amount": 97, "invested_amount": 98}
TEN_MILLION = 10_000_000


@dataclass(frozen=True, slots=True)
class Target:
    """A year's target of an indicator for the zone (park "") or a park."""

    indicator: str
    year: int
    park: str
    value: int | Decimal
    day: date
    stamp: Stamp


def targets(rng: Random, span: Span, ventures: list[Venture]) -> list[Target]:
    """Return the targets of the year before the final one, and of the final year."""
    made: list[Target] = []
    for year in (span.final.year - 1, span.final.year):
        day = workday(max(span.first, span.first.replace(year=year, month=1, day=8)))
        stamp = Stamp(instant(rng, day), "office")
        for indicator, pace in PACE.items():
            value = _expected(indicator, year, span, ventures) * pace // 100
            made += _shared(indicator, year, value, day, stamp)
        for indicator, rate in read("zone")["target_rates"].items():
            for park in ("", *park_weights()):
                made.append(Target(indicator, year, park, Decimal(rate), day, stamp))
    return made


def _expected(indicator: str, year: int, span: Span, ventures: list[Venture]) -> int:
    """Return what the whole year gives at the pace of the months known."""
    last = span.last if year == span.final.year else span.last.replace(year=year, month=12, day=31)
    signed = [
        v for v in ventures if (day := v.reached(Stage.SIGNED)) and day.year == year and day <= last
    ]
    if indicator == "signed_count":
        return -(-len(signed) * 100 // SIGNED_BY[last.month - 1])
    if indicator == "contracted_amount":
        total = sum(m.amount for v in signed for m in v.money if m.kind == "contracted")
        return total * 100 // SIGNED_BY[last.month - 1]
    kind = indicator.removesuffix("_amount")
    posts = (m for v in ventures for m in v.money if m.kind == kind and m.day <= last)
    return sum(m.amount for m in posts if m.day.year == year) * 12 // last.month


def _shared(indicator: str, year: int, value: int, day: date, stamp: Stamp) -> list[Target]:
    """Return the zone's target and the parks' shares, which sum to it."""
    weights = park_weights()
    if indicator == "signed_count":
        parts = amounts.apportion(value, list(weights.values()))
    else:
        value = value // TEN_MILLION * TEN_MILLION
        parts = amounts.spread(value, list(weights.values()))
    shares = dict(zip(weights, parts, strict=True))
    return [
        Target(indicator, year, park, amount, day, stamp)
        for park, amount in {"": value, **shares}.items()
    ]
