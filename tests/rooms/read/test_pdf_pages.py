"""取字: a PDF of many pages gives its text a few pages at a time, then is read piece by piece."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gaoxin.read.core.pdf import pdf_from, pdf_pages, pdf_text
from gaoxin.read.models import Reading
from gaoxin.read.taking import extracting
from gaoxin.read.taking.actions import go_on
from gaoxin.samples.core import papers

PAGES = 9
ON = date(2026, 11, 25)


def pdf(pages: int = PAGES, blank: int = 0) -> bytes:
    writer = pypdf.PdfWriter()
    for _n in range(blank):
        writer.add_blank_page(200, 200)
    for n in range(pages):
        line = f"　　本报讯 1至9月，青岚高新区完成工业总产值{100 + n}.5亿元。"
        writer.append(BytesIO(papers.pdf(f"第{n + 1}篇", [line])))
    book = BytesIO()
    writer.write(book)
    return book.getvalue()


@pytest.fixture(autouse=True)
def _a_page_a_request(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    settings.GAOXIN_TODAY = ON.isoformat()
    monkeypatch.setattr(extracting, "SECONDS", 0)


@pytest.fixture
def client(zone, office) -> Client:
    client = Client()
    client.force_login(office)
    return client


BATCH = {"X-Read-Batch": "1"}


def send(client: Client, data: bytes) -> str:
    files = {"files": [SimpleUploadedFile("书.pdf", data)]}
    return client.post("/read/upload/", files, headers=BATCH).content.decode()


def test_pages_come_one_by_one_then_the_text_is_read_whole(client):
    assert f"从 PDF 取字 1 / {PAGES} 页" in send(client, pdf())
    reading = Reading.objects.get()
    assert (reading.pages_to, reading.pages, reading.facts.count()) == (1, PAGES, 0)
    assert f"取字 1 / {PAGES} 页" in client.get("/read/").content.decode()
    assert f"取字 1 / {PAGES} 页" in client.get(f"/read/{reading.pk}/").content.decode()
    seen = []
    for _step in range(30):
        told = client.post(f"/read/{reading.pk}/on/", headers=BATCH).json()
        seen.append((told["read"], told["length"]))
        if told["done"]:
            break
    reading.refresh_from_db()
    assert (2, PAGES) in seen
    assert (reading.pages_to, reading.read_to) == (None, None)
    assert reading.text == pdf_text(pdf()).text
    assert reading.facts.filter(kind="output").count() == PAGES


def test_the_same_book_is_recognised_before_its_end(client):
    send(client, pdf())
    again = send(client, pdf())
    assert Reading.objects.count() == 1
    assert "data-read-on" in again


def test_blank_pages_are_passed_and_a_scan_is_told_at_once(client):
    send(client, pdf(pages=2, blank=6))
    assert Reading.objects.get().pages_to == 7
    said = send(client, pdf(pages=0, blank=12))
    assert "这是扫描件" in said
    assert Reading.objects.count() == 1


def test_two_windows_do_not_take_a_page_twice(client, office, monkeypatch):
    send(client, pdf())
    reading, real = Reading.objects.get(), extracting.gone_on

    def meanwhile(*args):
        monkeypatch.setattr(extracting, "gone_on", real)
        go_on(reading, by=office)
        return real(*args)

    monkeypatch.setattr(extracting, "gone_on", meanwhile)
    late = go_on(reading, by=office)
    assert late.pages_to == 2
    assert late.text.count("第2篇") == 1


def test_a_book_beyond_the_longest_text_says_how_far_it_is_read(client, office, monkeypatch):
    send(client, pdf())
    monkeypatch.setattr("gaoxin.read.taking.actions.LONGEST", 100)
    reading = Reading.objects.get()
    while reading.pages_to is not None:
        reading = go_on(reading, by=office)
    assert f"共 {PAGES} 页，只读了前" in reading.note
    assert "第9篇" not in reading.text


def test_a_damaged_book_has_no_pages_to_take():
    assert pdf_pages(b"%PDF-1.4 x") == 0
    assert extracting.begun(b"%PDF-1.4 x") is None
    assert extracting.begun("不是 PDF".encode()) is None
    assert extracting.begun(pdf(pages=2)) is None


def test_the_text_of_pages_is_that_of_the_whole():
    data = pdf()
    text, after = pdf_from(data, 0, lambda _texts: False)
    assert (text, after) == (pdf_text(data).text, PAGES)
    assert pdf_pages(data) == PAGES


def test_radicals_that_stand_for_characters_are_read_as_those():
    line = "1\u2f849\u2f49，青岚\u2fbc新区完成\u2f2f业总产值120.5亿元，同比增\u2ed39.2%。"
    read = "1至9月，青岚高新区完成工业总产值120.5亿元，同比增长9.2%。"
    assert read in pdf_text(papers.pdf("剪报", [line])).text
