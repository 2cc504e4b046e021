"""PROMETHEE II (偏好顺序结构): net flow of pairwise preference, exactly, by sorting.

Brans & Vincke (1985), Management Science 31(6), 647-656. Each alternative would have to be compared
with each other; but all preference functions except the Gaussian are straight between their limits,
so that for one criterion the sum over all others is a count and a sum of a range of the sorted
values: O(m n log n) as in Calders & Van Assche (2018), European Journal of Operational Research.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gaoxin.lib.errors import UserError
from gaoxin.review.core.ranking.matrix import Floats, numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gaoxin.review.core.ranking.matrix import Problem

_NAMES = {
    "usual": "usual", "ushape": "ushape", "quasi": "ushape", "vshape": "vshape",
    "level": "level", "linear": "linear", "vshape2": "linear", "vshapeindifference": "linear",
    "vshapewithindifference": "linear", "gaussian": "gaussian", "gauss": "gaussian",
    "i": "usual", "ii": "ushape", "iii": "vshape", "iv": "level", "v": "linear", "vi": "gaussian",
    "1": "usual", "2": "ushape", "3": "vshape", "4": "level", "5": "linear", "6": "gaussian",
}  # fmt: skip
PREFERENCES = ("usual", "ushape", "vshape", "level", "linear", "gaussian")


@dataclass(frozen=True, slots=True)
class Preference:
    """How a difference becomes a preference on one criterion: limits q and p, width s (Gauss)."""

    shape: str
    q: float = 0.0
    p: float = 0.0
    s: float = 0.0


@dataclass(frozen=True, slots=True)
class Flows:
    """Leaving and entering flow, each a mean over the other alternatives; net = the difference."""

    leaving: Floats
    entering: Floats

    @property
    def net(self) -> Floats:
        """Return the net flow, -1 to 1, more being better."""
        return self.leaving - self.entering


def preferences(
    shape: str | list[str] | None, count: int, *, q: Any = None, p: Any = None, s: Any = None
) -> tuple[Preference, ...]:
    """Return one preference function for each criterion; limits are checked."""
    shapes = shape if isinstance(shape, list) else [shape or "usual"] * count
    limits = [_limits(values, name, count) for name, values in (("q", q), ("p", p), ("s", s))]
    if len(shapes) != count:
        raise UserError(f"preference: 应有 {count} 个 (one for each criterion)")
    return tuple(
        _preference(str(name), place, values)
        for place, (name, *values) in enumerate(zip(shapes, *limits, strict=True), 1)
    )


def _limits(values: Any, name: str, count: int) -> list[float]:
    if values is None:
        return [0.0] * count
    if isinstance(values, int | float):
        return [float(values)] * count
    found = numbers([0.0 if value is None else value for value in values], name, dimensions=1)
    if found.size != count or (found < 0).any():
        raise UserError(f"{name}: 应有 {count} 个非负数 (one for each criterion, not negative)")
    return [float(value) for value in found]


def _preference(name: str, place: int, limits: list[float]) -> Preference:
    key = "".join(sign for sign in name.lower() if sign.isalnum())
    key = key.removeprefix("type")
    if key not in _NAMES:
        raise UserError(f"preference: {name}: 应为其一 (one of) {', '.join(PREFERENCES)}")
    shape, (q, p, s) = _NAMES[key], limits
    if shape in {"linear", "level"} and q > p:
        raise UserError(f"准则 {place} (criterion): q {q} > p {p}")
    if shape == "vshape":
        q = 0.0
    if shape == "gaussian" and s <= 0:
        s = p
        if s <= 0:
            raise UserError(f"准则 {place} (criterion): s 须为正数 (must be positive)")
    return Preference(shape, q, p, s)


def promethee(problem: Problem, functions: tuple[Preference, ...]) -> Flows:
    """Return the flows of all alternatives; weights are taken as shares of their sum.

    A single alternative has no other to be compared with: its flows are 0.
    """
    count = problem.count
    leaving, entering = np.zeros(count), np.zeros(count)
    if count == 1:
        return Flows(leaving, entering)
    shares = problem.weights / problem.weights.sum() / (count - 1)
    for place, function in enumerate(functions):
        column = problem.values[:, place] * problem.types[place]
        if function.shape == "gaussian":
            won, lost = _gaussian(column, function.s)
        else:
            won, lost = _sorted_flows(column, function)
        leaving += shares[place] * won
        entering += shares[place] * lost
    return Flows(leaving, entering)


def _sorted_flows(column: Floats, function: Preference) -> tuple[Floats, Floats]:
    """Return for each value the summed preference over all others, and of all others over it."""
    order = np.argsort(column, kind="stable")
    values = column[order]
    # Near zero the running sums lose the fewest digits.
    values = values - values[values.size // 2]
    won = np.empty(values.size)
    lost = np.empty(values.size)
    won[order] = _summed(values, function)
    lost[order] = _summed(-values[::-1], function)[::-1]
    return won, lost


def _summed(values: Floats, function: Preference) -> Floats:
    """Return the summed preference of each value (rising) over all values below it."""
    q, p = function.q, function.p
    if function.shape in {"usual", "ushape"}:
        limit = 0.0 if function.shape == "usual" else q
        return np.asarray(_below(values, limit), dtype=np.float64)
    if function.shape == "level":
        return np.asarray((_below(values, q) + _below(values, p)) / 2)
    some, full = _below(values, q), _below(values, p)
    if p <= q:
        return np.asarray(some, dtype=np.float64)
    running = np.concatenate(([0.0], np.cumsum(values)))
    between = some - full
    partial = (between * (values - q) - (running[some] - running[full])) / (p - q)
    return np.asarray(full + partial)


def _below(values: Floats, limit: float) -> NDArray[np.intp]:
    """Return for each value how many lie below it by more than the limit.

    A difference that equals the limit but for the last bits of its digits counts as equal.
    """
    reach = max(abs(float(values[0])), abs(float(values[-1])), limit)
    slack = 4 * np.finfo(np.float64).eps * reach if limit > 0 else 0.0
    return np.searchsorted(values, values - (limit + slack), side="left")


def _gaussian(column: Floats, s: float) -> tuple[Floats, Floats]:
    """Return the flows of the Gaussian function, pair by pair in blocks of bounded memory."""
    won, lost = np.zeros(column.size), np.zeros(column.size)
    step = max(1, 4_000_000 // column.size)
    for start in range(0, column.size, step):
        rows = slice(start, start + step)
        apart = column[rows, None] - column[None, :]
        degree = 1 - np.exp(-(apart**2) / (2 * s * s))
        won[rows] = np.where(apart > 0, degree, 0).sum(axis=1)
        lost[rows] = np.where(apart < 0, degree, 0).sum(axis=1)
    return won, lost
