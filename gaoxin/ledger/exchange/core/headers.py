"""Headers (表头): where a table begins, of which kind it is, and what its columns mean."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from gaoxin.ledger.exchange.core.columns import (
    WAN,
    WEIGHT,
    YI,
    YUAN,
    Header,
    How,
    Layout,
    Spec,
    Unit,
    is_wording,
    layouts,
    match,
    units_in,
)
from gaoxin.ledger.exchange.core.problems import letter
from gaoxin.lib.numerals import plain, seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaoxin.ledger.exchange.core.opening import Sheet, Value

# Columns as an officer corrected them: sheet signature -> {column letter: field}; KIND -> kind.
Mappings = Mapping[str, Mapping[str, str]]
KIND = "kind"
DEEPEST = 40
LONGEST_HEADER = 60
MOST_HEADER_ROWS = 3
# No longer text is looked at for signs that nobody sees: all would have to be such.
FEW_SIGNS = 5
# Half of a ledger's projects are below 50 亿元 and above 50 万元.
FEW_YI, MANY_YUAN = 50, 500_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its header and the field it was taken for ("" = not read)."""

    index: int
    header: Header
    field: str
    how: How
    spec: Spec | None
    unit: Unit | None = None
    unit_guessed: bool = False
    # The letters of the column that is read in its place, where two mean the same.
    same_as: str = ""

    @property
    def letter(self) -> str:
        """Return the letters that Excel gives the column."""
        return letter(self.index)

    @property
    def kind(self) -> str:
        """Return how the cells are read."""
        return self.spec.kind if self.spec else "ignore"


@dataclass(frozen=True)
class Block:
    """A table's header: rows from `top` to `bottom` (from 0) and what the columns mean."""

    layout: Layout
    top: int
    bottom: int
    columns: tuple[Column, ...]
    score: float

    @cached_property
    def signature(self) -> str:
        """Return a short name of the header's words, by which a correction is remembered."""
        words = "|".join(plain(column.header.path) for column in self.columns)
        return hashlib.sha256(words.encode()).hexdigest()[:16]

    def field(self, name: str) -> Column | None:
        """Return the column of a field, or None."""
        return next((column for column in self.columns if column.field == name), None)


def is_empty(value: Value) -> bool:
    """Test whether a cell holds nothing."""
    if not isinstance(value, str):
        return False
    text = value.strip()
    return not text or (len(text) <= FEW_SIGNS and not seen(text).strip())


def blocks(sheet: Sheet, mappings: Mappings) -> Iterator[Block]:
    """Yield the headers of a sheet from top to bottom; one that is repeated comes again."""
    start = 0
    while start < len(sheet.rows):
        found = _first(sheet, start, mappings)
        if found is None:
            return
        yield found
        start = found.bottom + 1


def _first(sheet: Sheet, start: int, mappings: Mappings) -> Block | None:
    """Return the best header among those overlapping the first row that holds one."""
    last = len(sheet.rows) if start else min(len(sheet.rows), DEEPEST)
    for hit in range(start, last):
        if not _has_wordings(sheet.rows[hit], loosely=not start):
            continue
        # Groups may stand above the row that was recognised.
        tops = range(max(start, hit - MOST_HEADER_ROWS + 1), hit + 1)
        found = [block for top in tops for block in _at(sheet, top) if block.bottom >= hit]
        if found:
            return _corrected(max(found, key=lambda block: block.score), mappings)
    return None


def _has_wordings(row: Sequence[Value], *, loosely: bool) -> bool:
    """Test quickly whether a row holds at least two known headers."""
    count = 0
    for cell in row:
        if isinstance(cell, str) and 1 < len(cell) <= LONGEST_HEADER:
            count += is_wording(cell, loosely=loosely)
            if count == 2:
                return _may_be_header(row)
    return False


def _may_be_header(row: Sequence[Value]) -> bool:
    """Test whether a row holds words only, at least two of them, none of them long."""
    filled = [cell for cell in row if not is_empty(cell)]
    texts = [cell for cell in filled if isinstance(cell, str)]
    # A header may be a year (2025) or a date cell of a month; a row of data has more numbers.
    odd = len(filled) - len(texts)
    if any(isinstance(cell, date | datetime) for cell in filled):
        odd += 1
    return (
        len(texts) >= 2 and odd * 4 <= len(filled) and any(len(t) <= LONGEST_HEADER for t in texts)
    )


def _at(sheet: Sheet, top: int) -> Iterator[Block]:
    """Yield a header candidate per number of rows and kind of sheet."""
    for count in range(1, MOST_HEADER_ROWS + 1):
        bottom = top + count - 1
        if bottom >= len(sheet.rows) or not _may_be_header(sheet.rows[bottom]):
            return
        headers = _headers(sheet, top, bottom)
        for order, layout in enumerate(layouts()):
            block = _block(sheet, layout, (top, bottom), headers)
            if block is not None:
                penalty = 0.02 * count + 0.01 * order + 0.001 * top
                yield replace(block, score=block.score - penalty)


def _block(
    sheet: Sheet, layout: Layout, rows: tuple[int, int], headers: dict[int, Header]
) -> Block | None:
    columns = tuple(_columns(headers, layout))
    fields = {column.field for column in columns}
    offered = {field.partition("@")[0] + "@" * ("@" in field) for field in fields}
    if not set(layout.needs) <= offered or not set(layout.any) & offered:
        return None
    score = sum(WEIGHT[column.how] for column in columns if column.field)
    # A name and one more are a ledger, however many columns of its own the office keeps.
    if sum(1 for column in columns if column.field) < 2:
        return None
    title = plain(sheet.name) + "".join(_titles(sheet, rows[0]))
    score += 0.4 * any(word in title for word in layout.words) + 0.3 * (layout.title in title)
    return Block(layout, *rows, columns, score)


def _titles(sheet: Sheet, top: int) -> list[str]:
    cells = (cell for row in sheet.rows[max(0, top - 4) : top] for cell in row)
    return [plain(cell) for cell in cells if isinstance(cell, str) and cell.strip()]


def _columns(headers: dict[int, Header], layout: Layout) -> Iterator[Column]:
    """Yield the columns; where two name one field, the surer and then the first has it."""
    matched = {index: match(header, layout) for index, header in headers.items()}
    holder: dict[str, int] = {}
    for index, (field, how) in matched.items():
        if field and (field not in holder or WEIGHT[how] > WEIGHT[matched[holder[field]][1]]):
            holder[field] = index
    for index, header in headers.items():
        field, how = matched[index]
        if not field or holder[field] == index:
            yield Column(index, header, field, how, layout.spec(field))
        else:
            spec = layout.spec(field)
            twin = how != "part" and spec is not None and spec.kind not in ("ignore", "people")
            other = letter(holder[field]) if twin else ""
            yield Column(index, header, "", "", None, same_as=other)


def _headers(sheet: Sheet, top: int, bottom: int) -> dict[int, Header]:
    """Return the texts above each column; a group's text counts for all columns under it."""
    grid = [_filled(sheet, row, row < bottom) for row in range(top, bottom + 1)]
    found: dict[int, Header] = {}
    for index in range(sheet.width):
        texts = [line[index] for line in grid if line.get(index)]
        if texts:
            found[index] = Header(tuple(dict.fromkeys(texts)))
    return found


def _filled(sheet: Sheet, row: int, is_group: bool) -> dict[int, str]:
    """Return a header row's texts by column, groups filled to the right."""
    cells = {
        index: str(cell).strip() for index, cell in enumerate(sheet.rows[row]) if not is_empty(cell)
    }
    if not is_group:
        return cells
    areas = [area for area in sheet.merged if area.top <= row <= area.bottom]
    filled = dict(cells)
    for area in areas:
        for index in range(area.left, area.right + 1):
            if area.left in cells and area.top == row:
                filled.setdefault(index, cells[area.left])
    if not any(area.right > area.left for area in areas):
        _spread(sheet, row, filled)
    return filled


def _spread(sheet: Sheet, row: int, filled: dict[int, str]) -> None:
    """Fill groups to the right where no cells are merged: under a group stand texts of its own."""
    below = sheet.rows[row + 1]
    group = ""
    for index in range(sheet.width):
        own_below = index < len(below) and not is_empty(below[index])
        if index in filled:
            group = filled[index] if own_below else ""
        elif own_below and group:
            filled[index] = group


def _corrected(block: Block, mappings: Mappings) -> Block:
    """Return the header with an officer's corrections, if this sheet was corrected before."""
    given = mappings.get(block.signature)
    if given is None:
        return block
    layout = next((each for each in layouts() if each.kind == given.get(KIND)), block.layout)
    columns = []
    for column in block.columns:
        field = given.get(column.letter, column.field)
        spec = layout.spec(field) if field else None
        columns.append(
            replace(column, field=field if spec else "", how="given", spec=spec, same_as="")
        )
    return replace(block, layout=layout, columns=tuple(columns))


def with_units(block: Block, noted: Sequence[str], middle: Callable[[int], float | None]) -> Block:
    """Return the header with a unit for each amount column.

    In this order: the column's own header or group; the column to the left for 其中…; the one unit
    of its group; the one unit of the lines above the table; the one unit of the other columns;
    then a guess, marked so, from those lines or from the middle number of the column. A header
    that names two units is a guess among them.
    """
    own = {c.index: c.header.unit() for c in block.columns if c.kind == "amount"}
    above = list(dict.fromkeys(unit for text in noted for unit in units_in(text)))
    others = list(dict.fromkeys(unit for unit in own.values() if unit))
    columns = []
    for column in block.columns:
        if column.kind != "amount":
            columns.append(column)
            continue
        said = column.header.units()
        unit = own[column.index]
        if len(said) < 2:
            unit = unit or _neighbour(column, block, own) or _only(above) or _only(others)
        likely = _likely(middle(column.index))
        choice = said or above or [likely]
        guess = unit or (likely if likely in said else choice[0])
        columns.append(replace(column, unit=guess, unit_guessed=unit is None))
    return replace(block, columns=tuple(columns))


def _likely(middle: float | None) -> Unit:
    """Return the unit in which a usual amount of a project has such a size."""
    if middle is None or FEW_YI < middle < MANY_YUAN:
        return WAN
    return YI if middle <= FEW_YI else YUAN


def _only(units: list[Unit]) -> Unit | None:
    return units[0] if len(units) == 1 else None


def _neighbour(column: Column, block: Block, own: dict[int, Unit | None]) -> Unit | None:
    """Return the unit of the group's other columns; of the amount to the left for 其中…."""
    group = column.header.texts[:-1]
    if group:
        mates = [c.index for c in block.columns if c.header.texts[:-1] == group and c.index in own]
        found = list(dict.fromkeys(unit for i in mates if (unit := own[i])))
        if found:
            left = [unit for i in mates if i < column.index and (unit := own[i])]
            return left[-1] if left else found[0]
    if plain(column.header.texts[-1]).startswith(("其中", "#", "其中:")):
        before = [unit for index, unit in own.items() if index < column.index and unit]
        return before[-1] if before else None
    return None
