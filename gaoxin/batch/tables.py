"""Tables (数据表): a Parquet, CSV or Excel file as a table, and what in it does not fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import ibis

from gaoxin.batch.columns import MICRO, OPEN, misfit
from gaoxin.batch.duck import fetched
from gaoxin.batch.sheets.texts import (
    SHOWN,
    Sheet,
    first_row,
    header_of,
    is_utf8,
    read_csv,
    read_workbook,
)
from gaoxin.batch.verdicts import facts_needed
from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import ibis.expr.types as ir

    from gaoxin.rulebook.rule import Rule

KINDS = (".parquet", ".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as a table: titles that stand twice, how it was read, rows that are too long."""

    data: ir.Table
    twice: dict[str, tuple[int, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    overlong: tuple[str, ...] = ()
    more: int = 0


def opened(connection: Any, source: Path) -> Opened:
    """Open a file as a table of a DuckDB connection."""
    kind = source.suffix.lower()
    if not source.is_file():
        raise UserError(f"没有这个文件 (no such file): {source}")
    if kind not in KINDS:
        raise UserError(f"只读 parquet、csv、xlsx (not a readable kind): {source.name}")
    try:
        if kind == ".parquet":
            return Opened(connection.read_parquet(source))
        if kind == ".csv":
            return _fast_csv(connection, source) or _sheet(connection, read_csv(source))
        return _sheet(connection, read_workbook(source))
    except UserError:
        raise
    except Exception as why:  # the libraries raise whatever a damaged file leads them to
        raise UserError(f"{source.name} 读不了 (cannot be read): {first_line(why)}") from None


def first_line(why: Exception) -> str:
    """Return the first line of a message; an engine writes twenty more of advice."""
    return (str(why).strip().splitlines() or [type(why).__name__])[0][:300]


def _fast_csv(connection: Any, source: Path) -> Opened | None:
    """Open a CSV by the engine itself; None where it is not UTF-8 with rows of one length."""
    import duckdb

    if not is_utf8(source):
        return None
    mark, cells = first_row(source)
    header = header_of(cells)
    if not header.names:
        return None
    # As text, so that a word in a number column is named instead of stopping the run.
    told = {"header": True, "delim": mark, "quote": '"', "escape": '"', "auto_detect": False}
    columns = dict.fromkeys(header.names, "VARCHAR")
    try:
        table = connection.read_csv(source, columns=columns, **told)
        fetched(table.agg(rows=table.count()))
    except duckdb.Error:
        return None
    return Opened(table, header.twice)


def _sheet(connection: Any, sheet: Sheet) -> Opened:
    import pyarrow as pa

    columns = {name: pa.array(cells, pa.string()) for name, cells in sheet.columns.items()}
    if not columns:
        raise UserError("第一行没有列名 (no titles in the first row)")
    name = ibis.util.gen_name("sheet")
    data = connection.create_table(name, pa.table(columns), temp=True)
    return Opened(data, sheet.header.twice, sheet.notes, sheet.overlong, sheet.more)


def misfits(
    rule: Rule, data: ir.Table, place: ir.Value, titles: Mapping[str, str]
) -> tuple[tuple[str, ...], int]:
    """Return the first values that do not fit, by row and column, and how many more there are.

    `place` is the number of a row, from 1; `titles` the column's title in the file by fact.
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
        f"第 {row['place']} 行 {titles.get(name, name)} 列: {row[f'v_{name}']!r}"
        f" 不合 {rule.terms[name].zh}"
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
