"""Engines: Python row by row and DuckDB give the same verdict, score, gaps and first unmet."""

from __future__ import annotations

from typing import Any

import pytest

from gaoxin.grow.core.rules import library
from gaoxin.rulebook.load import roots
from gaoxin.rulebook.rule import Rule
from tests import optional

# Ibis 12 still calls a name that DuckDB 2 has renamed.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
# An index has no conditions to compile.
NAMES = sorted(name for name, rule in library().rules.items() if list(roots(rule)))


def _duckdb(rule: Rule, columns: dict[str, list[Any]], *, recheck: bool) -> list[dict[str, Any]]:
    import ibis

    from gaoxin.batch.verdicts import verdicts
    from tests.parity.invented import arrow

    data = ibis.duckdb.connect().create_table("data", arrow(rule, columns))
    return verdicts(rule, data, recheck=recheck).to_pyarrow().to_pylist()


@pytest.mark.parametrize("recheck", [False, True], ids=["first", "recheck"])
@pytest.mark.parametrize("name", NAMES)
def test_duckdb_equals_python(name: str, recheck: bool) -> None:
    optional.need("batch engine")
    from tests.parity.invented import differences, invented, plain

    rule = library().rules[name]
    columns = invented(rule, NAMES.index(name))
    expected = plain(rule, columns, recheck=recheck)
    got = _duckdb(rule, columns, recheck=recheck)
    assert differences(expected, got) == []
    assert len({row["verdict"] for row in expected}) > 1
