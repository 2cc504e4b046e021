"""Marked workbook (标红的表): the uploaded sheets with bad cells marked and a column of reasons.

Values, headers and merged cells stay as far as they could be read. The column 导入问题 is not read
at the next import, so the office corrects the marked workbook itself and sends it again.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from gaoxin.ledger.exchange.core.problems import reason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gaoxin.ledger.exchange.core.opening import Book, Sheet, Value
    from gaoxin.ledger.exchange.core.problems import Problem

REASONS = "导入问题"
CREATED = datetime(2000, 1, 1)
RED, YELLOW = "#FCEAE8", "#FDF1D8"
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
# What a spreadsheet takes for a formula when a text begins with it.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


class Formats:
    """The formats of a written workbook, made once each."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **properties: Any) -> Any:
        """Return the format with these properties; None for plain cells."""
        if not properties:
            return None
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(properties)
        return self.made[key]


def write_cell(
    sheet: Any, place: tuple[int, int], value: Value, formats: Formats, **look: Any
) -> None:
    """Write a value as it is; a text that looks like a formula stays a text when it is edited."""
    if isinstance(value, datetime | date):
        if not isinstance(value, datetime):
            value = datetime.combine(value, time())
        pattern = "yyyy-mm-dd" if value.time() == time() else "yyyy-mm-dd hh:mm"
        sheet.write_datetime(*place, value, formats.get(num_format=pattern, **look))
    elif isinstance(value, time | timedelta):
        sheet.write_string(*place, str(value), formats.get(**look))
    elif isinstance(value, bool):
        sheet.write_boolean(*place, value, formats.get(**look))
    elif isinstance(value, int | float):
        sheet.write_number(*place, value, formats.get(**look))
    elif value == "":
        sheet.write_blank(*place, None, formats.get(**look))
    else:
        if value.startswith(DANGEROUS):
            look["quote_prefix"] = True
        sheet.write_string(*place, value[:32_767], formats.get(**look))


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked: problems, header rows by sheet, columns of an earlier marking by sheet."""

    problems: Sequence[Problem]
    heads: Mapping[str, Sequence[int]]
    columns: Mapping[str, str]


def marked(book: Book, marks: Marks, translate: Callable[[str], str] = str) -> bytes:
    """Return the book as .xlsx with problems marked; `translate` puts reasons into a language."""
    # A dry run writes no workbook and need not wait for the writer.
    import xlsxwriter

    problems: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in marks.problems:
        problems[problem.sheet].append(problem)
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_urls": False}) as out:
        out.set_properties({"created": CREATED})
        formats = Formats(out)
        for number, sheet in enumerate(book.sheets, 1):
            page = out.add_worksheet(_title(sheet.name, number))
            _copy(page, sheet, formats, problems[sheet.name])
            heads = marks.heads.get(sheet.name)
            if heads:
                column = _reason_column(sheet, marks)
                _reasons(page, column, formats, heads, problems[sheet.name], translate)
    return held.getvalue()


def _title(name: str, number: int) -> str:
    return _NOT_IN_NAMES.sub("_", name)[:31] or f"Sheet{number}"


def _copy(page: Any, sheet: Sheet, formats: Formats, problems: Sequence[Problem]) -> None:
    """Write the values and merged cells; problems colour their cells."""
    colours: dict[str, str] = {}
    for problem in problems:
        colour = RED if problem.severity == "error" else YELLOW
        if colours.get(problem.cell) != RED:
            colours[problem.cell] = colour
    looks = {_place(cell): {"bg_color": colour} for cell, colour in colours.items()}
    covered = set()
    for area in sheet.merged:
        page.merge_range(area.top, area.left, area.bottom, area.right, "")
        covered |= {
            (row, column)
            for row in range(area.top, area.bottom + 1)
            for column in range(area.left, area.right + 1)
        } - {(area.top, area.left)}
    for row, cells in enumerate(sheet.rows):
        for column, value in enumerate(cells):
            place = row, column
            shown = sheet.errors.get(place, value)
            if place not in covered and (shown != "" or place in looks):
                write_cell(page, place, shown, formats, **looks.get(place, {}))


def _place(cell: str) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    column = 0
    for sign in letters:
        column = column * 26 + ord(sign) - 64
    return int(cell[len(letters) :]) - 1, column - 1


def _reason_column(sheet: Sheet, marks: Marks) -> int:
    """Return the column of reasons: the one of an earlier marking, else the first free one."""
    letters = marks.columns.get(sheet.name)
    return _place(f"{letters}1")[1] if letters else sheet.width


def _reasons(
    page: Any,
    column: int,
    formats: Formats,
    heads: Sequence[int],
    problems: Sequence[Problem],
    translate: Callable[[str], str],
) -> None:
    said: defaultdict[int, list[str]] = defaultdict(list)
    grave: Mapping[int, bool] = {
        row: True for row in {p.row for p in problems if p.severity == "error"}
    }
    for problem in problems:
        words = reason(problem.fault.code, problem.fault.data, translate)
        said[problem.row].append(f"{problem.column}：{words}" if problem.column else words)
    page.set_column(column, column, 50)
    for head in heads:
        page.write_string(head - 1, column, REASONS, formats.get(bold=True))
    for row, lines in said.items():
        if row not in heads:
            look = {"bg_color": RED if row in grave else YELLOW, "text_wrap": True}
            page.write_string(row - 1, column, "\n".join(lines), formats.get(**look))
