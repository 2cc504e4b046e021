"""Inspection of an .xlsx before it is opened (打开前的检查): zip bombs, size, error cells.

The reader builds a full rectangle from the first to the last filled cell and reads an error cell
as empty, so both are looked up in the XML first.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_BYTES = 400 * 1024 * 1024
# Real workbooks reach 30:1; a bomb of repeated zeros reaches 1000:1.
MOST_RATIO = 150
RATIO_COUNTS_FROM = 20 * 1024 * 1024
MOST_ENTRIES = 5_000
MOST_CELLS = 3_000_000

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)/?>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)/?>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
_FILLED = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>")
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_IS_ERROR = re.compile(rb"\bt=[\"']e[\"']")
_FORMULA = re.compile(rb"\s*<(?:\w+:)?f\b")
_SHOWN = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]{1,40})<")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_NUMBER = re.compile(rb"\br=[\"'](\d{1,7})[\"']")
_IS_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_SINCE_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](?:1|true|on)[\"']")
_END = re.compile(rb"</(?:\w+:)?c>")

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Scan:
    """Error cells by sheet name: (row, column) from 0 -> what the cell shows, such as #REF!."""

    errors: Mapping[str, Mapping[Place, str]]
    # Rows that the sheet does not show, by sheet name, from 0.
    hidden: Mapping[str, frozenset[int]]
    # Whether days are counted from 1904, as old workbooks of the Mac do.
    since_1904: bool


def scan(content: bytes, name: str) -> Scan:
    """Return what the reader would hide; UserError where the archive is a bomb, broken or none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _guard(archive, name)
            parts = {info.filename: _whole(archive, info, name) for info in archive.infolist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as why:
        raise UserError(f"“{name}”已损坏，打不开（{why}）。请重新保存一份。") from None
    if "xl/workbook.xml" not in parts:
        kind = "Word 文件" if "word/document.xml" in parts else "别的压缩文件"
        raise UserError(f"“{name}”不是工作簿，是{kind}。请用 .xlsx、.xls 或 .csv。")
    sheets = {sheet: parts[path] for sheet, path in _sheets(parts)}
    return Scan(
        {sheet: _errors(xml, name) for sheet, xml in sheets.items()},
        {sheet: _hidden(xml) for sheet, xml in sheets.items()},
        _SINCE_1904.search(parts["xl/workbook.xml"]) is not None,
    )


def _guard(archive: zipfile.ZipFile, name: str) -> None:
    infos = archive.infolist()
    size = sum(info.file_size for info in infos)
    packed = max(1, sum(info.compress_size for info in infos))
    if size > MOST_BYTES or len(infos) > MOST_ENTRIES:
        raise UserError(f"“{name}”展开后有 {size // 2**20} MB，太大，没有打开。请拆成几个文件。")
    if size > RATIO_COUNTS_FROM and size / packed > MOST_RATIO:
        raise UserError(
            f"“{name}”压缩了 {size // packed} 倍，像是压缩炸弹，没有打开。请另存一份再传。"
        )


def _whole(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    """Return an XML part; all parts are unpacked once, so a false declared size is found out."""
    if info.flag_bits & 1:
        raise UserError(f"“{name}”有密码，打不开。请去掉密码再传。")
    wanted = info.filename.endswith((".xml", ".rels"))
    held = bytearray()
    with archive.open(info) as part:
        while piece := part.read(1 << 20):
            if wanted:
                held += piece
    return bytes(held)


def _attributes(text: bytes) -> dict[str, str]:
    pairs = _ATTRIBUTE.findall(text)
    return {key.decode(): unescape(value.decode("utf-8", "replace")) for key, value in pairs}


def _sheets(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield each worksheet's name and the part that holds it."""
    rows = map(_attributes, _RELATION.findall(parts.get("xl/_rels/workbook.xml.rels", b"")))
    targets = {row.get("Id", ""): row.get("Target", "") for row in rows}
    for found in _SHEET.findall(parts["xl/workbook.xml"]):
        sheet = _attributes(found)
        relation = next((value for key, value in sheet.items() if key.endswith(":id")), "")
        target = targets.get(relation, "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in parts:
            yield sheet.get("name", ""), path


def _errors(xml: bytes, name: str) -> dict[Place, str]:
    found: dict[Place, str] = {}
    last_row = last_column = 0
    for cell in _FILLED.finditer(xml):
        place = _PLACE.search(cell[1])
        if place is None:
            continue
        row, column = int(place[2]) - 1, _column(place[1])
        last_row, last_column = max(last_row, row), max(last_column, column)
        wrong = _wrong(xml, cell)
        if wrong:
            found[row, column] = wrong
    if (last_row + 1) * (last_column + 1) > MOST_CELLS:
        raise UserError(
            f"“{name}”有一张表用到第 {last_row + 1} 行、第 {last_column + 1} 列，格子太多。"
            "请删去远处的空格子，或拆成几个文件。"
        )
    return found


def _hidden(xml: bytes) -> frozenset[int]:
    """Return the rows that a filter or a hand has hidden."""
    if not _IS_HIDDEN.search(xml):
        return frozenset()
    rows = (row[1] for row in _ROW.finditer(xml) if _IS_HIDDEN.search(row[1]))
    numbers = (_ROW_NUMBER.search(row) for row in rows)
    return frozenset(int(number[1]) - 1 for number in numbers if number)


def _wrong(xml: bytes, cell: re.Match[bytes]) -> str:
    """Return what an error cell shows, or that a formula was never worked out; else nothing."""
    if not _IS_ERROR.search(cell[1]) and not _FORMULA.match(xml, cell.end()):
        return ""
    end = _END.search(xml, cell.end())
    shown = _SHOWN.search(xml, cell.end(), end.start() if end else len(xml))
    if _IS_ERROR.search(cell[1]):
        return shown[1].decode("utf-8", "replace") if shown else "#"
    return "" if shown else "没有结果"


def _column(letters: bytes) -> int:
    number = 0
    for sign in letters:
        number = number * 26 + sign - 64
    return number - 1
