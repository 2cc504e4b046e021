"""Documents on a cluster (集群上的文档): the local run's rows, in its order.

A path is a folder that every node sees under the same name; an address (hdfs://, s3a://, file://)
is read by Spark itself.
"""

from __future__ import annotations

import re
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as sf

from gaoxin.batch.documents import (
    GROUP_BYTES,
    Batch,
    Source,
    Work,
    batch_of,
    groups,
    of_files,
    sources,
)
from gaoxin.batch.spark.cluster import cluster, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyspark import RDD
    from pyspark.sql import SparkSession

GROUPS_A_TASK = 4


def read_documents(
    work: Work, paths: Iterable[str], *, master: str | None
) -> tuple[int, Iterator[Batch]]:
    """Return how many documents there are and, in their order, the batches of their rows."""
    stack = ExitStack()
    session = stack.enter_context(cluster("read", master))
    plans = []
    with told():
        for path in paths:
            plan = _stored if "://" in path else _shared
            plans.append(plan(session, work, path))
    return sum(count for count, _ in plans), _run(stack, [rdd for _, rdd in plans])


def _run(stack: ExitStack, plans: list[RDD[Any]]) -> Iterator[Batch]:
    with stack, told():
        for rdd in plans:
            for payload, documents, remarks in _in_order(rdd):
                yield Batch(zlib.decompress(payload), documents, remarks)


def _in_order(rdd: RDD[Any]) -> Iterator[Any]:
    """Yield the results of all partitions in order, a wave at a time.

    While one wave is handed on the next is at work; the driver holds no more than these two.
    """
    context = rdd.context
    size = max(2 * context.defaultParallelism, 4)
    places = list(range(rdd.getNumPartitions()))
    waves = [places[start : start + size] for start in range(0, len(places), size)]
    with ThreadPoolExecutor(1) as ahead:
        started = [ahead.submit(context.runJob, rdd, list, wave) for wave in waves[:1]]
        for place, _ in enumerate(waves):
            done = started.pop().result()
            started = [ahead.submit(context.runJob, rdd, list, w) for w in waves[place + 1 :][:1]]
            yield from done


def _packed(batch: Batch) -> Batch:
    """Return a batch that is cheap to send."""
    return batch._replace(payload=zlib.compress(batch.payload, 1))


def _shared(session: SparkSession, work: Work, path: str) -> tuple[int, RDD[Any]]:
    """Plan the files of a folder that all nodes share; they are listed here and read there."""
    files, _hidden = sources([path])
    cut = list(groups(files))
    tasks = max(1, -(-len(cut) // GROUPS_A_TASK))
    rdd = session.sparkContext.parallelize(cut, tasks).map(partial(_read_group, work))
    return len(files), rdd


def _read_group(work: Work, group: list[Source]) -> Batch:
    return _packed(of_files(work, [Source(*source) for source in group]))


def _stored(session: SparkSession, work: Work, address: str) -> tuple[int, RDD[Any]]:
    """Plan the files of a store that Spark reads (HDFS, S3 …), sorted by their names."""
    root = _qualified(session, address)
    reader = session.read.format("binaryFile").option("recursiveFileLookup", "true")
    found = reader.load(address)
    count, size = found.agg(sf.count("path"), sf.sum("length")).first() or (0, 0)
    files = found.select("path", "content")
    listed = [_decoded(path) for path in found.inputFiles()]
    if len(listed) > count:
        # Spark's reader leaves out empty files; they have a row like every other.
        empty = sorted(set(listed) - {row.path for row in found.select("path").toLocalIterator()})
        files = files.union(session.createDataFrame([(path, b"") for path in empty], files.schema))
    within = sf.expr(f"substring(path, {len(root) + 2})")
    name = sf.when(sf.col("path") == root, sf.lit(address)).otherwise(within)
    tasks = max(1, min(len(listed), -(-(size or 0) // (GROUPS_A_TASK * GROUP_BYTES))))
    ordered = files.select(name.alias("name"), "content").repartitionByRange(tasks, "name")
    rows = ordered.sortWithinPartitions("name").rdd
    return len(listed), rows.mapPartitions(partial(_read_rows, work))


def _decoded(address: str) -> str:
    """Return the address of a listed file as the path in its row: no byte is written as a code."""
    found = re.sub(rb"%([0-9A-Fa-f]{2})", lambda m: bytes.fromhex(m[1].decode()), address.encode())
    return re.sub("^file:///", "file:/", found.decode("utf-8", "replace"))


def _qualified(session: SparkSession, address: str) -> str:
    # There is no public way to learn how Hadoop writes an address.
    context: Any = session.sparkContext
    path = context._jvm.org.apache.hadoop.fs.Path(address)
    system = path.getFileSystem(context._jsc.hadoopConfiguration())
    return str(system.makeQualified(path).toString()).rstrip("/")


def _read_rows(work: Work, rows: Iterable[Any]) -> Iterator[Batch]:
    held: list[tuple[str, Callable[[], bytes]]] = []
    size = 0
    for name, content in rows:
        held.append((name, partial(bytes, content)))
        size += len(content)
        if size >= GROUP_BYTES:
            yield _packed(batch_of(work, held))
            held, size = [], 0
    if held:
        yield _packed(batch_of(work, held))
