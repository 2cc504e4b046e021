"""Trial of an order (排序试算): the same example under many weights, for the meeting's table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gaoxin.review.core.ranking.order import order, task
from gaoxin.review.core.ranking.robust import acceptability, draw_weights, tipping_weights
from gaoxin.review.core.ranking.weighted import normalized

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaoxin.review.core.ranking.matrix import Floats


def robustness(
    example: Mapping[str, Any], *, draws: int, seed: int, around: float | None = None
) -> dict[str, Any]:
    """Return how far the order of an example hangs on its weights, as plain data.

    `rank_acceptability[a][r]` is the share of the drawn weights that put alternative a on place
    r + 1; `tipping` (weighted sum only) the smallest change of one weight that changes the leader.
    """
    asked = task(example)

    def score(weights: Floats) -> Floats:
        ranking = order({**example, "weights": weights.tolist()}).ranking
        return -np.asarray(ranking, dtype=np.float64)

    stated = asked.weights / asked.weights.sum()
    weights = draw_weights(stated, draws=draws, seed=seed, around=around)
    found = acceptability(score, weights, count=asked.count, seed=seed)
    answer = {
        "draws": draws,
        "seed": seed,
        "around": around,
        "rank_acceptability": found.ranks.tolist(),
        "central_weights": [
            None if np.isnan(row).any() else [float(weight) for weight in row]
            for row in found.central
        ],
    }
    if str(example["method"]).upper() == "WSUM":
        kind = (example.get("params") or {}).get("normalization") or "none"
        values = normalized(asked.values, asked.types, kind)
        answer["tipping"] = [
            {"criterion": tip.criterion, "weight": tip.weight, "rival": tip.rival}
            for tip in tipping_weights(values, asked.weights)
        ]
    return answer
