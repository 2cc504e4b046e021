"""Runs (运行): read a file, judge every row by a rule on an engine, write a Parquet file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis

from gaoxin.batch.columns import misfit
from gaoxin.batch.plain import row_of
from gaoxin.batch.verdicts import facts_needed, verdicts
from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import ibis.expr.types as ir

    from gaoxin.rulebook.rule import Rule

SHOWN = 20
"""How many misfits are named; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did: rows judged, rows by verdict, and the values that could not be read."""

    rows: int
    verdicts: dict[str, int]
    misfits: tuple[str, ...]
    more_misfits: int
    missing: tuple[str, ...]


def run(rule: Rule, source: Path, target: Path, *, engine: str, recheck: bool = False) -> Outcome:
    """Judge every row of a Parquet, CSV or Excel file and write the result as Parquet.

    Values that do not fit are treated as missing and named by row and column; the other rows are
    judged. Columns that the rule needs and the file lacks are named once.
    """
    backend = _backend(engine)
    data = _read(backend, source)
    missing = tuple(name for name in facts_needed(rule) if name not in data.columns)
    misfits, more = _misfits(rule, data)
    if engine == "python":
        _by_rows(rule, data, target, recheck=recheck)
    else:
        verdicts(rule, data, recheck=recheck).to_parquet(target)
    result = ibis.duckdb.connect().read_parquet(target)
    counts = result.group_by("verdict").agg(rows=result.count()).to_pyarrow().to_pylist()
    found = {row["verdict"]: row["rows"] for row in counts}
    return Outcome(sum(found.values()), found, misfits, more, missing)


def _backend(engine: str) -> Any:
    if engine != "spark":
        return ibis.duckdb.connect()
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise UserError("没有安装 Spark: pip install pyspark (Spark is not installed)") from None
    return ibis.pyspark.connect(SparkSession.builder.getOrCreate())


def _read(backend: Any, source: Path) -> ir.Table:
    readers: dict[str, Callable[[], ir.Table]] = {
        ".parquet": lambda: backend.read_parquet(source),
        # As text, so that a word in a number column is named instead of stopping the run.
        ".csv": lambda: ibis.duckdb.connect().read_csv(source, all_varchar=True),
        ".xlsx": lambda: _workbook(source),
    }
    if not source.is_file():
        raise UserError(f"没有这个文件 (no such file): {source}")
    if source.suffix.lower() not in readers:
        raise UserError(f"只读 parquet、csv、xlsx (not a readable kind): {source.name}")
    try:
        return readers[source.suffix.lower()]()
    except Exception as why:
        raise UserError(f"{source.name} 读不了 (cannot be read): {why}") from None


def _workbook(source: Path) -> ir.Table:
    """Read the first sheet: headers in the first row, every value as text."""
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(source).get_sheet_by_index(0).to_python()
    if not rows:
        raise UserError(f"{source.name} 是空表 (the sheet is empty)")
    names = [str(cell).strip() for cell in rows[0]]
    columns = {
        name: [_written(row[place]) for row in rows[1:]] for place, name in enumerate(names) if name
    }
    return ibis.memtable(columns, schema=dict.fromkeys(columns, "string"))


def _written(cell: Any) -> str | None:
    if cell == "":
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _misfits(rule: Rule, data: ir.Table) -> tuple[tuple[str, ...], int]:
    """Return the first values that do not fit, by row and column, and how many more there are."""
    names = [name for name in facts_needed(rule) if name in data.columns]
    if not names:
        return (), 0
    flagged = data.select(
        place=ibis.row_number() + 1,
        **{f"v_{name}": data[name].cast("string") for name in names},
        **{f"b_{name}": misfit(data[name], rule.terms[name]) for name in names},
    )
    bad = flagged.filter(ibis.or_(*(flagged[f"b_{name}"] for name in names)))
    total = sum(
        int(count or 0)
        for count in bad.agg(**{n: bad[f"b_{n}"].cast("int64").sum() for n in names})
        .to_pyarrow()
        .to_pylist()[0]
        .values()
    )
    said = [
        f"第 {row['place']} 行 {name} 列: {row[f'v_{name}']!r} 不合 {rule.terms[name].zh}"
        for row in bad.order_by("place").limit(SHOWN).to_pyarrow().to_pylist()
        for name in names
        if row[f"b_{name}"]
    ][:SHOWN]
    return tuple(said), total - len(said)


def _by_rows(rule: Rule, data: ir.Table, target: Path, *, recheck: bool) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = [name for name in facts_needed(rule) if name in data.columns]
    rows = data.select(*names).to_pyarrow().to_pylist()
    made = [row_of(rule, row, recheck=recheck) for row in rows]
    texts = {"verdict", "first_unmet"}
    keys = list(row_of(rule, {}, recheck=recheck))
    schema = pa.schema([(key, pa.string() if key in texts else pa.float64()) for key in keys])
    pq.write_table(pa.Table.from_pylist(made, schema=schema), target)
