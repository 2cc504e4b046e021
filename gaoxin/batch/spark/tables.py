"""Spark tables (集群上的表): a table on the cluster, judged there, its rows kept in their order."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import ibis
from pyspark.sql import functions as sf

from gaoxin.batch.desk import Desk, Task
from gaoxin.batch.spark.cluster import cluster, told
from gaoxin.batch.tables import opened
from gaoxin.batch.verdicts import verdicts
from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import ibis.expr.types as ir
    from pyspark.sql import SparkSession

    from gaoxin.batch.tables import Opened

BATCH_ROWS = 100_000
ROW = "_row_index"
"""Column that numbers the rows of a table from 0, while it is on the cluster."""


@contextmanager
def desk(source: Path, target: Path, master: str | None) -> Iterator[Desk]:
    """Open a file on the cluster.

    A folder beside the target, which all nodes must see, holds what the nodes write, and the rows
    of a CSV or Excel file: these are read once, here, so that every engine reads the same.
    """
    # Read here, so that one that cannot be read is named as ever.
    file = opened(ibis.duckdb.connect(), source)
    staging = target.with_name(target.name + ".parts")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    try:
        with cluster("assess", master) as session, told():
            yield _on_cluster(session, source, file, staging)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _on_cluster(session: SparkSession, source: Path, file: Opened, staging: Path) -> Desk:
    if source.suffix.lower() != ".parquet":
        rows = staging / "rows.parquet"
        file.data.to_parquet(rows)
        source = rows
    backend = ibis.pyspark.connect(session)
    frame = session.read.parquet(_address(source))
    frame = frame.select("*", sf.col("_metadata.row_index").alias(ROW))
    name = ibis.util.gen_name("rows")
    frame.createOrReplaceTempView(name)
    data = backend.table(name)

    def write(task: Task, data: ir.Table, part: Path) -> None:
        result = verdicts(task.rule, data, recheck=task.recheck, keep=(*task.keep, ROW))
        backend.to_parquet(result, _address(staging / "result"))
        joined(staging / "result", part)

    return Desk(replace(file, data=data), data[ROW] + 1, write, partial(share, session))


def _address(path: Path) -> str:
    """Return a path as Hadoop reads it: its signs as they are, none as a code."""
    return f"file://{path.resolve()}"


def share(session: SparkSession) -> float:
    """Return how many hundredths of the tasks at work on the cluster are done."""
    tracker = session.sparkContext.statusTracker()
    stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
    total = sum(stage.numTasks for stage in stages if stage)
    done = sum(stage.numCompletedTasks for stage in stages if stage)
    return 100 * done / total if total else 0.0


def joined(folder: Path, part: Path) -> None:
    """Join the files that the nodes wrote into one, in the order of the rows."""
    import pyarrow.parquet as pq

    files = sorted((_first_row(path), path) for path in folder.glob("*.parquet"))
    if not files:
        raise UserError(
            f"集群写的文件这里看不到，须用各节点共享的文件夹 (not a shared folder): {folder.parent}"
        )
    schema = pq.read_schema(files[0][1])
    kept = schema.remove(schema.get_field_index(ROW)).remove_metadata()
    expected = 0
    with pq.ParquetWriter(part, kept) as writer:
        for _first, path in files:
            for batch in pq.ParquetFile(path).iter_batches(BATCH_ROWS):
                expected = _in_order(batch, expected)
                writer.write_batch(batch.drop_columns([ROW]).cast(kept))


def _first_row(path: Path) -> int:
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(path).iter_batches(1, columns=[ROW]):
        return int(batch.column(0)[0].as_py())
    return -1


def _in_order(batch: Any, expected: int) -> int:
    """Return the number of the row after a batch; rows that are not in order are no result."""
    import pyarrow as pa

    wanted = pa.array(range(expected, expected + len(batch)), pa.int64())
    if not batch.column(ROW).equals(wanted):
        raise UserError(f"集群没有保住行的顺序 (rows out of order) {expected}")
    return expected + len(batch)
