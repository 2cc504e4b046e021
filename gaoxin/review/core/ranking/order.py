"""Ordering an example (排序算例): one file with method, matrix, weights, types and parameters.

The answer has `scores` in the order of the alternatives and `ranking` (places from 1); methods that
weigh criteria give the weights as scores, agreement statistics a mapping.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from gaoxin.lib.errors import UserError
from gaoxin.review.core.agreement import METRICS, icc, kendall_w, krippendorff_alpha
from gaoxin.review.core.ranking.ahp import hierarchy
from gaoxin.review.core.ranking.matrix import Floats, Problem, numbers, places, problem
from gaoxin.review.core.ranking.promethee import preferences, promethee
from gaoxin.review.core.ranking.topsis import topsis
from gaoxin.review.core.ranking.vikor import vikor
from gaoxin.review.core.ranking.weighted import weighted_sum
from gaoxin.review.core.ranking.weights import critic, entropy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_KEYS = {"id", "method", "source", "matrix", "weights", "types", "params", "expected"}
_KEYS |= {"decimals", "expected_ranking", "note"}
_JUDGES = ("judges", "observers", "raters")


@dataclass(frozen=True, slots=True)
class Order:
    """Scores, places (None for statistics), what else was found, and keys that no method reads."""

    scores: Floats | dict[str, float]
    ranking: tuple[int, ...] | None = None
    more: dict[str, Any] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        scores = self.scores
        plain = scores if isinstance(scores, dict) else [float(score) for score in scores]
        ranking = None if self.ranking is None else list(self.ranking)
        return {"scores": plain, "ranking": ranking, **self.more}


def order(example: Mapping[str, Any]) -> Order:
    """Return the order that an example asks for; UserError names what is wrong with it."""
    name = "".join(sign for sign in str(example.get("method", "")).upper() if sign.isalnum())
    if name not in _METHODS:
        raise UserError(f"method: {example.get('method')}: 应为其一 (one of) {', '.join(_METHODS)}")
    if "matrix" not in example:
        raise UserError("缺少 (missing): matrix")
    keys, method = _METHODS[name]
    params = example.get("params") or {}
    strange = [*sorted(set(example) - _KEYS), *(f"params.{key}" for key in set(params) - keys)]
    return replace(method(example, params), ignored=tuple(strange))


def task(example: Mapping[str, Any]) -> Problem:
    """Return the ranking problem of an example."""
    if example.get("weights") is None:
        raise UserError("缺少权重 (missing): weights")
    return problem(example["matrix"], example["weights"], example.get("types"))


def _ranked(scores: Floats, *, descending: bool = True, **more: Any) -> Order:
    found = places(scores, descending=descending)
    return Order(scores, tuple(int(place) for place in found), more)


def _wsum(example: Mapping[str, Any], params: Mapping[str, Any]) -> Order:
    return _ranked(weighted_sum(task(example), params.get("normalization")))


def _topsis(example: Mapping[str, Any], params: Mapping[str, Any]) -> Order:
    return _ranked(topsis(task(example), params.get("normalization") or "vector"))


def _vikor(example: Mapping[str, Any], params: Mapping[str, Any]) -> Order:
    v = params.get("v")
    found = vikor(task(example), 0.5 if v is None else float(v))
    return _ranked(
        found.q,
        descending=False,
        s=[float(value) for value in found.s],
        r=[float(value) for value in found.r],
        compromise=list(found.compromise()),
    )


def _promethee(example: Mapping[str, Any], params: Mapping[str, Any]) -> Order:
    asked = task(example)
    limits = {key: params.get(key) for key in ("q", "p", "s")}
    functions = preferences(params.get("preference"), asked.weights.size, **limits)
    flows = promethee(asked, functions)
    return _ranked(
        flows.net,
        leaving=[float(value) for value in flows.leaving],
        entering=[float(value) for value in flows.entering],
    )


def _ahp(example: Mapping[str, Any], params: Mapping[str, Any]) -> Order:
    priority = params.get("priority") or "eigenvector"
    scores, parts = hierarchy(example["matrix"], params.get("alternatives"), priority)
    return _ranked(
        scores,
        weights=[float(weight) for weight in parts[0].weights],
        consistency=[part.ratio for part in parts],
    )


def _entropy(example: Mapping[str, Any], _params: Mapping[str, Any]) -> Order:
    return _ranked(entropy(numbers(example["matrix"], "matrix", dimensions=2)))


def _critic(example: Mapping[str, Any], params: Mapping[str, Any]) -> Order:
    table = numbers(example["matrix"], "matrix", dimensions=2)
    asked = problem(table, np.ones(table.shape[1]), example.get("types"))
    return _ranked(critic(table, asked.types, params.get("correlation") or "pearson"))


def _judges_in_rows(example: Mapping[str, Any], params: Mapping[str, Any], *, default: bool) -> Any:
    """Return the matrix with judges in rows, whichever way the file has it."""
    rows = params.get("rows")
    table = example["matrix"]
    if (rows in _JUDGES) if rows is not None else default:
        return table
    if len({len(row) for row in table}) != 1:
        raise UserError("matrix: 各行长度不同 (rows of different length)")
    return [list(row) for row in zip(*table, strict=True)]


def _kendall(example: Mapping[str, Any], params: Mapping[str, Any]) -> Order:
    return Order(kendall_w(_judges_in_rows(example, params, default=True)))


def _icc(example: Mapping[str, Any], params: Mapping[str, Any]) -> Order:
    table = numbers(_judges_in_rows(example, params, default=False), "matrix", dimensions=2)
    return Order(icc(table.T))


def _alpha(example: Mapping[str, Any], params: Mapping[str, Any]) -> Order:
    table = _judges_in_rows(example, params, default=True)
    return Order({metric: krippendorff_alpha(table, metric) for metric in METRICS})


_NORMAL, _SIDES = {"normalization"}, {"rows", "cols"}
_METHODS: dict[str, tuple[set[str], Callable[[Mapping[str, Any], Mapping[str, Any]], Order]]] = {
    "WSUM": (_NORMAL, _wsum),
    "TOPSIS": (_NORMAL, _topsis),
    "VIKOR": ({"v"}, _vikor),
    "PROMETHEEII": ({"preference", "q", "p", "s"}, _promethee),
    "AHP": ({"priority", "alternatives"}, _ahp),
    "ENTROPY": (set(), _entropy),
    "CRITIC": ({"correlation"}, _critic),
    "KENDALLW": (_SIDES, _kendall),
    "ICC": (_SIDES, _icc),
    "KRIPPENDORFFALPHA": (_SIDES, _alpha),
}
