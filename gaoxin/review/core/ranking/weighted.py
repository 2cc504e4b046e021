"""Weighted sum (加权求和) and the normalisations (无量纲化) that all methods share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gaoxin.lib.errors import UserError
from gaoxin.review.core.ranking.matrix import Floats, by_block, extremes, safe_divide

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gaoxin.review.core.ranking.matrix import Problem

NORMALIZATIONS = ("none", "minmax", "linear", "max", "sum", "vector")


def known_kind(name: str) -> str:
    """Return a normalisation by its usual spellings; UserError where it is none.

    >>> known_kind("Min-Max")
    'minmax'
    """
    kind = "".join(sign for sign in name.lower() if sign.isalnum())
    if kind not in NORMALIZATIONS:
        raise UserError(f"normalization: {name}: 应为其一 (one of) {', '.join(NORMALIZATIONS)}")
    return kind


def normalized(table: Floats, types: Floats, kind: str) -> Floats:
    """Return the matrix without dimension, more being better on every criterion.

    - `minmax`: (x - low) / (high - low), turned round for costs;
    - `linear`: x / high, for costs low / x (Hwang & Yoon 1981, linear scale transformation);
    - `max`: x / high, for costs 1 - x / high; `vector`: x / |x|, for costs 1 - x / |x|;
    - `sum`: x / total, for costs (1 / x) / total of (1 / x); `none`: costs with a minus.

    A criterion on which all are equal, or whose divisor is zero, gives 0 to everybody.
    """
    kind = known_kind(kind)
    good = types > 0
    if kind == "none":
        return table * types
    if kind == "minmax":
        low, high = extremes(table)
        return safe_divide(np.where(good, table - low, high - table), high - low)
    if kind in {"linear", "sum"}:
        return _by_inverse(table, good, kind)
    divisor = table.max(axis=0) if kind == "max" else np.sqrt((table * table).sum(axis=0))
    share = safe_divide(table, divisor)
    return np.where(good, share, np.where(divisor != 0, 1 - share, 0.0))


def _by_inverse(table: Floats, good: NDArray[np.bool_], kind: str) -> Floats:
    """Return the normalisations that put 1 / x for a cost."""
    if (~good & (table <= 0).any(axis=0)).any():
        reason = "成本型准则须为正数才能取倒数 (a cost must be positive for its inverse)"
        raise UserError(f"normalization: {kind}: {reason}")
    worth = np.where(good, table, 1 / np.where(good, 1.0, table))
    return safe_divide(worth, worth.max(axis=0) if kind == "linear" else worth.sum(axis=0))


def weighted_sum(problem: Problem, normalization: str | None = None) -> Floats:
    """Return the weighted sum of the normalised values (simple additive weighting).

    Weights are used as given. Without a normalisation the values are summed as they are, which
    has a meaning only where more is better on every criterion. Fishburn (1967).
    """
    if normalization is None and (problem.types < 0).any():
        raise UserError("有成本型准则，须写明 params.normalization (name a normalization)")
    kind = known_kind(normalization or "none")
    if kind == "minmax":
        return _by_range(problem)
    return normalized(problem.values, problem.types, kind) @ problem.weights


def _by_range(problem: Problem) -> Floats:
    """Return the weighted sum of the range-normalised values without a second matrix."""
    low, high = extremes(problem.values)
    worst = np.where(problem.types > 0, low, high)
    factor = safe_divide(problem.weights * problem.types, high - low)

    def work(block: Floats) -> tuple[Floats]:
        block -= worst[:, None]
        return (factor @ block,)

    return by_block(problem.values, work, 1)[0]
