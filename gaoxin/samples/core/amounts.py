"""Amounts (金额): investment totals that sum exactly, and how money comes month by month.

Whole yuan throughout, never floats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.samples.core.days import add_months

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from random import Random

WAN = 10_000
STEP = 1_000_000
"""Investment totals are written in 亿元 with two decimals."""
# (share of a hundred, smallest and largest planned investment in hundredths of 亿元)
SIZES = ((16, 30, 90), (36, 100, 200), (26, 210, 400), (16, 410, 800), (6, 900, 1600))


def planned_totals(rng: Random, count: int, total: int) -> list[int]:
    """Return planned investments of so many projects that sum to the total, in yuan."""
    shares = [share for share, _least, _most in SIZES]
    drawn = [rng.randint(*rng.choices(SIZES, shares)[0][1:]) for _ in range(count)]
    scale = sum(drawn)
    scaled = [max(30, value * (total // STEP) // scale) * STEP for value in drawn]
    scaled[scaled.index(max(scaled))] += total - sum(scaled)
    return scaled


def one_total(rng: Random) -> int:
    """Return the planned investment of one project, in yuan."""
    shares = [share for share, _least, _most in SIZES]
    return rng.randint(*rng.choices(SIZES, shares)[0][1:]) * STEP


def share(rng: Random, amount: int, least: int, most: int, *, step: int = STEP) -> int:
    """Return a share (in per cent, drawn between two) of an amount, in whole steps."""
    return amount * rng.randint(least, most) // (100 * step) * step


def apportion(count: int, weights: Sequence[int]) -> list[int]:
    """Return a count split by weights into whole numbers, largest remainders first."""
    whole = sum(weights)
    parts = [count * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda n: -(count * weights[n] % whole))
    for place in order[: count - sum(parts)]:
        parts[place] += 1
    return parts


def spread(amount: int, weights: Sequence[int]) -> list[int]:
    """Return the amount split by weights in whole 万元; the last part takes the rest."""
    whole = sum(weights)
    parts = [amount * weight // (whole * WAN) * WAN for weight in weights]
    parts[-1] += amount - sum(parts)
    return parts


def by_month(rng: Random, amount: int, first: date, months: int, *, bell: bool) -> dict[date, int]:
    """Return an amount over months: a bell as building goes, or an even flow with pauses."""
    weights = []
    for number in range(months):
        rise = min(number + 1, months - number) * 10 if bell else 10
        # Payments pause while building goes on, not before.
        pause = not bell and 4 < number < 10 and rng.randrange(100) < 30
        weights.append(0 if pause else rise * rng.randint(6, 14))
    parts = spread(amount, weights)
    return {add_months(first, n): part for n, part in enumerate(parts) if part}


def running(rng: Random, yearly: int, first: date, months: int) -> dict[date, int]:
    """Return monthly output from the start of production: half a year until it is full."""
    found = {}
    for number in range(months):
        full = min(100, 30 + 12 * number) * rng.randint(90, 110)
        found[add_months(first, number)] = yearly * full // (12 * 10_000 * WAN) * WAN
    return {month: amount for month, amount in found.items() if amount}
