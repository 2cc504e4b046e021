"""Workbooks for tests (测试用工作簿): rows of values as .xlsx, .csv or an opened book."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time
from decimal import Decimal

import xlsxwriter

from gaoxin.ledger.core.creditcode import check_character
from gaoxin.ledger.exchange.core.known import KnownLedger, Named
from gaoxin.ledger.exchange.core.money import Rates
from gaoxin.ledger.exchange.core.opening import open_book
from gaoxin.ledger.exchange.core.planning import plan

TODAY = date(2026, 11, 20)
PARKS = ["电气装备产业园", "尼龙新材料产业园", "新能源储能产业园"]
ZONE = KnownLedger(
    parks=tuple(Named(n, name, f"{name[:2]}园") for n, name in enumerate(PARKS, 1)),
    rates=Rates({"USD": [(date(2015, 1, 1), Decimal("7.1"))]}),
)


def xlsx(sheets, merge=(), hidden=(), errors=()):
    """Return a workbook's bytes: {sheet: rows}; merge (sheet, "A1:B1"); errors (sheet, "C4")."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        pages = {}
        for name, rows in sheets.items():
            page = pages[name] = book.add_worksheet(name)
            if name in hidden:
                page.hide()
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    write(page, r, c, value, day)
        for name, area in merge:
            first = area.split(":")[0]
            row, column = int("".join(filter(str.isdigit, first))) - 1, ord(first[0]) - 65
            value = sheets[name][row][column]
            pages[name].merge_range(area, value if value is not None else "")
        for name, cell in errors:
            pages[name].write_formula(cell, "=1/0", None, "#DIV/0!")
    return held.getvalue()


def write(page, row, column, value, day):
    if value is None or value == "":
        return
    if isinstance(value, date):
        page.write_datetime(row, column, datetime.combine(value, time()), day)
    elif isinstance(value, str):
        page.write_string(row, column, value)
    else:
        page.write(row, column, value)


def csv_bytes(rows, encoding="utf-8-sig", mark=","):
    held = io.StringIO()
    csv.writer(held, delimiter=mark).writerows(
        [["" if v is None else v for v in row] for row in rows]
    )
    return held.getvalue().encode(encoding)


def planned(rows, *, sheet="项目", known=ZONE, today=TODAY, mappings=None, **more):
    """Return the plan of one sheet of rows."""
    content = xlsx({sheet: rows}, **more)
    return plan(open_book(content, "测试.xlsx"), known, today, mappings)


def codes(result):
    """Return the problems as a set of (cell, code)."""
    return {(problem.cell, problem.fault.code) for problem in result.problems}


def actions(result):
    """Return what each row would do, by row number."""
    return {row.row: row.action for row in result.rows}


def credit(number):
    """Return a credit code with a right check character."""
    first = f"91410400MA{number:07d}"
    return first + check_character(first)
