"""Files that cannot be read are refused with what is wrong (打不开的文件)."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
import xlsxwriter

from gaoxin.ledger.exchange.core import zipscan
from gaoxin.ledger.exchange.core.opening import open_book
from gaoxin.ledger.exchange.core.planning import plan
from gaoxin.lib.errors import UserError
from tests.core.exchange.books import TODAY, ZONE, csv_bytes, xlsx

ROWS = [["项目名称", "园区"], ["甲项目", "电气装备产业园"]]
GOOD = xlsx({"项目": ROWS})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(**parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return held.getvalue()


def repacked(change) -> bytes:
    """Return the good workbook with its parts changed."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD)) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            new.writestr(info.filename, change(info.filename, old.read(info)))
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "空.xlsx", "空的"),
        (b"\n \n", "空.csv", "空的"),
        (GOOD, "台账.docx", "不是工作簿"),
        (GOOD, "台账.xls", "改成 .xlsx"),
        (GOOD, "台账.csv", "扩展名与内容不符"),
        (csv_bytes(ROWS), "台账.xlsx", "扩展名与内容不符"),
        (b"<html><table></table></html>", "台账.xls", "网页"),
        (b"%PDF-1.7 ...", "台账.xlsx", "PDF"),
        (OLE + bytes(600), "台账.xlsx", "改成 .xls"),
        (OLE + bytes(600), "台账.xls", "损坏"),
        (OLE + bytes(99) + "EncryptedPackage".encode("utf-16-le"), "台账.xlsx", "密码"),
        (OLE + bytes(99) + "EncryptedPackage".encode("utf-16-le"), "台账.xls", "密码"),
        (GOOD[: len(GOOD) // 2], "台账.xlsx", "损坏"),
        (zipped(word__document_xml=b"x"), "台账.xlsx", "别的压缩文件"),
        (repacked(lambda n, c: c[:200] if "sheet1" in n else c), "台账.xlsx", "损坏"),
        (b"\xff\x81 \x8d" * 200, "台账.csv", "编码"),
    ],
)
def test_what_is_wrong_is_named(content, name, said):
    with pytest.raises(UserError, match=said) as why:
        open_book(content, name)
    assert name in str(why.value)


def test_a_word_file_is_told_apart():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(UserError, match="Word"):
        open_book(held.getvalue(), "台账.xlsx")


def test_a_zip_bomb_is_not_unpacked(monkeypatch):
    bomb = repacked(lambda n, c: b" " * 30_000_000 if "sheet1" in n else c)
    assert len(bomb) < 100_000
    monkeypatch.setattr(zipscan, "_whole", lambda *_a: pytest.fail("unpacked"))
    with pytest.raises(UserError, match="压缩炸弹"):
        open_book(bomb, "台账.xlsx")


def test_a_bomb_that_lies_about_its_size_is_broken():
    bomb = bytearray(repacked(lambda n, c: b" " * 30_000_000 if "sheet1" in n else c))
    at = bomb.rfind(b"PK\x01\x02", 0, bomb.rfind(b"xl/worksheets/sheet1.xml"))
    bomb[at + 24 : at + 28] = struct.pack("<I", 1000)
    with pytest.raises(UserError, match="损坏"):
        open_book(bytes(bomb), "台账.xlsx")


def test_a_cell_far_away_does_not_fill_the_memory():
    far = repacked(lambda n, c: c.replace(b'r="B2"', b'r="XFD1048576"') if "sheet1" in n else c)
    with pytest.raises(UserError, match="格子太多"):
        open_book(far, "台账.xlsx")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_text_files_of_any_usual_encoding_and_mark(encoding, mark):
    (sheet,) = open_book(csv_bytes(ROWS, encoding, mark), "一季度.csv").sheets
    assert (sheet.name, sheet.rows) == ("一季度", ROWS)


def test_blank_lines_and_line_breaks_keep_the_rows_of_a_text_file():
    content = '标题\n\n项目名称,园区\n"甲\n项目",电气园\n'.encode()
    (sheet,) = open_book(content, "a.csv").sheets
    assert [len(row) for row in sheet.rows] == [1, 0, 2, 2]
    assert sheet.rows[3][0] == "甲\n项目"


def test_rows_are_numbered_as_excel_shows_them():
    rows = [[], [], ["", "", "项目名称"], [], ["", "", "甲"]]
    (sheet,) = open_book(xlsx({"项目": rows}), "a.xlsx").sheets
    assert (sheet.rows[2][2], sheet.rows[4][2]) == ("项目名称", "甲")


def test_error_cells_merged_cells_and_hidden_sheets_are_kept():
    content = xlsx(
        {"项目": [["a", "b"], ["c", "d"]], "字典": [["x"]]},
        merge=[("项目", "A1:B1")], errors=[("项目", "B2")], hidden=["字典"],
    )  # fmt: skip
    first, second = open_book(content, "a.xlsx").sheets
    assert first.errors == {(1, 1): "#DIV/0!"}
    area = first.merged[0]
    assert (area.top, area.left, area.bottom, area.right) == (0, 0, 0, 1)
    assert (first.hidden, second.hidden) == (False, True)


def test_a_formula_that_was_never_worked_out_is_no_empty_cell():
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["项目名称", "园区", "总投资（亿元）"])
    book.active.append(["甲项目", "电气装备产业园", "=1+1"])
    held = io.BytesIO()
    book.save(held)
    (sheet,) = open_book(held.getvalue(), "a.xlsx").sheets
    assert sheet.errors == {(1, 2): "没有结果"}


def test_a_formula_with_its_result_is_read():
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        page = book.add_worksheet()
        page.write_formula("A1", "=1+1", None, 2)
        page.write_formula("B1", '="甲"&"乙"', None, "甲乙")
    (sheet,) = open_book(held.getvalue(), "a.xlsx").sheets
    assert (sheet.errors, sheet.rows) == ({}, [[2.0, "甲乙"]])


@pytest.mark.parametrize(("since_1904", "serial"), [(False, 45_734), (True, 45_734 - 1462)])
def test_a_serial_number_counts_from_the_first_day_of_its_workbook(since_1904, serial):
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"date_1904": since_1904}) as book:
        page = book.add_worksheet("项目")
        page.write_row(0, 0, ["项目名称", "所属园区", "签约日期", "开工日期"])
        page.write_row(1, 0, ["甲项目", "电气装备产业园", serial, str(serial)])
    result = plan(open_book(held.getvalue(), "旧表.xlsx"), ZONE, TODAY)
    days = {change.field: change.new for change in result.rows[0].changes}
    assert (days["signed"], days["started"]) == ("2025-03-18", "2025-03-18")


def test_hidden_rows_are_read_and_counted():
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        page = book.add_worksheet("项目")
        for row, cells in enumerate([*ROWS, ["乙项目", "电气装备产业园"]]):
            page.write_row(row, 0, cells)
        page.set_row(2, None, None, {"hidden": True})
    result = plan(open_book(held.getvalue(), "筛选.xlsx"), ZONE, TODAY)
    assert result.count("create") == 2
    (notice,) = result.notices
    assert (notice.fault.code, notice.fault.data["rows"]) == ("rows_hidden", "3")
