"""文件: .pdf, .docx and .html as offices have them; what holds no text says what to do."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter

from gaoxin.read.core.check.checker import check_document
from gaoxin.read.core.files import html_text, text_of
from tests.core.read.papers import paragraph, pdf, row, word

LEFT = [
    "本报讯十一月十六日，示例高", "新区举行储能产业项目集中签", "约。三个项目同日落笔，计划",
    "总投资24.5亿元，全部落户储", "能装备产业园。三家投资方均", "承诺六个月内开工。",
]  # fmt: skip
RIGHT = [
    "据介绍，今年以来该区实行谁", "首谈、谁跟踪、谁受益，六个", "园区按协议分享指标。1至10月",
    "全区新签约亿元以上项目64个", "合同投资额比去年同期有所增", "加。督查专班每月走访。",
]  # fmt: skip
TABLE = [("园区", "项目", "投产"), ("甲园", "12", "3"), ("乙园", "10", "4"), ("丙园", "9", "1"),
         ("丁园", "8", "2"), ("戊园", "6", "2"), ("合计", "45", "12")]  # fmt: skip
ACROSS = [
    (50, 800, "示例高新区三个储能项目同日签约"),
    *((x, 780 - 14 * n, side[n]) for n in range(6) for x, side in ((50, LEFT), (210, RIGHT))),
    (50, 600, "电子园：项目投产过半"),
]  # fmt: skip


def locked(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([(50, 800, "总投资12亿元")]))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def test_a_pdf_gives_its_text_layer_page_by_page() -> None:
    data = pdf([(50, 800, "总投资12亿元")], [(50, 800, "开工8个项目")])
    assert text_of("a.pdf", data).text == "总投资12亿元\n\n开工8个项目"
    assert text_of("a.pdf", b"\r\n%junk\n" + data).text.startswith("总投资12亿元")


def test_lines_written_across_two_columns_are_put_back() -> None:
    text = text_of("a.pdf", pdf(ACROSS)).text
    head, below = "示例高新区三个储能项目同日签约", "电子园：项目投产过半"
    assert text.split("\n") == [head, *LEFT, *RIGHT, below]


def test_columns_written_one_after_the_other_stay() -> None:
    lines = [(50, 780 - 14 * n, line) for n, line in enumerate(LEFT)]
    lines += [(210, 780 - 14 * n, line) for n, line in enumerate(RIGHT)]
    found = "".join(text_of("a.pdf", pdf(lines)).text.split())
    assert found == "".join([*LEFT, *RIGHT])


def test_rows_of_a_table_stay_rows() -> None:
    cells = [
        (50 + 100 * x, 780 - 14 * y, cell)
        for y, cells in enumerate(TABLE)
        for x, cell in enumerate(cells)
    ]
    lines = text_of("a.pdf", pdf(cells)).text.split("\n")
    assert [tuple(line.split()) for line in lines] == TABLE


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pdf([]), "扫描件"),
        (locked("secret"), "密码"),
        (b"%PDF-1.7 ...", "损坏"),
        (pdf([(50, 800, "总投资")])[:300], "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), ".docx"),
        (b"{\\rtf1 \\ansi abc}", ".docx"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(200)), "图片"),
        (b"\xff\xd8\xff\xe0" + bytes(200), "图片"),
        (b" \n\t ", "没有文字"),
    ],
)
def test_a_file_without_text_says_what_to_do(data: bytes, said: str) -> None:
    found = text_of("某某.wps", data)
    assert found.text == ""
    assert said in str(found.note)


def test_a_pdf_locked_for_printing_only_is_read() -> None:
    assert text_of("a.pdf", locked("")).text == "总投资12亿元"


def test_word_tables_are_rows_and_add_up() -> None:
    rows = "".join(row(*cells) for cells in (*TABLE[:-1], ("合计", "47", "12")))
    found = text_of("a.docx", word(paragraph("各园区项目") + f"<w:tbl>{rows}</w:tbl>"))
    assert found.text.split("\n")[1:3] == ["园区\t项目\t投产", "甲园\t12\t3"]
    assert [fault["text"] for fault in check_document(found.text)["faults"]] == ["47"]


def test_word_notes_follow_and_hidden_words_are_left_out() -> None:
    body = paragraph("总投资12亿元") + paragraph("内部批注", "<w:vanish/>")
    body += "<w:p><w:del><w:r><w:delText>9亿元</w:delText></w:r></w:del></w:p>"
    notes = "<w:footnote>" + paragraph("含外资2亿美元") + "</w:footnote>"
    text = text_of("a.docx", word(body, footnotes=notes)).text
    assert [line for line in text.split("\n") if line] == ["总投资12亿元", "含外资2亿美元"]


def test_a_text_box_is_read_once() -> None:
    spaces = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent>{paragraph('框内8个项目')}</w:txbxContent>"
    drawn = f"<mc:AlternateContent {spaces}><mc:Choice>{box}</mc:Choice>"
    drawn += f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    text = text_of("a.docx", word(f"<w:p><w:r><w:t>正文</w:t>{drawn}</w:r></w:p>")).text
    assert text == "正文\n框内8个项目"


def test_deep_word_files_are_refused() -> None:
    deep = "<w:sdt>" * 5000 + "</w:sdt>" * 5000
    found = text_of("a.docx", word(deep))
    assert found.text == ""
    assert found.note


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>总投资&nbsp;12&#20159;元</p><script>x=9亿元</script>", "总投资\xa012亿元"),
        ("<div style='display: none'>暗文<div>8个</div></div><p>明文</p>", "明文"),
        ("<p hidden>暗文<p>明文", "明文"),
        ("<table><tr hidden><td>1</td></tr><tr><td>甲<td>2</td></tr></table>", "甲\t2"),
        ("<input hidden><b>明文</b><!-- 批注 -->", "明文"),
        ("<style>p{}</style><textarea>草稿</textarea>明文", "明文"),
        ("甲<br>乙", "甲\n乙"),
    ],
)
def test_html_gives_what_it_shows(page: str, text: str) -> None:
    assert html_text(page) == text
