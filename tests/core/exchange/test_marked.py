"""The marked workbook (标红的表): the same sheets back, bad cells marked, a column of reasons."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from gaoxin.ledger.exchange.core.marked import REASONS, marked
from gaoxin.ledger.exchange.core.opening import open_book
from gaoxin.ledger.exchange.core.planning import plan
from gaoxin.ledger.exchange.core.record import marks_of, to_json
from tests.core.exchange.books import PARKS, TODAY, ZONE, csv_bytes, xlsx

ROWS = [
    ["2026 年签约项目台账", "", "", ""],
    ["项目名称", "园区", "总投资（亿元）", "签约日期"],
    ["甲项目", PARKS[0], 1.5, date(2026, 3, 5)],
    ["=乙项目", "航空园", "待定", "2026-02-30"],
    ["丙项目", PARKS[1], "约3", ""],
]
RED, YELLOW = "FFFCEAE8", "FFFDF1D8"


def back(content, name="台账.xlsx"):
    book = open_book(content, name)
    return marked(book, marks_of(to_json(plan(book, ZONE, TODAY))))


def test_values_merged_cells_marks_and_reasons():
    content = xlsx({"签约": ROWS, "说明": [["请如实填写"]]}, merge=[("签约", "A1:D1")])
    book = load_workbook(BytesIO(back(content)))
    sheet = book["签约"]
    assert book.sheetnames == ["签约", "说明"]
    assert [str(each) for each in sheet.merged_cells.ranges] == ["A1:D1"]
    assert (sheet["A1"].value, sheet["C3"].value) == (ROWS[0][0], 1.5)
    assert sheet["D3"].value.date() == date(2026, 3, 5)
    assert sheet["E2"].value == REASONS
    assert sheet["E3"].value is None
    assert sheet["E4"].value.count("\n") == 2
    assert "没有 30 日" in sheet["E4"].value
    colours = {cell: sheet[cell].fill.start_color.rgb for cell in ("B4", "C4", "D4", "C5")}
    assert colours == {"B4": RED, "C4": RED, "D4": RED, "C5": YELLOW}
    assert sheet["A4"].data_type == "s"


def test_the_marked_workbook_is_read_like_the_first_one():
    content = xlsx({"签约": ROWS}, merge=[("签约", "A1:D1")])
    first, again = (
        plan(open_book(each, "台账.xlsx"), ZONE, TODAY) for each in (content, back(content))
    )
    assert [row.action for row in again.rows] == [row.action for row in first.rows]
    twice = load_workbook(BytesIO(back(back(content))))["签约"]
    assert twice.max_column == 5


def test_a_text_file_comes_back_as_a_workbook():
    rows = [["项目名称", "园区"], ["甲项目", "航空园"]]
    sheet = load_workbook(BytesIO(back(csv_bytes(rows), "一季度[草].csv"))).worksheets[0]
    assert sheet.title == "一季度_草_"
    assert "航空园" in sheet["C2"].value
