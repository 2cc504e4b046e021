"""Agreement of a panel (评审一致性): Kendall's W, intraclass correlation, Krippendorff's alpha.

Shown to the office, never used to change a score.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gaoxin.lib.errors import UserError
from gaoxin.review.core.ranking.matrix import Floats, numbers
from gaoxin.review.core.ranking.weights import mean_ranks

if TYPE_CHECKING:
    from collections.abc import Callable

METRICS = ("nominal", "ordinal", "interval", "ratio")


def kendall_w(judges: Any) -> dict[str, float]:
    """Return Kendall's W with the correction for ties, and chi-square with its degrees.

    One row a judge, one column an object; scores or ranks. Kendall & Babington Smith (1939);
    Siegel (1956), p. 229-238. Judges who see no difference at all leave W undefined: 0.
    """
    table = numbers(judges, "matrix", dimensions=2)
    m, n = table.shape
    if m < 2 or n < 2:
        raise UserError("至少 2 位评委、2 个对象 (at least two judges and two objects)")
    ranks = np.array([mean_ranks(row) for row in table])
    sums = ranks.sum(axis=0)
    spread = float(((sums - sums.mean()) ** 2).sum())
    ties = sum(_ties(row) for row in ranks)
    most = m * m * (n**3 - n) - m * ties
    w = 12 * spread / most if most > 0 else 0.0
    return {"W": w, "chi2": m * (n - 1) * w, "df": float(n - 1)}


def _ties(ranks: Floats) -> float:
    _values, counts = np.unique(ranks, return_counts=True)
    return float((counts.astype(np.float64) ** 3 - counts).sum())


def icc(targets: Any) -> dict[str, float]:
    """Return the six intraclass correlations of Shrout & Fleiss (1979); one row a target.

    ICC2k is the reliability of the panel's mean, judges being a sample of possible judges. Where
    nothing varies at all a coefficient is undefined: 0.
    """
    table = numbers(targets, "matrix", dimensions=2)
    n, k = table.shape
    if n < 2 or k < 2:
        raise UserError("至少 2 个对象、2 位评委 (at least two targets and two judges)")
    grand = table.mean()
    rows = k * float(((table.mean(axis=1) - grand) ** 2).sum()) / (n - 1)
    columns = n * float(((table.mean(axis=0) - grand) ** 2).sum()) / (k - 1)
    whole = float(((table - grand) ** 2).sum())
    within = (whole - rows * (n - 1)) / (n * (k - 1))
    error = max(0.0, (whole - rows * (n - 1) - columns * (k - 1)) / ((n - 1) * (k - 1)))
    bias = k * (columns - error) / n
    return {
        "ICC1": _over(rows - within, rows + (k - 1) * within),
        "ICC2": _over(rows - error, rows + (k - 1) * error + bias),
        "ICC3": _over(rows - error, rows + (k - 1) * error),
        "ICC1k": _over(rows - within, rows),
        "ICC2k": _over(rows - error, rows + (columns - error) / n),
        "ICC3k": _over(rows - error, rows),
    }


def _over(top: float, bottom: float) -> float:
    return top / bottom if bottom > 0 else 0.0


def krippendorff_alpha(observers: Any, metric: str = "interval") -> float:
    """Return Krippendorff's alpha; None marks a missing judgement, one row an observer.

    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability. Without any variation in the
    data there is nothing to agree on: 1.
    """
    if metric not in METRICS:
        raise UserError(f"metric: {metric}: 应为其一 (one of) {', '.join(METRICS)}")
    values, together = _coincidences(observers)
    totals = together.sum(axis=0)
    apart = _DIFFERENCES[metric](values, totals)
    observed = float((together * apart).sum())
    expected = float((np.outer(totals, totals) * apart).sum()) / (float(totals.sum()) - 1)
    return 1 - observed / expected if expected > 0 else 1.0


def _coincidences(observers: Any) -> tuple[Floats, Floats]:
    """Return the distinct values and how often two of them meet within a unit."""
    if len({len(row) for row in observers}) != 1:
        raise UserError("matrix: 各行长度不同 (rows of different length)")
    units = [
        [value for value in unit if value is not None] for unit in zip(*observers, strict=True)
    ]
    units = [unit for unit in units if len(unit) > 1]
    if not units:
        raise UserError("没有一个单元有两个以上判断 (no unit is judged twice)")
    values = np.unique(numbers([v for unit in units for v in unit], "matrix", dimensions=1))
    together = np.zeros((values.size, values.size))
    for unit in units:
        counts = np.zeros(values.size)
        for value in unit:
            counts[int(np.searchsorted(values, value))] += 1
        together += (np.outer(counts, counts) - np.diag(counts)) / (len(unit) - 1)
    return values, together


def _nominal(values: Floats, _totals: Floats) -> Floats:
    return 1.0 - np.eye(values.size)


def _ordinal(_values: Floats, totals: Floats) -> Floats:
    """Return the squared number of judgements that lie between two ranks, half of each end's."""
    middle = np.cumsum(totals) - totals / 2
    return np.asarray((middle[:, None] - middle[None, :]) ** 2)


def _interval(values: Floats, _totals: Floats) -> Floats:
    return np.asarray((values[:, None] - values[None, :]) ** 2)


def _ratio(values: Floats, _totals: Floats) -> Floats:
    total = values[:, None] + values[None, :]
    apart = values[:, None] - values[None, :]
    return np.divide(apart, total, out=np.zeros_like(total), where=total != 0) ** 2


_DIFFERENCES: dict[str, Callable[[Floats, Floats], Floats]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
