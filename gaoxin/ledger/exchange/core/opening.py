"""Opening a file (打开文件): .xlsx, .xls or .csv as sheets, rows numbered as in Excel."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from gaoxin.ledger.exchange.core.zipscan import MOST_CELLS, Place, Scan, scan
from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Value = str | float | int | bool | date | datetime | time | timedelta
ENDINGS = (".xlsx", ".xls", ".csv")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# One more than the longest cell a sheet may hold.
csv.field_size_limit(32_768)


@dataclass(frozen=True, slots=True)
class Area:
    """Cells merged into one: first and last row and column, from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's values from A1 on, its merged areas and its error cells; counted from 0."""

    name: str
    rows: Sequence[Sequence[Value]]
    merged: tuple[Area, ...] = ()
    errors: Mapping[Place, str] = field(default_factory=dict)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    since_1904: bool = False

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return max(map(len, self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Book:
    """An opened file."""

    name: str
    sheets: tuple[Sheet, ...]


def open_book(content: bytes, name: str) -> Book:
    """Return the file's sheets; UserError names what is wrong with a file that cannot be read."""
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS:
        raise UserError(f"“{name}”不是工作簿。请用 .xlsx、.xls 或 .csv。")
    if not content.strip(b"\0 \r\n\t"):
        raise UserError(f"“{name}”是空的。")
    _match(content, name, ending)
    if ending == ".csv":
        return Book(name, (_csv(content, name),))
    seen = scan(content, name) if ending == ".xlsx" else Scan({}, {}, since_1904=False)
    return Book(name, _workbook(content, name, seen))


def _match(content: bytes, name: str, ending: str) -> None:
    """Hold the first bytes against the ending."""
    is_ole, is_zip = content.startswith(_OLE), content.startswith(_ZIP)
    if is_ole and _ENCRYPTED in content:
        raise UserError(f"“{name}”有密码，打不开。请去掉密码再传。")
    if ending == ".xlsx" and not is_zip:
        said = "旧式 .xls 工作簿，请把扩展名改成 .xls" if is_ole else _guess(content)
        raise UserError(f"“{name}”的扩展名与内容不符，内容像是{said}。")
    if ending == ".xls" and not is_ole:
        said = "新式工作簿，请把扩展名改成 .xlsx" if is_zip else _guess(content)
        raise UserError(f"“{name}”的扩展名与内容不符，内容像是{said}。")
    if ending == ".csv" and (is_ole or is_zip):
        raise UserError(f"“{name}”的扩展名与内容不符，内容像是工作簿。请改扩展名或另存为 CSV。")


def _guess(content: bytes) -> str:
    head = content[:2000].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")):
        return "网页，请用表格软件打开后另存为 .xlsx"
    if head.startswith(b"%pdf"):
        return "PDF"
    return "文本或别的文件，请用表格软件打开后另存为 .xlsx"


def _workbook(content: bytes, name: str, seen: Scan) -> tuple[Sheet, ...]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return tuple(
                _sheet(book, meta.name, name, seen, meta.visible)
                for meta in book.sheets_metadata
                if meta.typ == SheetTypeEnum.WorkSheet
            )
    except PasswordError:
        raise UserError(f"“{name}”有密码，打不开。请去掉密码再传。") from None
    except (CalamineError, ValueError, OSError) as why:
        if "password" in str(why).lower():
            raise UserError(f"“{name}”有密码，打不开。请去掉密码再传。") from None
        raise UserError(f"“{name}”已损坏，打不开（{why}）。请重新保存一份。") from None


def _sheet(
    book: CalamineWorkbook,
    sheet: str,
    name: str,
    seen: Scan,
    visible: SheetVisibleEnum,
) -> Sheet:
    found = book.get_sheet_by_name(sheet)
    if found.total_height * found.total_width > MOST_CELLS:
        raise UserError(f"“{name}”的“{sheet}”格子太多。请拆成几个文件。")
    areas = tuple(Area(*first, *last) for first, last in found.merged_cell_ranges or ())
    rows = found.to_python(skip_empty_area=False)
    return Sheet(
        sheet, rows, areas, seen.errors.get(sheet, {}), visible != SheetVisibleEnum.Visible,
        seen.hidden.get(sheet, frozenset()), seen.since_1904,
    )  # fmt: skip


def _csv(content: bytes, name: str) -> Sheet:
    text = _decoded(content, name)
    head = text[:20_000]
    mark = max(",\t;", key=head.count)
    try:
        rows: list[list[Value]] = [
            list(row) for row in csv.reader(io.StringIO(text), delimiter=mark)
        ]
    except csv.Error as why:
        raise UserError(f"“{name}”不是能读的 CSV（{why}）。") from None
    if sum(map(len, rows)) > MOST_CELLS:
        raise UserError(f"“{name}”格子太多。请拆成几个文件。")
    return Sheet(PurePath(name).stem, rows)


def _decoded(content: bytes, name: str) -> str:
    """Return the text: UTF-16 by its mark or its zero bytes, then UTF-8, then GB 18030."""
    encodings = ["utf-8-sig", "gb18030"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content[:200]:
        # Marks of separation and line ends have their zero byte behind or before them.
        behind = sum(content[place] == 0 for place in range(1, min(len(content), 400), 2))
        before = sum(content[place] == 0 for place in range(0, min(len(content), 400), 2))
        encodings = ["utf-16-le" if behind > before else "utf-16-be"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UserError(f"“{name}”的编码不是 UTF-8、GB 18030 或 UTF-16。请另存为 UTF-8。")
