"""Tables of texts (文字表): CSV and Excel as columns of texts, what is odd in them told.

A CSV that is UTF-8 and whole is left to the engine; any other is read here: GB18030 as Chinese
Excel writes it, UTF-16, rows that are longer or shorter than the header.
"""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gaoxin.lib.decode import decode
from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

CHUNK = 1 << 20
DELIMITERS = ",\t;|"
SHOWN = 20
"""How many places of one kind are named; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Header:
    """The titles of a table, each once, and the titles that stand over several columns."""

    names: tuple[str, ...]
    twice: dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows as columns of texts, how they were read, and the rows that are too long."""

    header: Header
    columns: dict[str, tuple[str | None, ...]]
    notes: tuple[str, ...] = ()
    overlong: tuple[str, ...] = ()
    more: int = 0


def header_of(cells: Sequence[Any]) -> Header:
    """Return the titles; one that stands again gets the number of its column."""
    titles = [str(cell).strip().removeprefix("\ufeff").strip() for cell in cells]
    places: dict[str, list[int]] = {}
    for place, title in enumerate(titles, 1):
        # Engines know no capital letters in titles.
        places.setdefault(title.casefold(), []).append(place)
    names = tuple(
        title if title and places[title.casefold()][0] == place else f"{title}（第 {place} 列）"
        for place, title in enumerate(titles, 1)
    )
    twice = {titles[at[0] - 1]: tuple(at) for key, at in places.items() if key and len(at) > 1}
    return Header(names, twice)


def is_utf8(path: Path) -> bool:
    """Test whether a file is UTF-8 from its first byte to its last."""
    reader = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        try:
            while chunk := stream.read(CHUNK):
                # UTF-16 of Latin letters is UTF-8 to the letter, with a zero in each.
                if b"\0" in chunk:
                    return False
                reader.decode(chunk)
            reader.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def first_row(path: Path) -> tuple[str, list[str]]:
    """Return what parts the cells of a UTF-8 CSV, and its first row."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        mark = delimiter(stream.readline())
        stream.seek(0)
        return mark, next(_rows(stream, mark, path.name), [])


def delimiter(line: str) -> str:
    """Return the mark that stands most often in a header outside of quotes; a comma where none."""
    bare = "".join(line.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


def _rows(stream: Any, mark: str, name: str) -> Iterator[list[str]]:
    """Yield the rows that are not blank."""
    reader = csv.reader(stream, delimiter=mark, strict=True)
    began = 1
    try:
        for row in reader:
            began = reader.line_num + 1
            if row:
                yield row
    except csv.Error as why:
        raise UserError(f"{name} 第 {began} 行起读不了（line cannot be read）：{why}") from None


def read_csv(path: Path) -> Sheet:
    """Read a CSV of any encoding and any rows into columns of texts."""
    decoded = decode(path.read_bytes())
    if not decoded.text.strip():
        raise UserError(f"{path.name} 读不了（cannot be read）：{decoded.note or '空文件 empty'}")
    text = decoded.text.removeprefix("\ufeff")
    mark = delimiter(text.partition("\n")[0])
    rows = _rows(io.StringIO(text, newline=""), mark, path.name)
    sheet = _sheet(header_of(next(rows, [])), rows)
    noted = (f"{path.name}：{decoded.note}",) if decoded.note else ()
    return Sheet(sheet.header, sheet.columns, noted + sheet.notes, sheet.overlong, sheet.more)


def read_workbook(path: Path) -> Sheet:
    """Read the first sheet of a workbook: titles in the first row, every value as text."""
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    if not rows:
        raise UserError(f"{path.name} 是空表（the sheet is empty）")
    return _sheet(header_of(rows[0]), ([_written(cell) for cell in row] for row in rows[1:]))


def _written(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _sheet(header: Header, rows: Iterable[list[str]]) -> Sheet:
    """Return the rows under their titles: a short one lacks values, a long one tells nothing.

    Where a row holds more cells than there are titles, nobody knows which cell is one too many.
    """
    width = len(header.names)
    table: list[list[str]] = []
    short: list[tuple[int, int]] = []
    long: list[str] = []
    for place, row in enumerate(rows, 1):
        cells = row
        if any(cell.strip() for cell in row[width:]):
            long.append(f"第 {place} 行有 {len(row)} 格，列名只有 {width} 个（too many cells）")
            cells = []
        elif len(row) < width:
            short.append((place, len(row)))
        table.append([*cells[:width], *[""] * (width - len(cells))])
    columns = zip(header.names, zip(*table, strict=True), strict=True) if table else ()
    texts = dict.fromkeys(header.names, ()) | {
        name: tuple(cell or None for cell in cells) for name, cells in columns
    }
    return Sheet(header, texts, _short(short, header), tuple(long[:SHOWN]), len(long[SHOWN:]))


def _short(rows: list[tuple[int, int]], header: Header) -> tuple[str, ...]:
    """Return the sentence on rows that end early: the first of them, and how many there are."""
    if not rows:
        return ()
    place, cells = rows[0]
    return (
        f"{len(rows)} 行缺格，缺的按缺数据处理；先是第 {place} 行，从“{header.names[cells]}”列起"
        f"（rows end early, the first is row {place}）",
    )
