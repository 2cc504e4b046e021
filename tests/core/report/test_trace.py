"""Trace of a file (点数见源): numbers inside controls agree, numbers outside are named."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx import Document

from gaoxin.lib.errors import UserError
from gaoxin.report.core.compose import compose
from gaoxin.report.core.trace import FileTrace, trace
from gaoxin.report.core.word.blank import blank_template
from gaoxin.report.core.word.write import code_of, write
from tests.core.report import months
from tests.core.report.test_word import changed, part

WORDS = {
    "r:anqing_stage_limits#plant": "签约满6个月未开工",
    "j:8": "年产8万片功率器件封测线（二期）",
}


@pytest.fixture(scope="module")
def content(easel) -> bytes:
    return write(compose(months.month()), blank_template(), easel)


def traced(content: bytes, **changes: object) -> FileTrace:
    known = months.every_figure(months.month())
    words = WORDS | {f"d:{b.full_id}": b.words for b in compose(months.month()).bases}
    return trace(content, (known | changes).get, words.get)


def test_a_bulletin_is_traced_to_the_last_number(content) -> None:
    found = traced(content)
    assert found.untraced == ()
    assert found.faults == ()
    assert found.numbers == found.traced > 150
    assert found.code_printed == found.code_computed == code_of(compose(months.month()))


def typed(content: bytes, text: str) -> bytes:
    document = Document(io.BytesIO(content))
    document.paragraphs[4].add_run(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_typed_number_is_untraced(content) -> None:
    assert traced(typed(content, "另有3个项目在谈，三个园区未报。")).untraced == ("3个", "三个园区")
    assert traced(typed(content, "2026年11月另行通报，见附表2。")).untraced == ()


def test_a_changed_number_is_a_fault(content) -> None:
    old = '<w:t xml:space="preserve">64.1%</w:t>'
    found = traced(changed(content, old, old.replace("64.1", "66.1")))
    assert [(f.text, f.expected) for f in found.faults] == [("66.1%", "64.1%")]


def test_a_digit_before_a_control_makes_another_number(content) -> None:
    body = part(content)
    at = body.index("<w:sdt>")
    out = body[:at] + "<w:r><w:t>1</w:t></w:r>" + body[at:]
    found = traced(changed(content, body, out))
    assert found.untraced == ("164个",)


def test_a_key_that_computes_nothing_is_a_fault(content) -> None:
    body = part(content)
    key = next(
        k for k in months.every_figure(months.month()) if k.startswith("red_count") and k in body
    )
    found = traced(changed(content, key, "red_count@v9/z1/2026/261031/x"))
    assert {f.reason for f in found.faults} == {"打不开这个编号"}


def test_a_name_that_was_changed_is_a_fault(content) -> None:
    found = traced(changed(content, "年产8万片", "年产9万片"))
    assert {f.reason for f in found.faults} == {"与出处的文字不同"}


def test_a_word_that_turns_the_direction_is_a_fault(content) -> None:
    found = traced(changed(content, "慢于序时进度<", "快于序时进度<"))
    assert "方向相反" in found.faults[0].reason


def test_headers_footnotes_and_tables_are_read(content) -> None:
    document = Document(io.BytesIO(content))
    document.sections[0].header.paragraphs[0].text = "内部掌握 7 家"
    document.tables[0].rows[1].cells[0].paragraphs[0].add_run("9项")
    out = io.BytesIO()
    document.save(out)
    assert set(traced(out.getvalue()).untraced) == {"7 家", "9项"}


def test_deleted_text_of_a_tracked_change_is_no_text(content) -> None:
    body = part(content)
    gone = '<w:del w:id="1" w:author="a"><w:r><w:delText>88个</w:delText></w:r></w:del>'
    at = body.index("<w:sdt>")
    assert traced(changed(content, body, body[:at] + gone + body[at:])).untraced == ()
    kept = gone.replace("w:del ", "w:ins ").replace("</w:del>", "</w:ins>").replace("delText", "t")
    assert traced(changed(content, body, body[:at] + kept + body[at:])).untraced


def test_a_removed_sentence_changes_the_code_only(content) -> None:
    document = Document(io.BytesIO(content))
    line = next(p for p in document.paragraphs if "当年" in p.text or "到位资金" in p.text)
    line._p.getparent().remove(line._p)
    out = io.BytesIO()
    document.save(out)
    found = traced(out.getvalue())
    assert found.faults == ()
    assert found.code_printed != found.code_computed


def beside(content: bytes, shown: str, *, before: str = "", after: str = "") -> bytes:
    """Return the file with runs right beside the first control that shows a text."""
    body = part(content)
    text = f'<w:t xml:space="preserve">{shown}</w:t>'
    start = body.rindex("<w:sdt>", 0, body.index(text))
    end = body.index("</w:sdt>", start) + len("</w:sdt>")
    runs = [f"<w:r><w:t>{words}</w:t></w:r>" if words else "" for words in (before, after)]
    return changed(content, body, body[:start] + runs[0] + body[start:end] + runs[1] + body[end:])


@pytest.mark.parametrize("after", ["万", "亿元", "余万", "（万元）", "百分点", "倍", "成", "%"])
def test_a_unit_that_touches_a_control_makes_another_number(content, after) -> None:
    found = traced(beside(content, "64个", after=after))
    assert "变成另一个数" in found.faults[0].reason


def test_words_that_touch_a_control_are_no_unit(content) -> None:
    assert traced(beside(content, "64个", before="共", after="成功签约")).faults == ()
    assert traced(beside(content, "64个", before="万分之")).faults


def test_a_number_moved_to_another_key_changes_the_code(content) -> None:
    body = part(content)
    keys = re.findall(r'<w:tag w:val="((?:red|yellow)_count@[^"]+)"', body)
    other = keys[0].replace("@v3/z1", "@v3/p1")
    found = traced(changed(content, body, body.replace(keys[0], other, 1)))
    assert found.code_printed != found.code_computed


def test_the_code_is_that_of_what_is_printed(content) -> None:
    old = '<w:t xml:space="preserve">64.1%</w:t>'
    found = traced(changed(content, old, old.replace("64.1", "66.1")))
    assert found.code_printed != found.code_computed
    body = part(content)
    start = body.index("<w:sdt>")
    end = body.index("</w:sdt>", start) + len("</w:sdt>")
    gone = traced(changed(content, body, body[:start] + body[end:]))
    assert gone.code_printed != gone.code_computed


def test_a_term_is_the_whole_of_its_source(content) -> None:
    found = traced(changed(content, "年产8万片功率器件封测线（二期）<", "8万片<"))
    assert {f.reason for f in found.faults} == {"与出处的文字不同"}


FIELDS = [
    '<w:fldSimple w:instr="QUOTE 66"><w:r><w:t>66</w:t></w:r></w:fldSimple>',
    '<w:fldSimple w:instr="PAGE"><w:r><w:t>66</w:t></w:r></w:fldSimple>',
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>66</w:t></w:r>',
]
OTHER_WORDS = [
    "<m:oMath xmlns:m="
    '"http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>66</m:t></m:r></m:oMath>',
    '<w:r><w:sym w:font="Symbol" w:char="F036"/></w:r>',
    '<w:r><w:drawing><a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    "<a:r><a:t>66</a:t></a:r></a:p></w:drawing></w:r>",
    '<w:r><w:pict><v:textpath xmlns:v="urn:schemas-microsoft-com:vml" string="66"/></w:pict></w:r>',
    '<w:sdt><w:sdtPr><w:tag w:val="signed_count@v3/z1/2026/261031/hnvg4tclc0"/><w:dataBinding/>'
    "</w:sdtPr><w:sdtContent><w:r><w:t>64</w:t></w:r></w:sdtContent></w:sdt>",
]


@pytest.mark.parametrize("xml", [*FIELDS, *OTHER_WORDS])
def test_numbers_in_fields_and_drawings_are_read(content, xml) -> None:
    body = part(content)
    at = body.index("<w:sdt>")
    before = "<w:r><w:t>，另有</w:t></w:r>"
    tail = "<w:r><w:t>，计</w:t></w:r>"
    assert traced(changed(content, body, body[:at] + before + xml + tail + body[at:])).untraced


def with_part(content: bytes, name: str, kind: str, xml: str) -> bytes:
    """Return the file with one more part that the body leads to."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            held = old.read(info)
            if info.filename == "word/_rels/document.xml.rels":
                link = f'<Relationship Id="rIdX" Type="http://x/{kind}" Target="{name}"/>'
                held = held.replace(b"</Relationships>", f"{link}</Relationships>".encode())
            new.writestr(info.filename, held)
        new.writestr(f"word/{name}", xml)
    return out.getvalue()


WORD_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CHART_NS = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'


@pytest.mark.parametrize(
    ("name", "kind", "xml"),
    [
        ("comments.xml", "comments",
         f"<w:comments {WORD_NS}><w:comment><w:p><w:r><w:t>实为66个</w:t></w:r></w:p></w:comment>"
         "</w:comments>"),
        ("odd.bin", "header",
         f"<w:hdr {WORD_NS}><w:p><w:r><w:t>66家</w:t></w:r></w:p></w:hdr>"),
        ("graph.xml", "chart",
         f"<c:chartSpace {CHART_NS}><c:numLit><c:pt><c:v>66</c:v></c:pt></c:numLit>"
         "</c:chartSpace>"),
        ("graph.xml", "chart",
         f"<c:chartSpace {CHART_NS}><c:strCache><c:pt><c:v>约66家</c:v></c:pt></c:strCache>"
         "</c:chartSpace>"),
    ],
)  # fmt: skip
def test_every_part_that_is_reached_is_read(content, name, kind, xml) -> None:
    assert any("66" in text for text in traced(with_part(content, name, kind, xml)).untraced)


@pytest.mark.parametrize(
    ("content", "word"), [(b"", "打不开"), (b"PK\x03\x04", "打不开"), (b"text", "打不开")]
)
def test_what_is_no_docx_is_refused(content: bytes, word: str) -> None:
    with pytest.raises(UserError, match=word):
        trace(content, {}.get)


def test_another_archive_and_a_bomb_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(UserError, match=r"不是 \.docx"):
        trace(out.getvalue(), {}.get)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (201 * 1024 * 1024))
    with pytest.raises(UserError, match="200 MB"):
        trace(bomb.getvalue(), {}.get)
