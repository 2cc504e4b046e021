"""DuckDB (本机引擎): a judged table written as Parquet, its texts as the few words that they are.

Verdict and first unmet condition are constants of the rule. As an ENUM a row holds one byte and
the file a dictionary of words; who reads the file sees texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlglot.expressions as sge

if TYPE_CHECKING:
    from pathlib import Path

    import ibis.expr.types as ir

THREADS, MEMORY = 2, "400MB"
_TEXTS = ("verdict", "first_unmet")


def settle(backend: Any, *, threads: int = THREADS, memory: str = MEMORY) -> None:
    """Hold a connection to so many threads and so much memory."""
    backend.raw_sql(f"SET threads = {threads}")
    backend.raw_sql(f"SET memory_limit = '{memory}'")


def write_parquet(backend: Any, table: ir.Table, target: Path) -> None:
    """Write a judged table as Parquet, in the order of its rows."""
    name = str(target).replace("'", "''")
    backend.raw_sql(f"COPY ({judged_sql(backend, table)}) TO '{name}' (FORMAT parquet)")


def judged_sql(backend: Any, table: ir.Table) -> str:
    """Return the SQL of a judged table, its constant texts as ENUM."""
    query = backend.compiler.to_sqlglot(table)
    for column in query.expressions:
        if column.alias in _TEXTS:
            _as_enum(column)
            _distinct(column)
    return str(query.sql(dialect="duckdb"))


def _as_enum(column: sge.Expression) -> None:
    words = [node for node in column.find_all(sge.Literal) if node.is_string]
    names = dict.fromkeys(node.this for node in words)
    if not names:
        return
    kind = sge.DataType(
        this=sge.DataType.Type.ENUM, expressions=[sge.Literal.string(name) for name in names]
    )
    for cast in list(column.find_all(sge.Cast)):
        if cast.this.find(sge.Literal) or cast.this.find(sge.Case):
            cast.replace(cast.this)
    for node in words:
        node.replace(sge.Cast(this=node.copy(), to=kind.copy()))


def _distinct(column: sge.Expression) -> None:
    """Write `NOT (a IS NOT DISTINCT FROM b)` as the one test that it is."""
    for node in list(column.find_all(sge.Not)):
        same = node.this.unnest()
        if isinstance(same, sge.NullSafeEQ):
            node.replace(sge.NullSafeNEQ(this=same.this, expression=same.expression))


def fetched(table: ir.Table) -> list[dict[str, Any]]:
    """Return the rows of a small table; on DuckDB without pandas, which Ibis would load."""
    backend = table.get_backend()
    if backend.name != "duckdb":
        return list(table.to_pyarrow().to_pylist())
    rows = backend.raw_sql(str(backend.compile(table))).fetchall()
    return [dict(zip(table.columns, row, strict=True)) for row in rows]
