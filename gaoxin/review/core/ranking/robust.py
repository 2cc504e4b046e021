"""Robustness (稳健性): how far an order hangs on the weights (Monte Carlo, SMAA-2).

Lahdelma & Salminen (2001), Operations Research 49(3), 444-454; Tervonen & Lahdelma (2007).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gaoxin.lib.errors import UserError
from gaoxin.review.core.ranking.matrix import Floats, places

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Acceptability:
    """Shares over the draws: `ranks[a][r]` place r + 1, `wins[a][b]` a before b, central weights.

    `central` holds the mean weights with which an alternative came first, NaN where it never did.
    """

    draws: int
    seed: int
    ranks: Floats
    wins: Floats
    central: Floats


@dataclass(frozen=True, slots=True)
class Tipping:
    """The smallest change of one weight, the others scaled, that puts another in front."""

    criterion: int
    weight: float
    rival: int


def draw_weights(weights: Floats, *, draws: int, seed: int, around: float | None = None) -> Floats:
    """Return random weights, one row a draw, each summing to 1; the seed gives the same again.

    Without `around` uniform on the simplex; with it within that share of the stated weights.
    """
    if draws < 1 or (around is not None and not 0 < around <= 1):
        raise UserError("draws 须为正，around 在 0 与 1 之间 (draws positive, around up to 1)")
    dice = np.random.Generator(np.random.PCG64(seed))
    if around is None:
        found = dice.exponential(size=(draws, weights.size))
    else:
        found = weights * dice.uniform(1 - around, 1 + around, size=(draws, weights.size))
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def acceptability(
    score: Callable[[Floats], Floats], weights: Floats, *, count: int, seed: int
) -> Acceptability:
    """Return the acceptabilities of a method over drawn weights (one row a draw).

    `score` gives the scores of all alternatives for one vector of weights, more being better;
    alternatives of equal score share the better place and beat each other half.
    """
    draws, criteria = weights.shape
    ranks, wins = np.zeros((count, count)), np.zeros((count, count))
    central, firsts = np.zeros((count, criteria)), np.zeros(count)
    everyone = np.arange(count)
    for load in weights:
        place = places(score(load))
        ranks[everyone, place - 1] += 1
        apart = place[None, :] - place[:, None]
        wins += (apart > 0) + 0.5 * (apart == 0)
        leaders = place == 1
        central[leaders] += load
        firsts += leaders
    np.fill_diagonal(wins, 0)
    never = np.full_like(central, np.nan)
    middle = np.divide(central, firsts[:, None], out=never, where=firsts[:, None] > 0)
    return Acceptability(draws, seed, ranks / draws, wins / draws, middle)


def tipping_weights(values: Floats, weights: Floats) -> tuple[Tipping, ...]:
    """Return for each criterion of a weighted sum the nearest weight at which the leader changes.

    Exact: while one weight moves from w to t and the others keep their proportions, the lead over a
    rival is a straight line in t. Criteria whose weight never changes the leader are left out; the
    list begins with the smallest change.
    """
    load = weights / weights.sum()
    leader = int(np.argmax(np.round(values @ load, 12)))
    found = []
    for criterion in range(load.size):
        if load[criterion] < 1:
            nearest = _nearest(values, load, criterion, leader)
            if nearest is not None:
                found.append(nearest)
    return tuple(sorted(found, key=lambda tip: abs(tip.weight - load[tip.criterion])))


def _nearest(values: Floats, load: Floats, criterion: int, leader: int) -> Tipping | None:
    own = values[:, criterion]
    rest = (values @ load - load[criterion] * own) / (1 - load[criterion])
    at_none, at_all = rest[leader] - rest, own[leader] - own
    best: Tipping | None = None
    for rival in range(values.shape[0]):
        slope = at_none[rival] - at_all[rival]
        if rival == leader or slope == 0:
            continue
        weight = float(at_none[rival] / slope)
        change = abs(weight - load[criterion])
        if 0 <= weight <= 1 and (best is None or change < abs(best.weight - load[criterion])):
            best = Tipping(criterion, weight, rival)
    return best
