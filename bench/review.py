"""Time the ranking of 1,000,000 projects by 20 criteria and PROMETHEE II of 100,000; see peers.

Our own part runs with the project's environment. Peers are never installed beside it: name in
REVIEW_PEERS a Python that has pymcdm, scikit-criteria and pyrepo-mcda, and it is given the same
problem. CPU seconds of all threads, best of three runs, the order included; the values are compared
too. Run: python bench/review.py [projects]
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gaoxin.review.core.ranking.matrix import Problem, places, problem
from gaoxin.review.core.ranking.promethee import preferences, promethee
from gaoxin.review.core.ranking.topsis import topsis
from gaoxin.review.core.ranking.vikor import vikor
from gaoxin.review.core.ranking.weighted import weighted_sum

if TYPE_CHECKING:
    from collections.abc import Callable

CRITERIA, SMALL, LARGE = 20, 1_000, 100_000
PEERS = Path(__file__).parent / "peers/review.py"


def made_up(count: int) -> Problem:
    """Return an invented problem, half of the criteria costs."""
    dice = np.random.default_rng(5)
    types = np.where(np.arange(CRITERIA) % 2, 1, -1)
    values = dice.uniform(1, 1000, size=(count, CRITERIA))
    return problem(values, dice.dirichlet(np.ones(CRITERIA)), types)


def ours(task: Problem) -> dict[str, Callable[[], np.ndarray]]:
    """Return the methods to be timed; each ends with the places."""
    return {
        "wsum": lambda: weighted_sum(task, "minmax"),
        "topsis": lambda: topsis(task, "vector"),
        "vikor": lambda: vikor(task).q,
    }


def flows(task: Problem) -> np.ndarray:
    """Return net flows with linear preference."""
    return promethee(task, preferences("linear", CRITERIA, q=50.0, p=300.0)).net


def best(work: Callable[[], np.ndarray], runs: int = 3) -> tuple[float, np.ndarray]:
    """Return the CPU seconds of the best run, ranking included, and the scores."""
    spent, scores = float("inf"), np.empty(0)
    for _run in range(runs):
        began = time.process_time()
        scores = work()
        places(scores)
        spent = min(spent, time.process_time() - began)
    return spent, scores


def peers(task: Problem, method: str) -> dict[str, dict[str, float | str]]:
    """Return what the peers' environment measured, by package; empty where there is none."""
    python = os.environ.get("REVIEW_PEERS")
    if not python:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        np.savez(Path(folder, "task.npz"), x=task.values, w=task.weights, t=task.types)
        done = subprocess.run(
            [python, str(PEERS), str(Path(folder, "task.npz")), method],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            return {"peers": {"error": done.stderr.strip().splitlines()[-1]}}
        answer: dict[str, dict[str, float | str]] = json.loads(done.stdout)
        for row in answer.values():
            if "file" in row:
                row["scores"] = np.load(Path(folder, str(row["file"])))
        return answer


def report(name: str, count: int, mine: tuple[float, np.ndarray], task: Problem) -> None:
    """Print one method: our seconds, each peer's ratio and largest difference."""
    spent, scores = mine
    print(f"{name:<11} {count:>9,} x {CRITERIA}: {spent:.3f} CPU s")
    for package, row in peers(task, name).items():
        if "error" in row:
            print(f"    {package}: {row['error']}")
            continue
        apart = float(np.abs(row["scores"] - scores).max())
        ratio = float(row["seconds"]) / spent
        print(f"    {package}: {row['seconds']:.3f} CPU s = {ratio:.1f} x ours, apart {apart:.1e}")


def main() -> None:
    """Print every measurement."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    for size in (SMALL, count):
        task = made_up(size)
        for name, work in ours(task).items():
            report(name, size, best(work), task)
    for size in (SMALL, LARGE, count):
        task = made_up(size)
        report("promethee2", size, best(lambda task=task: flows(task), runs=1), task)


if __name__ == "__main__":
    main()
