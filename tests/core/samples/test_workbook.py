"""Workbook and papers of the demo (演示的月报和凭证), read back by another reader."""

from __future__ import annotations

import zlib
from datetime import date
from io import BytesIO
from random import Random

import openpyxl
import pytest

from gaoxin.samples.books import SPOILT_PARK, file_name, final_books, sent_books
from gaoxin.samples.core import papers
from gaoxin.samples.core.portfolio import portfolio
from gaoxin.samples.core.workbook import SLIP
from gaoxin.sources.core import filetype


@pytest.fixture(scope="module")
def drawn():
    return portfolio(date(2026, 10, 1))


@pytest.fixture(scope="module")
def codes(drawn):
    return {v.name: f"P-{number}" for number, v in enumerate(drawn.ventures)}


@pytest.fixture(scope="module")
def final(drawn, codes):
    return {sent.park: sent for sent in final_books(drawn, codes)}


def sheets(sent):
    return openpyxl.load_workbook(BytesIO(sent.book.data))


def test_five_of_six_parks_send_the_final_month(final):
    assert sorted(final) == ["biopharma", "electric", "nylon", "smart", "storage"]
    assert final["electric"].name == file_name("electric", date(2026, 10, 1))


def test_each_cited_cell_holds_the_amount_in_wan(drawn, final):
    events = {id(m): m for v in drawn.ventures for m in v.money}
    cited = 0
    for sent in final.values():
        book = sheets(sent)
        for event, (sheet, cell) in sent.book.cells.items():
            if event in events:
                assert round(book[sheet][cell].value * 10_000) == events[event].amount
                cited += 1
    assert cited > 100


def test_sheets_have_titles_merged_heads_and_sums(final):
    book = sheets(final["electric"])
    assert book.sheetnames == ["项目", "里程碑", "到位", "固投"]
    assert "I3:K3" in {str(area) for area in book["项目"].merged_cells.ranges}
    assert book["到位"]["A1"].value == "电气装备产业园2026年10月资金到位情况"
    rows = list(book["到位"].iter_rows(min_row=4, values_only=True))
    total = next(row for row in rows if row[0] == "合计")
    assert total[3] == sum(row[3] for row in rows if isinstance(row[0], int))


def test_one_clerk_typed_a_day_that_does_not_exist(final):
    slips = {
        park: sum(SLIP in row for row in sheets(sent)["里程碑"].iter_rows(values_only=True))
        for park, sent in final.items()
    }
    assert slips == {park: int(park == SPOILT_PARK) for park in final}


def test_new_projects_have_no_code_yet(final):
    fresh = [
        row
        for sent in final.values()
        for row in sheets(sent)["项目"].iter_rows(min_row=5, values_only=True)
        if isinstance(row[0], int) and row[1] is None
    ]
    assert len(fresh) >= 3
    assert all(row[2] and row[11] for row in fresh)


def test_the_same_month_gives_the_same_bytes(drawn, codes):
    first, again = (next(iter(sent_books(drawn, codes))) for _ in range(2))
    assert first.book.data == again.book.data


def test_papers_are_what_their_names_say():
    made = {
        "a.pdf": papers.pdf("投资协议", ["甲方", "乙方"]),
        "a.png": papers.picture(Random("site")),
        "a.txt": papers.note("银行回单", ["金额 1 万元"]),
    }
    kinds = [filetype.recognise(data, name) for name, data in made.items()]
    assert kinds == ["application/pdf", "image/png", "text/plain"]
    assert papers.NOTICE.encode("utf-16-be").hex().encode() in made["a.pdf"]
    start = int(made["a.pdf"].rsplit(b"startxref\n", 1)[1].split()[0])
    assert made["a.pdf"][start:].startswith(b"xref")


def test_the_picture_holds_every_row_of_its_size():
    data = papers.picture(Random("rows"))
    start = data.index(b"IDAT") + 4
    length = int.from_bytes(data[start - 8 : start - 4], "big")
    plain = zlib.decompress(data[start : start + length])
    assert len(plain) == papers.HEIGHT * (papers.WIDTH * 3 + 1)
