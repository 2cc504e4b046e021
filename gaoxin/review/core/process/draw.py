"""Draw (随机抽取): experts from a pool by a recorded seed; anybody can draw again and compare.

Each candidate's lot is the SHA-256 of seed and name, so the draw depends on nothing but the seed
and the pool, and on no library's random numbers.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.lib.errors import UserError
from gaoxin.lib.money import round_half_up

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from gaoxin.review.core.scheme.model import PanelRule


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert of the pool: name, whether from outside the zone, and field of knowledge."""

    username: str
    outside: bool
    field: str


@dataclass(frozen=True, slots=True)
class Draw:
    """Members and reserves in the order of their lots, with the seed and the pool's hash."""

    seed: str
    pool: str
    members: tuple[str, ...]
    reserves: tuple[str, ...]


def lot(seed: str, username: str) -> str:
    """Return the lot of a candidate; the smallest is drawn first."""
    return hashlib.sha256(f"{seed}\n{username}".encode()).hexdigest()


def pool_hash(pool: Collection[Candidate]) -> str:
    """Return the hash of a pool, whatever its order."""
    lines = sorted(f"{each.username}\t{each.outside}\t{each.field}" for each in pool)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def outside_needed(size: int, share: Decimal) -> int:
    """Return how many of a panel must come from outside; 0.667 stands for two thirds.

    >>> outside_needed(5, Decimal("0.667")), outside_needed(3, Decimal("0.667"))
    (4, 2)
    """
    return next(n for n in range(size + 1) if round_half_up(Decimal(n) / size, 3) >= share)


def draw(
    pool: Collection[Candidate],
    rule: PanelRule,
    *,
    tier: str,
    seed: str,
    fields: Sequence[str] = (),
    excluded: Collection[str] = (),
) -> Draw:
    """Return the panel of a tier: each field at least once, enough from outside, then by lot.

    `excluded` are those who are recused beforehand (or sat on the panel that is appealed against);
    they stay part of the recorded pool. Refused where the pool cannot give such a panel.
    """
    if not seed.strip():
        raise UserError("须先公布种子 (the seed must be recorded first)")
    if len({each.username for each in pool}) != len(pool):
        raise UserError("专家库有重名 (a name is twice in the pool)")
    size = rule.sizes.get(tier)
    if size is None:
        raise UserError(f"{tier}: 该档不设专家组 (no panel for this tier)")
    free = [each for each in pool if each.username not in excluded]
    order = sorted(free, key=lambda each: lot(seed, each.username))
    inside_most = size - outside_needed(size, rule.outside_share)
    chosen = _fill(order, size, inside_most, fields)
    rest = [each for each in order if each not in chosen]
    reserves = tuple(each.username for each in rest[: rule.reserve])
    members = tuple(each.username for each in order if each in chosen)
    return Draw(seed, pool_hash(pool), members, reserves)


def _fill(
    order: list[Candidate], size: int, inside_most: int, fields: Sequence[str]
) -> list[Candidate]:
    """Return the chosen: for each field the first by lot who fits, then the first who fit."""
    chosen = _for_fields(order, tuple(dict.fromkeys(fields)), inside_most, [])
    if chosen is None:
        names = "、".join(fields)
        raise UserError(f"专家库里抽不齐这些领域的专家 (no experts of these fields): {names}")
    for each in order:
        if len(chosen) < size and _fits(each, chosen, inside_most):
            chosen.append(each)
    if len(chosen) != size:
        reason = f"专家库不够：须 {size} 人，其中区内至多 {inside_most} 人，只抽出 {len(chosen)} 人"
        raise UserError(f"{reason} (the pool is too small)")
    return chosen


def _fits(each: Candidate, chosen: list[Candidate], inside_most: int) -> bool:
    inside = sum(not other.outside for other in chosen)
    return each not in chosen and (each.outside or inside < inside_most)


def _for_fields(
    order: list[Candidate], fields: tuple[str, ...], inside_most: int, chosen: list[Candidate]
) -> list[Candidate] | None:
    """Return one for each field, by lot; somebody from inside may have to leave the place to a
    field that has nobody from outside, so a choice that blocks a later field is taken back.
    """
    if not fields:
        return chosen
    for each in order:
        if each.field == fields[0] and _fits(each, chosen, inside_most):
            found = _for_fields(order, fields[1:], inside_most, [*chosen, each])
            if found is not None:
                return found
    return None


def is_same_draw(
    found: Draw,
    pool: Collection[Candidate],
    rule: PanelRule,
    *,
    tier: str,
    fields: Sequence[str] = (),
    excluded: Collection[str] = (),
) -> bool:
    """Test whether a recorded draw comes out again from its seed and the pool."""
    return found == draw(pool, rule, tier=tier, seed=found.seed, fields=fields, excluded=excluded)
