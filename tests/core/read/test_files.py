"""文件: any bytes give a text and a note, never an exception."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from gaoxin.lib.decode import decode
from gaoxin.read.core.files import html_text, text_of
from gaoxin.read.core.pieces import PIECE, pieces, read_document

TEXT = "演示高新区新签约项目12个，总投资30亿元。" * 3


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_found(encoding: str) -> None:
    found = decode(TEXT.encode(encoding))
    assert found.text.lstrip("\ufeff") == TEXT
    assert (found.note is None) is (encoding == "utf-8")


@pytest.mark.parametrize("data", [TEXT.encode()[:-1], TEXT.encode().replace(b"12", b"1\xff2")])
def test_damaged_utf8_stays_utf8(data: bytes) -> None:
    found = decode(data)
    assert found.encoding == "utf-8"
    assert "�" in found.text
    assert "代替" in str(found.note)


@pytest.mark.parametrize("text", ["总投资12亿元", "中", "演示高新区，", "8 月：共 12 个。"])
def test_short_gb18030_is_found(text: str) -> None:
    assert decode(text.encode("gb18030")).text == text


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02\x03" * 50,
        b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 20,
        b"\x7fELF" + b"\x00" * 99,
    ],
)
def test_binary_is_no_text(data: bytes) -> None:
    found = text_of("a.txt", data)
    assert found.text == ""
    assert found.note


def test_empty_file() -> None:
    assert decode(b"").text == ""
    assert read_document("") == {"articles": [], "facts": [], "entities": [], "events": []}


def test_a_pdf_says_what_to_do() -> None:
    assert "PDF" in str(text_of("a.pdf", b"%PDF-1.7 ...").note)


@pytest.mark.parametrize("mark", ['<a href="', "<!-- >", "<!--", "<![x >", "<?", "</a", "<!"])
def test_marks_that_nothing_closes_take_no_quadratic_time(mark: str) -> None:
    begun = time.process_time()
    assert html_text(mark * 30_000 + "</p>12个项目").endswith("12个项目")
    assert time.process_time() - begun < 5  # 60 s and more when each looks for its end


def test_a_sign_that_opens_no_mark_stays() -> None:
    assert (
        html_text("<p>甲<!-- x -->乙 < 丙</p><![if !IE]>丁<![endif]>3 < 4") == "甲乙 < 丙\n丁3 < 4"
    )


def test_html_gives_words_only() -> None:
    page = "<html><script>alert(1)</script><p>总投资<b>12</b>亿元</p><p>&lt;b&gt;8个</p></html>"
    assert html_text(page) == "总投资12亿元\n<b>8个"


def test_word_file() -> None:
    body = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>总投资12</w:t></w:r><w:r><w:t>亿元</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>开工8个</w:t></w:r></w:p></w:body></w:document>"
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as book:
        book.writestr("word/document.xml", body)
    assert text_of("a.docx", held.getvalue()).text == "总投资12亿元\n开工8个"


@pytest.mark.parametrize("body", [b"", b"<a", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'])
def test_a_broken_word_file_says_so(body: bytes) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as book:
        book.writestr("word/document.xml", body)
    found = text_of("a.docx", held.getvalue())
    assert found.text == ""
    assert found.note
    assert text_of("a.docx", b"PK\x03\x04 broken").note


def test_a_long_text_is_read_in_pieces_with_raw_offsets() -> None:
    text = "演示高新区完成投资12.5亿元，增长8.3%。" * (PIECE // 20)
    assert "".join(piece for _, piece in pieces(text)) == text
    found = read_document(text)["facts"]
    assert len(found) == 2 * (PIECE // 20)
    assert all(text[fact["start"] : fact["end"]] == fact["text"] for fact in found)
