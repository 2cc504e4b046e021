"""Measure what each rule set costs Spark before the first row: CPU seconds over 400 rows.

One session of two local workers judges invented enterprises by every rule set, twice after a
first run that warms it up; the CPU seconds of Python and its Java process are told, least to most.
Run: python bench/spark_rules.py   (needs Java and gaoxin[batch,spark])
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

from scale import family, spent

from gaoxin.batch.desk import Task
from gaoxin.batch.run import run
from gaoxin.grow.core.rules import library
from gaoxin.rulebook.load import roots
from tests.parity.invented import arrow, invented

TIMES = 2


def seconds() -> float:
    """CPU seconds of this process and all below it."""
    return sum(spent(pid)[0] for pid in family(os.getpid()))


def main() -> None:
    """Judge by every rule set and print what each cost."""
    from gaoxin.batch.spark.cluster import cluster

    rules = {name: rule for name, rule in library().rules.items() if list(roots(rule))}
    with tempfile.TemporaryDirectory() as place, cluster("bench", "local[2]"):
        told: dict[str, list[float]] = {}
        for turn in range(TIMES + 1):
            for name, rule in rules.items():
                source = Path(place, f"{name}.parquet")
                if not turn:
                    pq.write_table(arrow(rule, invented(rule, 5)), source)
                began = seconds()
                run(Task(rule), source, Path(place, "out.parquet"), engine="spark")
                took = seconds() - began
                if turn:
                    told.setdefault(name, []).append(took)
    for name, costs in sorted(told.items(), key=lambda one: one[1]):
        print(f"{name:32} {min(costs):5.1f} to {max(costs):5.1f} CPU s")


if __name__ == "__main__":
    if shutil.which("java") and importlib.util.find_spec("pyspark"):
        main()
    else:
        print("not measured: Java or gaoxin[batch,spark] is not here")
