"""TOPSIS (逼近理想解): how near an alternative is to the best and far from the worst.

Hwang & Yoon (1981), Multiple Attribute Decision Making, ch. 3. A ranking that depends on who else
is on the list: never used to admit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gaoxin.review.core.ranking.matrix import (
    Floats,
    by_block,
    extremes,
    problem,
    safe_divide,
)
from gaoxin.review.core.ranking.weighted import known_kind, normalized

if TYPE_CHECKING:
    from gaoxin.review.core.ranking.matrix import Problem


def topsis(task: Problem, normalization: str = "vector") -> Floats:
    """Return the relative closeness of each alternative, 0 to 1, more being better.

    `linear` here is the (x - low) / (high - low) that Opricovic & Tzeng (2004) call so. Where best
    and worst are the same point (one alternative, or all alike) closeness says nothing: 0.5.
    """
    kind = known_kind(normalization)
    kind = "minmax" if kind == "linear" else kind
    if kind not in {"vector", "minmax"}:
        values = normalized(task.values, task.types, kind)
        task, kind = problem(values, task.weights), "none"
    low, high = extremes(task.values)
    scale = task.weights * task.types * _factor(task.values, low, high, kind)
    best = np.maximum(low * scale, high * scale)
    worst = np.minimum(low * scale, high * scale)

    def work(block: Floats) -> tuple[Floats, Floats]:
        block *= scale[:, None]
        near = block - best[:, None]
        block -= worst[:, None]
        return (
            np.sqrt(np.einsum("ij,ij->j", near, near)),
            np.sqrt(np.einsum("ij,ij->j", block, block)),
        )

    to_best, to_worst = by_block(task.values, work, 2)
    total = to_best + to_worst
    return np.where(total > 0, safe_divide(to_worst, total), 0.5)


def _factor(values: Floats, low: Floats, high: Floats, kind: str) -> Floats:
    """Return what each criterion is multiplied with; shifts do not change distances."""
    if kind == "none":
        return np.ones(values.shape[1])
    if kind == "minmax":
        return safe_divide(np.ones(values.shape[1]), high - low)
    # The largest value is taken out first, so that squares neither overflow nor vanish.
    peak = np.maximum(np.abs(low), np.abs(high))
    unit = safe_divide(np.ones(values.shape[1]), peak)
    squares = np.zeros(values.shape[1])
    for start in range(0, values.shape[0], 1 << 14):
        part = values[start : start + (1 << 14)] * unit
        squares += np.einsum("ij,ij->j", part, part)
    return safe_divide(unit, np.sqrt(squares))
