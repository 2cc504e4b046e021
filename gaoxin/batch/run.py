"""Runs (运行): read a file, judge every row by a rule on an engine, write a Parquet file."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import ibis

from gaoxin.batch.desk import Desk, Task
from gaoxin.batch.duck import fetched, settle, write_parquet
from gaoxin.batch.outputs import watched, whole
from gaoxin.batch.plain import kinds, row_of
from gaoxin.batch.sheets.texts import SHOWN
from gaoxin.batch.sheets.titles import titled, with_facts
from gaoxin.batch.tables import first_line, misfits, opened
from gaoxin.batch.verdicts import facts_needed, verdicts
from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import ibis.expr.types as ir

    from gaoxin.batch.tables import Opened

ROWS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did: rows judged, rows by verdict, and the values that could not be read.

    `missing` are the absent facts with the titles that are nearly so called, `titles` the Chinese
    titles under which facts were found, `notes` how the file was read.
    """

    rows: int
    verdicts: dict[str, int]
    misfits: tuple[str, ...]
    more_misfits: int
    missing: dict[str, tuple[str, ...]]
    titles: dict[str, str]
    notes: tuple[str, ...]


def run(
    task: Task, source: Path, target: Path, *, engine: str, master: str | None = None
) -> Outcome:
    """Judge every row of a Parquet, CSV or Excel file and write the result as Parquet.

    Values that do not fit are treated as missing and named by row and column; the other rows are
    judged. Columns that the rule needs and the file lacks are named once.
    """
    with whole(target) as part, _desk(engine, source, target, master) as desk, _in_a_line(source):
        file = desk.file
        _check_kept(task, file)
        titles = titled(task.rule, file.data.columns, file.twice)
        data = with_facts(file.data, titles)
        with watched(desk.share, "查数（looking for misfits）"):
            named, more = misfits(task.rule, data, desk.place, titles.of)
        with watched(desk.share, "评估（assessing）"):
            desk.write(task, data, part)
        counts = counted(part)
    shown = (*file.overlong, *named)[:SHOWN]
    return Outcome(
        rows=sum(counts.values()),
        verdicts=counts,
        misfits=shown,
        more_misfits=len(file.overlong) + file.more + len(named) + more - len(shown),
        missing=titles.absent,
        titles=titles.translated,
        notes=file.notes,
    )


@contextmanager
def _in_a_line(source: Path) -> Iterator[None]:
    """Turn what the engine says of a file into one line."""
    import duckdb

    try:
        yield
    except duckdb.Error as why:
        raise UserError(f"{source.name} 读不了 (cannot be read): {first_line(why)}") from why


def _check_kept(task: Task, file: Opened) -> None:
    for name in task.keep:
        if name not in file.data.columns:
            raise UserError(f"没有要保留的列 (no such column to keep): {name}")
        if name in file.twice:
            places = "、".join(f"第 {place} 列" for place in file.twice[name])
            raise UserError(f"{name} 有几列 (column given twice): {places}")
        if name in kinds(task.rule, recheck=task.recheck):
            raise UserError(f"结果自己有这一列 (the result has a column of this name): {name}")


def counted(result: Path) -> dict[str, int]:
    """Return the rows of a result by verdict."""
    table = ibis.duckdb.connect().read_parquet(result)
    rows = fetched(table.group_by("verdict").agg(rows=table.count()))
    return {row["verdict"]: row["rows"] for row in rows}


@contextmanager
def _desk(engine: str, source: Path, target: Path, master: str | None) -> Iterator[Desk]:
    if engine == "spark":
        try:
            from gaoxin.batch.spark.tables import desk
        except ImportError:
            raise UserError(
                "没有安装 Spark: pip install gaoxin[batch,spark] (Spark is not installed)"
            ) from None
        with desk(source, target, master) as found:
            yield found
        return
    backend = ibis.duckdb.connect()
    settle(backend)
    file = opened(backend, source)
    write = _by_rows if engine == "python" else partial(_by_columns, backend)
    backend.raw_sql("SET enable_progress_bar = true")
    backend.raw_sql("SET enable_progress_bar_print = false")
    place = ibis.row_number() + 1
    yield Desk(file, place, write, backend.con.query_progress)


def _by_columns(backend: Any, task: Task, data: ir.Table, part: Path) -> None:
    result = verdicts(task.rule, data, recheck=task.recheck, keep=task.keep)
    write_parquet(backend, result, part)


def _by_rows(task: Task, data: ir.Table, part: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rule, recheck = task.rule, task.recheck
    names = [name for name in facts_needed(rule) if name in data.columns]
    kept = data.select(*task.keep).schema().to_pyarrow() if task.keep else ()
    made_here = ibis.schema(kinds(rule, recheck=recheck)).to_pyarrow()
    schema = pa.schema([*made_here, *kept])
    columns = dict.fromkeys((*names, *task.keep))
    table = data.select(*columns).to_pyarrow() if columns else pa.table({})
    with pq.ParquetWriter(part, schema) as writer:
        for batch in table.to_batches(ROWS_AT_ONCE):
            made = [_judged(task, row) for row in batch.to_pylist()]
            writer.write_table(pa.Table.from_pylist(made, schema=schema))


def _judged(task: Task, row: dict[str, Any]) -> dict[str, Any]:
    result = row_of(task.rule, row, recheck=task.recheck)
    return result | {name: row[name] for name in task.keep}
