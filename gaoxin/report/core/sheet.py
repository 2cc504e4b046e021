"""Sheet (表格): anybody's CSV or workbook as lines of text, with the lines numbered as shown.

A workbook's numbers come as floats; they are written with 15 significant digits, which is all that
Excel keeps, so that 0.1 + 0.2 reads 0.3.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook

from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from datetime import date, datetime, time, timedelta

ENCODINGS = ("utf-8-sig", "gb18030")
WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".ods")
# Title and unit lines may stand above the header.
DEEPEST_HEADER = 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """Header cells, and the lines below with their number in the file (from 1)."""

    header: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]


def plain(text: str) -> str:
    """Return the text in half-width characters, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def read_sheet(content: bytes, name: str, wanted: tuple[str, ...]) -> Sheet:
    """Return the sheet whose header holds all the wanted columns.

    UserError where the file cannot be read, or where no line within the first 20 names them; the
    message lists the columns of the line that comes nearest.
    """
    if not content.strip():
        raise UserError(f"{name} 是空的。")
    grids = _workbook(content, name) if name.lower().endswith(WORKBOOKS) else [_csv(content, name)]
    nearest: tuple[int, list[str]] = (-1, [])
    for grid in grids:
        for index, line in enumerate(grid[:DEEPEST_HEADER]):
            names = [plain(cell) for cell in line]
            hits = sum(plain(column) in names for column in wanted)
            if hits == len(wanted):
                return _below(grid, index)
            nearest = max(nearest, (hits, [cell for cell in line if cell]), key=lambda x: x[0])
    missing = [column for column in wanted if plain(column) not in map(plain, nearest[1])]
    raise UserError(
        f"{name} 中没有“{'”“'.join(missing)}”这一列；现有：{'、'.join(nearest[1]) or '无'}。"
    )


def _below(grid: list[list[str]], index: int) -> Sheet:
    width = len(grid[index])
    lines = (
        (number, tuple([*line, *[""] * width][:width]))
        for number, line in enumerate(grid[index + 1 :], index + 2)
        if any(cell.strip() for cell in line)
    )
    return Sheet(tuple(cell.strip() for cell in grid[index]), tuple(lines))


def _csv(content: bytes, name: str) -> list[list[str]]:
    text = _decoded(content, name)
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(",\t;", key=first.count)
    try:
        return [list(line) for line in csv.reader(io.StringIO(text), delimiter=mark)]
    except csv.Error as why:
        raise UserError(f"{name} 不是能读的 CSV：{why}。") from None


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UserError(f"{name} 的编码不是 UTF-8、GB 18030 或 UTF-16，请另存为 UTF-8。")


def _workbook(content: bytes, name: str) -> list[list[list[str]]]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return [
                [
                    [_text(cell) for cell in line]
                    for line in book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
                ]
                for sheet in book.sheet_names
            ]
    except (CalamineError, ValueError, OSError) as why:
        raise UserError(f"{name} 打不开：文件损坏、有密码，或不是工作簿（{why}）。") from None


def _text(cell: int | float | str | bool | time | date | datetime | timedelta) -> str:
    if isinstance(cell, float):
        return f"{Decimal(f'{cell:.15g}'):f}"
    return str(cell)
