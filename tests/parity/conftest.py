"""Fixtures of the engines (引擎夹具): a cluster for all tests, and a session on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests import optional


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a running cluster of two workers; the tests are skipped without Java or Spark."""
    optional.need("spark")
    from tests.parity.cluster import Cluster

    with Cluster(tmp_path_factory.mktemp("cluster")) as found:
        yield found


@pytest.fixture(scope="session")
def session(cluster: Any) -> Iterator[Any]:
    """Return a session on the cluster, which the product's own code takes over."""
    from gaoxin.batch.spark.cluster import cluster as opened

    before = dict(os.environ)
    os.environ.update(cluster.environment())
    with opened("tests", cluster.address) as found:
        # All of it is read at the start; other tests get the environment that they know.
        os.environ.clear()
        os.environ.update(before)
        yield found
