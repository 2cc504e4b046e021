"""Export (导出): exactly the rows of a list as a workbook.

Text is written as text, so that a name beginning with = + - @ is never taken for a formula.
"""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.http import content_disposition_header

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gaoxin.web.listpage import ListPage

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export_list(page: ListPage, name: str) -> HttpResponse:
    """Return the list's rows, conditions applied, as a download called `name`.xlsx."""
    columns = [column for column in page.listing.columns if column.value is not None]
    heads = [f"{c.label}({c.unit})" if str(c.unit) else str(c.label) for c in columns]
    rows = (
        [column.value(row) if column.value else "" for column in columns]
        for row in page.filtered().iterator(chunk_size=2000)
    )
    return workbook(name, heads, rows)


def workbook(name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """Return a download of one sheet with a head row."""
    held = io.BytesIO()
    options = {"in_memory": True, "constant_memory": True, "strings_to_urls": False}
    with xlsxwriter.Workbook(held, options) as book:
        sheet = book.add_worksheet()
        styles = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        sheet.freeze_panes(1, 0)
        for place, head in enumerate(heads):
            sheet.write_string(0, place, head, styles["head"])
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                _write(sheet, number, place, value, styles["day"])
    response = HttpResponse(held.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = str(content_disposition_header(True, f"{name}.xlsx"))
    return response


def _write(sheet: Any, row: int, place: int, value: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        sheet.write_number(row, place, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, place, value.replace(tzinfo=None), day)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), day)
    else:
        sheet.write_string(row, place, str(value))
