"""Compare Spark with the Python evaluator on invented enterprises, every rule set; needs Java.

Prints the number of differing values by rule. Run: python bench/parity_spark.py (extra `spark`)
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import ibis
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parent.parent))

from gaoxin.batch.verdicts import verdicts
from gaoxin.grow.core.rules import library
from gaoxin.rulebook.load import roots
from tests.parity.invented import arrow, differences, invented, plain


def main() -> None:
    """Print a line per rule; the exit status says whether anything differs."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        print("not measured: the extra `spark` is not installed")
        return
    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    backend = ibis.pyspark.connect(session.getOrCreate())
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed, (name, rule) in enumerate(sorted(library().rules.items())):
            if not list(roots(rule)):
                continue
            columns = invented(rule, seed)
            path = Path(folder, f"{name}.parquet")
            pq.write_table(arrow(rule, columns), path)
            got = verdicts(rule, backend.read_parquet(path)).to_pyarrow().to_pylist()
            found = differences(plain(rule, columns), got)
            wrong += len(found)
            print(f"{name}: {len(got)} rows, {len(found)} differences", *found[:3], sep="\n  ")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
