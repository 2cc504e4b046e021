"""Run pymcdm and scikit-criteria on a problem of bench/review.py, with their own environment.

Prints one JSON object: package -> seconds and the file of its scores, or why it has none.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS, MEMORY = 3, 10 << 30


def pymcdm(method: str, x: np.ndarray, w: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Return pymcdm's scores."""
    from pymcdm import methods, normalizations

    if method == "topsis":
        return methods.TOPSIS(normalizations.vector_normalization)(x, w, t)
    if method == "vikor":
        return methods.VIKOR()(x, w, t)
    if method == "wsum":
        return methods.WSM(normalizations.minmax_normalization)(x, w, t)
    limits = {"p": np.full(w.size, 300.0), "q": np.full(w.size, 50.0)}
    return methods.PROMETHEE_II("vshape_2", **limits)(x, w, t)


def skcriteria(method: str, x: np.ndarray, w: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Return scikit-criteria's scores; its methods want every criterion to be maximised."""
    import skcriteria
    from skcriteria.agg.simple import WeightedSumModel
    from skcriteria.agg.topsis import TOPSIS
    from skcriteria.agg.vikor import VIKOR

    turned = x * t
    if method == "promethee2":
        raise ValueError("no PROMETHEE")
    if method == "wsum":
        low, high = turned.min(axis=0), turned.max(axis=0)
        scaled = skcriteria.mkdm((turned - low) / (high - low), [max] * w.size, weights=w)
        return np.asarray(WeightedSumModel().evaluate(scaled).e_["score"])
    if method == "topsis":
        scaled = skcriteria.mkdm(turned / np.sqrt((x * x).sum(axis=0)), [max] * w.size, weights=w)
        return np.asarray(TOPSIS().evaluate(scaled).e_["similarity"])
    scaled = skcriteria.mkdm(turned, [max] * w.size, weights=w)
    return np.asarray(VIKOR().evaluate(scaled).e_["q_k"])


def pyrepo(method: str, x: np.ndarray, w: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Return pyrepo-mcda's scores."""
    from pyrepo_mcda import mcda_methods, normalizations

    if method == "topsis":
        return mcda_methods.TOPSIS(normalization_method=normalizations.vector_normalization)(
            x, w, t
        )
    if method == "vikor":
        return mcda_methods.VIKOR()(x, w, t)
    if method == "wsum":
        return mcda_methods.SAW(normalization_method=normalizations.minmax_normalization)(x, w, t)
    if x.shape[0] > 1000:
        raise ValueError("a Python loop over pairs, not run")
    judge = mcda_methods.PROMETHEE_II()
    shapes = [judge._linear_function] * w.size
    limits = {"p": np.full(w.size, 300.0), "q": np.full(w.size, 50.0)}
    return judge(x, w, t, preference_functions=shapes, **limits)


def timed(work: Callable[..., np.ndarray], method: str, task: list[np.ndarray]) -> tuple:
    """Return the CPU seconds of the best run, ranking included, and the scores."""
    spent, scores = float("inf"), np.empty(0)
    for _run in range(RUNS if method != "promethee2" else 1):
        began = time.process_time()
        scores = work(method, *task)
        np.argsort(scores)
        spent = min(spent, time.process_time() - began)
    return spent, scores


def main() -> None:
    """Measure each package that is there."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    file, method = Path(sys.argv[1]), sys.argv[2]
    data = np.load(file)
    task = [data["x"], data["w"], data["t"]]
    answer = {}
    for package, work in (("pymcdm", pymcdm), ("scikit-criteria", skcriteria), ("pyrepo", pyrepo)):
        try:
            seconds, scores = timed(work, method, task)
        except Exception as error:  # each peer fails in its own way; the reason is the finding
            answer[package] = {"error": f"{type(error).__name__}: {error}"[:120]}
            continue
        np.save(file.with_name(f"{package}.npy"), np.asarray(scores))
        answer[package] = {"seconds": seconds, "file": f"{package}.npy"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
