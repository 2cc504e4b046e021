"""Time a rule over synthetic enterprises in Parquet on DuckDB against a bare scan of its columns.

A bare scan reads every value of the same columns on the same two threads and does with them what
is done with the verdicts: adds them up (`read`), or writes them as Parquet (`written`). Each figure
is CPU seconds, user and system, of a process of its own on a warm connection, the better of two (of
one from 10 million rows on); translating the rule into SQL counts. The whole command counts from
its start, with Python and its libraries. With --peers OpenFisca, zen-engine and
a hand-written loop judge the same firms by the same rule in an environment of their own.

Run: python bench/assess.py [rows ...] [--rule ID] [--peers] [--at FOLDER]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis

from gaoxin.batch.duck import THREADS, judged_sql, settle, write_parquet
from gaoxin.batch.plain import row_of
from gaoxin.batch.verdicts import facts_needed, verdicts
from gaoxin.grow.core.rules import library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gaoxin.rulebook.rule import Rule
    from gaoxin.rulebook.vocabulary import Term

RULE = "specialized_sme_2026"
PEERS = ("openfisca-core", "zen-engine", "pyarrow")
CHILD = Path(__file__).with_name("peers") / "assess.py"
PEER_ROWS, ZEN_ROWS, ONCE = 1_000_000, 500_000, 10_000_000
WHOLE = {"item", "person", "year", "rank", "day", "month"}


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process of its own took: CPU seconds and its greatest memory in MB."""

    cpu: float
    peak: float


def spent(work: Callable[[Any], object], times: int = 2) -> Spent:
    """Run work in forks of this process on a warm connection; return the best of some times."""
    runs = []
    for _ in range(times):
        ear, mouth = os.pipe()
        child = os.fork()
        if child == 0:
            backend = connected()
            began = time.process_time()
            work(backend)
            os.write(mouth, str(time.process_time() - began).encode())
            os._exit(0)
        os.close(mouth)
        took = os.read(ear, 64)
        os.close(ear)
        _, status, usage = os.wait4(child, 0)
        if status or not took:
            raise SystemExit(f"the work failed: {status}")
        runs.append(Spent(float(took), usage.ru_maxrss / 1024))
    return min(runs, key=lambda run: run.cpu)


def synthetic(rule: Rule, rows: int, target: Path, *, missing: int = 50) -> None:
    """Write invented enterprises; of a thousand values so many are missing."""
    parts = []
    for place, name in enumerate(facts_needed(rule)):
        term = rule.terms[name]
        if term.derive is None:
            value, dice = _value(term, place), f"hash(i * 31 + {place}) % 1000"
            parts.append(f"CASE WHEN {dice} >= {missing} THEN {value} END AS {name}")
    source = f"(SELECT {', '.join(parts)} FROM range({rows}) t(i))"  # noqa: S608 (our own names)
    connection = ibis.duckdb.connect()
    settle(connection)
    connection.raw_sql(f"COPY {source} TO '{target}' (FORMAT PARQUET)")


def _value(term: Term, place: int) -> str:
    """Return the SQL of a value: yes three times of four, amounts over four orders of size."""
    dice = f"hash(i * 37 + {place})"
    if term.unit == "bool":
        return f"({dice} % 4) < 3"
    if term.levels:
        levels = ", ".join(f"'{level}'" for level in term.levels)
        return f"[{levels}][({dice} % {len(term.levels)} + 1)::BIGINT]"
    if term.unit == "text":
        return f"'text ' || ({dice} % 20)"
    if term.unit in WHOLE:
        return f"({dice} % 12)::INTEGER"
    if term.unit in {"percent", "point"}:
        return f"({dice} % 10000) / 100.0::DOUBLE"
    return f"round(exp(4 + ({dice} % 1000000) / 150000.0), 2)"


def connected() -> Any:
    """Return a warm connection, held as the command holds it."""
    backend = ibis.duckdb.connect()
    settle(backend)
    backend.raw_sql("SELECT 1").fetchall()
    return backend


def added_up(backend: Any, query: str) -> None:
    """Read a query to its last value: sums of numbers and flags, hashes of texts."""
    kinds = backend.raw_sql(f"DESCRIBE {query}").fetchall()
    folds = {"DOUBLE": "sum", "INTEGER": "sum", "BIGINT": "sum", "BOOLEAN": "count_if"}
    columns = [
        f'{folds[kind]}("{name}")' if kind in folds else f'bit_xor(hash("{name}"))'
        for name, kind, *_ in kinds
    ]
    query = f"SELECT {', '.join(columns)} FROM ({query})"  # noqa: S608 (our own names)
    backend.raw_sql(query).fetchall()


def scan_read(path: Path, backend: Any) -> None:
    """The bare scan, added up."""
    added_up(backend, f"SELECT * FROM read_parquet('{path}')")  # noqa: S608 (our own path)


def scan_written(path: Path, backend: Any) -> None:
    """The bare scan, written."""
    write_parquet(backend, backend.read_parquet(path), path.with_name("scan.parquet"))


def judged_read(path: Path, rule: Rule, backend: Any) -> None:
    """The verdicts with all explanations, added up."""
    added_up(backend, judged_sql(backend, verdicts(rule, backend.read_parquet(path))))


def judged_written(path: Path, rule: Rule, backend: Any) -> None:
    """The verdicts with all explanations, written."""
    table = verdicts(rule, backend.read_parquet(path))
    write_parquet(backend, table, path.with_name("judged.parquet"))


def command(path: Path, rule: Rule) -> Spent:
    """Return what the whole command takes, from its start to its last word."""
    words = ["assess", str(path), "--rules", rule.id, "--out", str(path.with_name("c.parquet"))]
    program = Path(sys.executable).with_name("gaoxin")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    child = subprocess.Popen([program, *words], **quiet)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"the command failed: {status}")
    return Spent(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def sizes(rule: Rule, rows: list[int], folder: Path) -> None:
    """Print a row of the table for each size."""
    print(f"{rule.id}, {THREADS} threads, CPU seconds:")
    print(
        f"{'rows':>11} | {'scan read':>9} {'judged':>7} {'ratio':>6} | {'scan written':>12} "
        f"{'judged':>7} {'ratio':>6} | {'rows/CPU s':>10} {'peak MB':>7} | "
        f"{'command':>7} {'ratio':>6} {'peak MB':>7}"
    )
    for count in rows:
        path = folder / f"{count}.parquet"
        synthetic(rule, count, path)
        times = 1 if count >= ONCE else 2
        read = spent(partial(scan_read, path), times)
        judged = spent(partial(judged_read, path, rule), times)
        written = spent(partial(scan_written, path), times)
        out = spent(partial(judged_written, path, rule), times)
        whole = command(path, rule)
        print(
            f"{count:>11,} | {read.cpu:>9.2f} {judged.cpu:>7.2f} {judged.cpu / read.cpu:>6.2f} | "
            f"{written.cpu:>12.2f} {out.cpu:>7.2f} {out.cpu / written.cpu:>6.2f} | "
            f"{count / out.cpu:>10,.0f} {out.peak:>7.0f} | "
            f"{whole.cpu:>7.2f} {whole.cpu / written.cpu:>6.2f} {whole.peak:>7.0f}",
            flush=True,
        )
        for each in folder.iterdir():
            each.unlink()


def one_by_one(rule: Rule) -> None:
    """Print the time of one record in the plain evaluator, with its explanation."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "few.parquet")
        synthetic(rule, 2000, path)
        sample = connected().read_parquet(path).to_pyarrow().to_pylist()
    began = time.process_time()
    for row in sample:
        row_of(rule, row)
    each = (time.process_time() - began) / len(sample)
    print(f"plain Python evaluator, one record: {each * 1000:.2f} ms")


def peers(rule: Rule, folder: Path, rows: int, zen_rows: int) -> None:
    """Print rows per CPU second of the peers and of the product over files without gaps."""
    python = environment(folder / "env")
    for names, count in ((("openfisca", "loop"), rows), (("zen",), zen_rows)):
        path = folder / "whole.parquet"
        synthetic(rule, count, path, missing=0)
        passed = passes(path, rule)
        read = spent(partial(judged_read, path, rule)).cpu
        out = spent(partial(judged_written, path, rule)).cpu
        print(f"{count:,} enterprises: added up {read:.2f} s, written {out:.2f} s, {passed} pass")
        for name in names:
            done = subprocess.run(
                [python, CHILD, name, path], check=True, capture_output=True, text=True
            )
            found = json.loads(done.stdout)
            took = found["seconds"]
            print(
                f"  {name:10} {took:>8.2f} s, {count / took:>9,.0f} rows/CPU s, "
                f"{found['passed']} pass: x {took / read:,.1f} (x {took / out:,.1f} with writing)",
                flush=True,
            )


def passes(path: Path, rule: Rule) -> int:
    """Return how many enterprises of a file pass, counted where it does not weigh."""
    found = verdicts(rule, connected().read_parquet(path))
    return int(found.filter(found.verdict == "pass").count().execute())


def environment(folder: Path) -> Path:
    """Make the peers' environment and return its Python."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    # a fixed list of packages, no user input
    subprocess.run([python, "-m", "pip", "install", "-q", *PEERS], check=True, capture_output=True)
    return python


def places(at: str | None) -> Iterator[Path]:
    """Yield a folder that is emptied afterwards."""
    with tempfile.TemporaryDirectory(dir=at) as folder:
        yield Path(folder)


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("rows", nargs="*", type=int, default=[100_000, 1_000_000])
    options.add_argument("--rule", default=RULE)
    options.add_argument("--peers", action="store_true")
    options.add_argument("--zen-rows", type=int, default=ZEN_ROWS)
    options.add_argument("--at", metavar="FOLDER")
    given = options.parse_args()
    rule = library().rules[given.rule]
    ibis.to_sql(verdicts(rule, ibis.memtable({"a": [1]})))  # loads what Ibis loads when first used
    for folder in places(given.at):
        sizes(rule, given.rows, folder)
        one_by_one(rule)
        if given.peers:
            peers(library().rules[RULE], folder, PEER_ROWS, given.zen_rows)


if __name__ == "__main__":
    main()
