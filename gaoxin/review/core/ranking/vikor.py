"""VIKOR (多准则妥协解): the most agreement with the least regret of any one criterion.

Opricovic & Tzeng (2004), Compromise solution by MCDM methods, EJOR 156(2), 445-455.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gaoxin.lib.errors import UserError
from gaoxin.review.core.ranking.matrix import Floats, by_block, extremes, safe_divide

if TYPE_CHECKING:
    from gaoxin.review.core.ranking.matrix import Problem


@dataclass(frozen=True, slots=True)
class Vikor:
    """S (sum of regrets), R (largest regret), Q (both, less is better) and the compromise set."""

    s: Floats
    r: Floats
    q: Floats

    def compromise(self) -> tuple[int, ...]:
        """Return the places in the list of the compromise solutions, best first.

        One alternative when it leads enough (Q'' - Q' >= 1 / (n - 1)) and is best in S or R too;
        the first two when only the second condition fails; else all that are near the first.
        """
        order = np.argsort(np.round(self.q, 12), kind="stable")
        if order.size == 1:
            return (int(order[0]),)
        first, second = order[0], order[1]
        margin = 1 / (order.size - 1)
        leads = self.q[second] - self.q[first] >= margin - 1e-12
        stable = self.s[first] <= self.s.min() or self.r[first] <= self.r.min()
        if leads:
            return (int(first),) if stable else (int(first), int(second))
        near = self.q[order] - self.q[first] < margin - 1e-12
        return tuple(int(place) for place in order[near])


def vikor(problem: Problem, v: float = 0.5) -> Vikor:
    """Return S, R and Q; `v` is the weight of the majority (S) against the veto (R).

    A criterion on which all are equal regrets nobody; where all have the same S (or R), that part
    of Q is 0.
    """
    if not 0 <= v <= 1:
        raise UserError(f"v: 应在 0 与 1 之间 (between 0 and 1): {v}")
    low, high = extremes(problem.values)
    best = np.where(problem.types > 0, high, low)
    factor = safe_divide(-problem.weights * problem.types, high - low)

    def work(block: Floats) -> tuple[Floats, Floats]:
        block -= best[:, None]
        block *= factor[:, None]
        return block.sum(axis=0), block.max(axis=0)

    s, r = by_block(problem.values, work, 2)
    return Vikor(s, r, v * _spread(s) + (1 - v) * _spread(r))


def _spread(values: Floats) -> Floats:
    low, high = values.min(), values.max()
    # The same sum written in another order differs in its last bits: that is no spread.
    if high - low <= 1e-12 * max(abs(float(high)), abs(float(low))):
        return np.zeros_like(values)
    return np.asarray((values - low) / (high - low))
