"""Tables (数据表): a Parquet, CSV or Excel file as a table, and what in it does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from gaoxin.batch.columns import MICRO, OPEN, misfit
from gaoxin.batch.duck import fetched
from gaoxin.batch.verdicts import facts_needed
from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

    import ibis.expr.types as ir

    from gaoxin.rulebook.rule import Rule

SHOWN = 20
"""How many misfits are named; the rest are counted."""
KINDS = (".parquet", ".csv", ".xlsx")


def opened(connection: Any, source: Path) -> ir.Table:
    """Open a file as a table of a DuckDB connection."""
    kind = source.suffix.lower()
    if not source.is_file():
        raise UserError(f"没有这个文件 (no such file): {source}")
    if kind not in KINDS:
        raise UserError(f"只读 parquet、csv、xlsx (not a readable kind): {source.name}")
    try:
        if kind == ".parquet":
            return connection.read_parquet(source)
        if kind == ".csv":
            # As text, so that a word in a number column is named instead of stopping the run.
            return connection.read_csv(source, all_varchar=True)
        return _workbook(connection, source)
    except UserError:
        raise
    except Exception as why:  # the libraries raise whatever a damaged file leads them to
        raise UserError(f"{source.name} 读不了 (cannot be read): {why}") from None


def _workbook(connection: Any, source: Path) -> ir.Table:
    """Read the first sheet: headers in the first row, every value as text."""
    import pyarrow as pa
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(source).get_sheet_by_index(0).to_python()
    if not rows:
        raise UserError(f"{source.name} 是空表 (the sheet is empty)")
    names = [str(cell).strip() for cell in rows[0]]
    columns = {
        name: pa.array([_written(row[place]) for row in rows[1:]], pa.string())
        for place, name in enumerate(names)
        if name
    }
    return connection.create_table(ibis.util.gen_name("workbook"), pa.table(columns), temp=True)


def _written(cell: Any) -> str | None:
    if cell == "":
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def misfits(rule: Rule, data: ir.Table, place: ir.Value) -> tuple[tuple[str, ...], int]:
    """Return the first values that do not fit, by row and column, and how many more there are.

    `place` is the number of a row, from 1.
    """
    counts = _counts(rule, data)
    if not counts:
        return (), 0
    flagged = data.select(
        place=place,
        **{f"v_{name}": data[name].cast("string") for name in counts},
        **{f"b_{name}": misfit(data[name], rule.terms[name]) for name in counts},
    )
    bad = flagged.filter(ibis.or_(*(flagged[f"b_{name}"] for name in counts)))
    said = [
        f"第 {row['place']} 行 {name} 列: {row[f'v_{name}']!r} 不合 {rule.terms[name].zh}"
        for row in fetched(bad.order_by("place").limit(SHOWN))
        for name in counts
        if row[f"b_{name}"]
    ][:SHOWN]
    return tuple(said), sum(counts.values()) - len(said)


def _counts(rule: Rule, data: ir.Table) -> dict[str, int]:
    """Return how many values of each column do not fit, where there are any.

    The greatest and least of a number column stand in the foot of a Parquet file: only where they
    are out of bounds, and in columns of other types, the values are looked at.
    """
    numbers: list[str] = []
    names: list[str] = []
    for name in facts_needed(rule):
        if name in data.columns and rule.terms[name].unit != "text":
            kind = data[name].type()
            counts = rule.terms[name].is_number and not rule.terms[name].levels
            if not (kind.is_boolean() and rule.terms[name].unit == "bool"):
                (numbers if kind.is_numeric() and counts else names).append(name)
    if numbers:
        ends = {f"{end}_{n}": getattr(data[n], end)() for n in numbers for end in ("min", "max")}
        (found,) = fetched(data.agg(**ends))
        names += [n for n in numbers if _out(found[f"min_{n}"]) or _out(found[f"max_{n}"])]
    if not names:
        return {}
    sums = {name: misfit(data[name], rule.terms[name]).cast("int64").sum() for name in names}
    (found,) = fetched(data.agg(**sums))
    # An engine that goes through floats gives NaN for a sum over no row.
    return {n: int(found[n]) for n in names if found[n] and found[n] == found[n]}


def _out(end: Any) -> bool:
    return end is not None and not abs(end) < OPEN // MICRO
