"""AHP (层次分析法): priorities from pairwise comparisons, with Saaty's consistency ratio.

Saaty (1980), The Analytic Hierarchy Process; random indices from the same book.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gaoxin.lib.errors import UserError
from gaoxin.review.core.ranking.matrix import Floats, numbers

if TYPE_CHECKING:
    from collections.abc import Callable

_RANDOM = (0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
_RECIPROCAL = 0.05
"""Printed comparisons are rounded (0.33 beside 3): a product may miss 1 by this share."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Priorities of one matrix, its largest eigenvalue and consistency ratio (up to 0.10 is fair).

    The ratio is None beyond 15 objects, for which the book has no random index.
    """

    weights: Floats
    eigenvalue: float
    ratio: float | None


def compare(raw: Any, priority: str = "eigenvector", name: str = "matrix") -> Comparison:
    """Return the priorities of a pairwise matrix; UserError where it is none."""
    table = _pairwise(raw, name)
    if priority not in _PRIORITIES:
        raise UserError(f"priority: {priority}: 应为其一 (one of) {', '.join(_PRIORITIES)}")
    weights = _PRIORITIES[priority](table)
    count = table.shape[0]
    largest = float(np.mean((table @ weights) / weights))
    if count < 3:
        return Comparison(weights, largest, 0.0)
    index = (largest - count) / (count - 1)
    ratio = index / _RANDOM[count - 1] if count <= len(_RANDOM) else None
    return Comparison(weights, largest, ratio)


def _pairwise(raw: Any, name: str) -> Floats:
    table = numbers(raw, name, dimensions=2)
    if table.shape[0] != table.shape[1]:
        raise UserError(f"{name}: 须为方阵 (a square matrix is expected): {table.shape}")
    if (table <= 0).any():
        raise UserError(f"{name}: 两两比较须为正数 (comparisons must be positive)")
    apart = np.abs(table * table.T - 1)
    row, column = np.unravel_index(int(apart.argmax()), apart.shape)
    if apart[row, column] > _RECIPROCAL:
        where = f"{name}[{row + 1}][{column + 1}]"
        raise UserError(f"{where}: 与其对称位置不互为倒数 (not the inverse of its mirror)")
    return table


def _eigenvector(table: Floats) -> Floats:
    values, vectors = np.linalg.eig(table)
    main = np.abs(np.real(vectors[:, int(np.argmax(values.real))]))
    return np.asarray(main / main.sum())


def _geometric(table: Floats) -> Floats:
    means = np.exp(np.log(table).mean(axis=1))
    return np.asarray(means / means.sum())


def _column_mean(table: Floats) -> Floats:
    return np.asarray((table / table.sum(axis=0)).mean(axis=1))


_PRIORITIES: dict[str, Callable[[Floats], Floats]] = {
    "eigenvector": _eigenvector,
    "geometric": _geometric,
    "geometric_mean": _geometric,
    "column_mean": _column_mean,
}


def hierarchy(
    criteria: Any, alternatives: list[Any] | None, priority: str = "eigenvector"
) -> tuple[Floats, tuple[Comparison, ...]]:
    """Return the priorities of the alternatives and the comparisons they rest on, criteria first.

    Without matrices of alternatives the priorities are the weights of the criteria.
    """
    top = compare(criteria, priority)
    if not alternatives:
        return top.weights, (top,)
    if len(alternatives) != top.weights.size:
        reason = f"应有 {top.weights.size} 个矩阵 (one matrix for each criterion)"
        raise UserError(f"alternatives: {reason}: {len(alternatives)}")
    each = tuple(
        compare(raw, priority, f"alternatives[{place}]") for place, raw in enumerate(alternatives)
    )
    if len({part.weights.size for part in each}) > 1:
        raise UserError("alternatives: 各矩阵大小不同 (matrices of different size)")
    local = np.column_stack([part.weights for part in each])
    return np.asarray(local @ top.weights), (top, *each)
