"""Time one rule over synthetic enterprises on DuckDB against a bare scan of the same columns.

Prints CPU seconds, the ratio and the peak memory at each size, and the same per row for the plain
Python evaluator. Run: python bench/assess.py [rows ...]
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from gaoxin.batch.plain import row_of
from gaoxin.batch.verdicts import facts_needed, verdicts
from gaoxin.grow.core.rules import library

if TYPE_CHECKING:
    from collections.abc import Callable

    from gaoxin.rulebook.rule import Rule

RULE = "specialized_sme_2026"


def synthetic(rule: Rule, rows: int, target: Path) -> None:
    """Write invented enterprises as Parquet; one value in twenty is missing."""
    parts = []
    for place, name in enumerate(facts_needed(rule)):
        term = rule.terms[name]
        if term.derive is not None:
            continue
        dice = f"hash(i * 31 + {place}) % 1000"
        if term.unit == "bool":
            value = f"({dice}) < 700"
        elif term.levels:
            levels = ", ".join(f"'{level}'" for level in term.levels)
            value = f"[{levels}][(({dice}) % {len(term.levels)} + 1)::BIGINT]"
        else:
            value = f"(({dice}) * 4.37)::DOUBLE"
        parts.append(f"CASE WHEN ({dice}) < 50 THEN NULL ELSE {value} END AS {name}")
    source = f"(SELECT {', '.join(parts)} FROM range({rows}) t(i))"  # noqa: S608 (our own names)
    ibis.duckdb.connect().raw_sql(f"COPY {source} TO '{target}' (FORMAT PARQUET)")


def spent(work: Callable[[], object]) -> float:
    """Return the CPU seconds of a piece of work."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    """Print the table."""
    rule = library().rules[RULE]
    sizes = [int(size) for size in sys.argv[1:]] or [100_000, 1_000_000]
    print(f"{RULE}: {'rows':>10} {'scan':>8} {'assess':>8} {'ratio':>6} {'rows/CPU s':>12} peak MB")
    with tempfile.TemporaryDirectory() as folder:
        for rows in sizes:
            path = Path(folder, f"{rows}.parquet")
            synthetic(rule, rows, path)
            connection = ibis.duckdb.connect()
            data = connection.read_parquet(path)
            copy = Path(folder, "copy.parquet")
            out = Path(folder, "out.parquet")
            scan = spent(lambda data=data, copy=copy: data.to_parquet(copy))
            done = spent(lambda data=data, out=out: verdicts(rule, data).to_parquet(out))
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{'':22} {rows:>10} {scan:>8.2f} {done:>8.2f} {done / scan:>6.1f} "
                f"{rows / done:>12.0f} {peak:.0f}"
            )
        sample = data.limit(2000).to_pyarrow().to_pylist()
        plain = spent(lambda: [row_of(rule, row) for row in sample]) / len(sample)
        print(f"plain Python evaluator: {plain * 1000:.2f} ms a row, {1 / plain:.0f} rows/CPU s")


if __name__ == "__main__":
    main()
