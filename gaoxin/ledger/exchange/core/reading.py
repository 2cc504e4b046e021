"""Reading rows (读行): each row as fields with values, and the problems on the way."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from gaoxin.ledger.exchange.core.cells import CellReader, Read, text_of
from gaoxin.ledger.exchange.core.headers import Column, is_empty
from gaoxin.ledger.exchange.core.problems import Fault, Problem
from gaoxin.lib.numerals import plain, seen, unseen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gaoxin.ledger.exchange.core.known import KnownLedger
    from gaoxin.ledger.exchange.core.opening import Value
    from gaoxin.ledger.exchange.core.tables import DataRow, Table


@dataclass(frozen=True, slots=True)
class Cell:
    """A read cell: its column, what stood there, and what that says (None = nothing)."""

    column: Column
    written: str
    value: Any
    # Where it stands: the first of the cells merged into one.
    row: int = 0

    @property
    def letter(self) -> str:
        """Return the column's letters."""
        return self.column.letter


@dataclass
class Row:
    """A row on its way through the checks; `problems` grow, the rest stays."""

    table: Table
    number: int
    band: str
    cells: dict[str, Cell]
    problems: list[Problem] = field(default_factory=list)
    # Another row must be mended first; said by a warning on this one.
    held_back: bool = False

    def value(self, name: str) -> Any:
        """Return a field's value; None where it is empty, bad or has no column."""
        cell = self.cells.get(name)
        return cell.value if cell else None

    def add(self, name: str, code: str, /, **data: str) -> None:
        """Add a problem at a field's cell; at the whole row where the table lacks the field."""
        cell = self.cells.get(name)
        column = cell.column if cell else self.table.column(name)
        self.problems.append(
            Problem(
                self.table.sheet.name,
                self.number,
                column.letter if column else "",
                Fault(code, data),
                cell.written if cell else "",
                column.header.texts[-1] if column else "",
            )
        )

    def has_problem(self, name: str) -> bool:
        """Test whether a field's cell has a problem already."""
        column = self.table.column(name)
        return column is not None and any(p.column == column.letter for p in self.problems)

    def has_fault(self, code: str) -> bool:
        """Test whether the row has a problem of this kind."""
        return any(problem.fault.code == code for problem in self.problems)

    @property
    def is_bad(self) -> bool:
        """Test whether the row cannot be written."""
        return self.held_back or any(problem.severity == "error" for problem in self.problems)

    @property
    def name(self) -> str:
        """Return the name of the project or enterprise, for people."""
        said = self.value(self.table.block.layout.needs[0])
        return str(said) if said else ""


def read_rows(table: Table, known: KnownLedger, today: date) -> list[Row]:
    """Return the table's rows with their cells read."""
    since_1904 = table.sheet.since_1904
    reader = CellReader(known, today, table.context.year, since_1904=since_1904)
    anchors = _anchors(table)
    by_number = {row.number: row for row in table.rows}
    return [_row(table, row, reader, anchors, by_number) for row in table.rows]


def _anchors(table: Table) -> dict[tuple[int, int], int]:
    """Return the row number that holds the value, for cells merged downwards into others."""
    found = {}
    for area in table.sheet.merged:
        if area.bottom > area.top > table.block.bottom:
            for row in range(area.top + 1, area.bottom + 1):
                found[row, area.left] = area.top + 1
    return found


def _row(
    table: Table,
    data: DataRow,
    reader: CellReader,
    anchors: Mapping[tuple[int, int], int],
    by_number: Mapping[int, DataRow],
) -> Row:
    row = Row(table, data.number, data.band, {})
    for column in table.columns:
        if not column.field or column.kind in ("ignore", "people"):
            continue
        anchor = anchors.get((data.number - 1, column.index))
        source = by_number.get(anchor) if anchor else None
        raw: Value = source.cell(column) if source else data.cell(column)
        raw, odd = _seen(raw)
        error = table.sheet.errors.get(((anchor or data.number) - 1, column.index))
        read = _read(raw, error, column, reader)
        place = anchor if anchor and source else data.number
        row.cells[column.field] = Cell(column, _written(raw, error), read.value, place)
        for fault in (*read.faults, *odd):
            row.add(column.field, fault.code, **fault.data)
        if anchor and source and not is_empty(raw):
            _merged(row, column, anchor)
    return row


def _seen(raw: Value) -> tuple[Value, tuple[Fault, ...]]:
    """Return a cell without signs that nobody sees, and the warning that they were there."""
    signs = unseen(raw) if isinstance(raw, str) else []
    if not signs:
        return raw, ()
    names = "、".join(dict.fromkeys(f"U+{ord(sign):04X}" for sign in signs))
    return seen(str(raw)), (Fault("unseen_signs", {"count": str(len(signs)), "signs": names}),)


def _read(raw: Value, error: str | None, column: Column, reader: CellReader) -> Read:
    if error is None and isinstance(raw, str) and plain(raw).startswith(("#REF!", "#DIV/", "#N/A",
        "#VALUE!", "#NAME?", "#NUM!", "#NULL!")):  # fmt: skip
        # A text file holds what the sheet showed.
        error = plain(raw)
    if error is not None:
        return Read(None, (Fault("formula_error", {"text": error}),))
    return Read() if is_empty(raw) else reader.read(raw, column)


def _written(raw: Value, error: str | None) -> str:
    return error if error is not None else text_of(raw).strip()


def _merged(row: Row, column: Column, anchor: int) -> None:
    """An amount cannot be shared by rows; anything else holds for each of them."""
    cell = row.cells[column.field]
    if column.kind == "amount":
        row.cells[column.field] = replace(cell, value=None)
        row.add(column.field, "merged_amount", row=str(anchor))
    else:
        row.add(column.field, "merged_filled", row=str(anchor), value=cell.written)
