"""Cluster (集群): a session on a Spark cluster, and its failures as sentences."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def cluster(name: str, master: str | None) -> Iterator[SparkSession]:
    """Give a session on the cluster: the running one, else of the address, else of spark-submit."""
    running = SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    # Without a word from the user the nodes run the Python that runs here.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName(f"gaoxin {name}")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    try:
        session = (builder.master(master) if master else builder).getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
    except Exception as why:  # no Java, no such cluster, one that does not answer
        raise UserError(f"Spark 起不来（does not start）：{_first_line(why)}") from why
    try:
        yield session
    finally:
        session.stop()


@contextmanager
def told() -> Iterator[None]:
    """Turn a failure on the cluster into a sentence."""
    try:
        yield
    except Exception as why:
        if isinstance(why, PySparkException) or type(why).__module__.startswith("py4j"):
            raise UserError(f"集群上出错（failed on the cluster）：{_first_line(why)}") from why
        raise


def _first_line(why: Exception) -> str:
    lines = [line.strip() for line in str(why).splitlines() if line.strip()]
    known = [line for line in lines if "Error: " in line or "Exception: " in line]
    return (known or lines or [type(why).__name__])[-1 if known else 0][:300]
