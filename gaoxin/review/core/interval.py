"""Confidence interval of the ICC (一致性的置信区间): McGraw & Wong (1996), absolute agreement.

The quantiles of the F distribution come from the incomplete beta function (continued fraction,
Lentz) and bisection: no library of statistics is needed for four numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gaoxin.lib.errors import UserError
from gaoxin.review.core.ranking.matrix import numbers

if TYPE_CHECKING:
    from collections.abc import Callable

    from gaoxin.review.core.ranking.matrix import Floats

_TINY = 1e-300
_STEPS, _ENOUGH, _HALVINGS = 400, 1e-15, 200
# Below these a mean square is rounding, and a distribution has no quantile worth printing.
_NOTHING, _FEWEST, _LEAST = 1e-12, 0.5, 0.05


@dataclass(frozen=True, slots=True)
class Agreement:
    """ICC(2,1) of one judge and ICC(2,k) of the panel's mean, each with its interval.

    `average` is None where judges disagree so far that the mean's coefficient has no lower end.
    """

    single: tuple[float, float, float]
    average: tuple[float, float, float] | None


def icc_interval(targets: Any, confidence: float = 0.95) -> Agreement | None:
    """Return ICC(2,1) and ICC(2,k) with their intervals; None where the data give none.

    One row a target, one column a judge. McGraw & Wong (1996), table 7, case 2A; the interval of
    the mean is that of one judge stepped up by Spearman and Brown.
    """
    table = numbers(targets, "matrix", dimensions=2)
    n, k = table.shape
    if n < 2 or k < 2:
        raise UserError("至少 2 个对象、2 位评委 (at least two targets and two judges)")
    rows, columns, error = _squares(table)
    bottom = rows + (k - 1) * error + k * (columns - error) / n
    if error <= _NOTHING * (rows + columns) or bottom <= 0:
        return None
    value = (rows - error) / bottom
    degrees = _satterthwaite((n, k), value, columns / error)
    if degrees < _FEWEST:
        return None
    half = (1 + confidence) / 2
    upper = f_quantile(half, n - 1, degrees)
    lower = f_quantile(half, degrees, n - 1)
    rest = k * columns + (k * n - k - n) * error
    low = n * (rows - upper * error) / (upper * rest + n * rows)
    high = n * (lower * rows - error) / (rest + n * lower * rows)
    single = (value, low, high)
    if 1 + (k - 1) * min(single) < _LEAST:
        return Agreement(single, None)
    return Agreement(single, (_stepped(value, k), _stepped(low, k), _stepped(high, k)))


def _squares(table: Floats) -> tuple[float, float, float]:
    """Return the mean squares of targets, judges and what is left."""
    n, k = table.shape
    grand = table.mean()
    rows = k * float(((table.mean(axis=1) - grand) ** 2).sum()) / (n - 1)
    columns = n * float(((table.mean(axis=0) - grand) ** 2).sum()) / (k - 1)
    whole = float(((table - grand) ** 2).sum())
    left = (whole - rows * (n - 1) - columns * (k - 1)) / ((n - 1) * (k - 1))
    return rows, columns, max(0.0, left)


def _satterthwaite(size: tuple[int, int], value: float, ratio: float) -> float:
    n, k = size
    own = n * (1 + (k - 1) * value) - k * value
    above = (k - 1) * (n - 1) * (k * value * ratio + own) ** 2
    below = (n - 1) * k**2 * value**2 * ratio**2 + own**2
    return above / below


def _stepped(value: float, k: int) -> float:
    return k * value / (1 + (k - 1) * value)


def f_quantile(probability: float, first: float, second: float) -> float:
    """Return the point below which the share of an F distribution lies."""
    share = _bisected(lambda x: beta_share(x, first / 2, second / 2) - probability)
    return second * share / (first * (1 - share))


def _bisected(function: Callable[[float], float]) -> float:
    low, high = 0.0, 1.0
    for _step in range(_HALVINGS):
        middle = (low + high) / 2
        if function(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def beta_share(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    logs = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(logs + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction of the incomplete beta function by Lentz's method."""
    c, d = 1.0, _away(1 - (a + b) * x / (a + 1))
    d = 1 / d
    found = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _away(1 + term * d)
            c = _away(1 + term / c)
            found *= c * d
        if abs(c * d - 1) < _ENOUGH:
            break
    return found


def _away(value: float) -> float:
    """Return the value, kept off zero."""
    return value if abs(value) > _TINY else _TINY
