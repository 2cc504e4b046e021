"""Decision matrix (决策矩阵): alternatives in rows, criteria in columns, checked once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Floats: TypeAlias = NDArray[np.float64]
BLOCK = 8192
"""Rows worked on at once: a block of 20 criteria stays in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A ranking problem: values (n x m), weights (m), and for each criterion 1 = more is better."""

    values: Floats
    weights: Floats
    types: Floats

    @property
    def count(self) -> int:
        """Return the number of alternatives."""
        return int(self.values.shape[0])


def numbers(raw: Any, name: str, *, dimensions: int) -> Floats:
    """Return raw nested lists as finite numbers; UserError names what is wrong."""
    try:
        found = np.asarray(raw, dtype=np.float64)
    except (TypeError, ValueError):
        reason = f"{name}: 须为等长的数字行 (rows of numbers of one length are expected)"
        raise UserError(reason) from None
    if found.ndim != dimensions or found.size == 0:
        raise UserError(f"{name}: 须为 {dimensions} 维且非空 (wrong shape): {found.shape}")
    if not np.isfinite(found).all():
        raise UserError(f"{name}: 有缺失或非有限的数 (a value is missing or not finite)")
    return found


def problem(values: Any, weights: Any, types: Any = None) -> Problem:
    """Return a checked problem; without types more is better on every criterion."""
    table = numbers(values, "matrix", dimensions=2)
    criteria = table.shape[1]
    load = numbers(weights, "weights", dimensions=1)
    signs = np.ones(criteria) if types is None else numbers(types, "types", dimensions=1)
    if load.size != criteria or signs.size != criteria:
        reason = f"准则 {criteria} 个，权重 {load.size} 个，方向 {signs.size} 个 (numbers differ)"
        raise UserError(reason)
    if (load < 0).any() or load.sum() <= 0:
        raise UserError("weights: 权重须不为负且不全为零 (negative, or all zero)")
    if not np.isin(signs, (-1, 1)).all():
        raise UserError("types: 只能是 1 或 -1 (only 1 or -1)")
    return Problem(table, load, signs)


def blocks(table: Floats) -> Iterator[tuple[slice, Floats]]:
    """Yield the rows of a matrix in blocks, criteria first: each criterion is contiguous."""
    for start in range(0, table.shape[0], BLOCK):
        rows = slice(start, min(start + BLOCK, table.shape[0]))
        yield rows, np.ascontiguousarray(table[rows].T)


def by_block(
    table: Floats, work: Callable[[Floats], Sequence[Floats]], columns: int
) -> tuple[Floats, ...]:
    """Return the results of a work on each block, joined: `columns` vectors over alternatives."""
    found = np.empty((columns, table.shape[0]))
    for rows, block in blocks(table):
        for place, part in enumerate(work(block)):
            found[place, rows] = part
    return tuple(found)


def extremes(table: Floats) -> tuple[Floats, Floats]:
    """Return the smallest and the largest value of each criterion."""
    low = np.full(table.shape[1], np.inf)
    high = -low
    for _rows, block in blocks(table):
        np.minimum(low, block.min(axis=1), out=low)
        np.maximum(high, block.max(axis=1), out=high)
    return low, high


def safe_divide(top: Floats, bottom: Floats) -> Floats:
    """Return top / bottom, 0 where the bottom is 0: a criterion without spread says nothing."""
    return np.divide(top, bottom, out=np.zeros(np.broadcast(top, bottom).shape), where=bottom != 0)


def places(scores: Floats, *, descending: bool = True) -> NDArray[np.int64]:
    """Return places from 1, equal scores sharing the better place.

    Scores are compared to 12 decimals, so that the last bits of a sum do not part equal projects.
    """
    rounded = np.round(-scores if descending else scores, 12)
    order = np.argsort(rounded, kind="stable")
    ordered = rounded[order]
    first = np.concatenate(([True], ordered[1:] != ordered[:-1]))
    starts = np.flatnonzero(first)
    found = np.empty(scores.size, dtype=np.int64)
    found[order] = starts[np.cumsum(first) - 1] + 1
    return found
