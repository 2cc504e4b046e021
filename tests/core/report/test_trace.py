"""Trace of a file (点数见源): numbers inside controls agree, numbers outside are named."""

from __future__ import annotations

import io
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
    words = WORDS | {f"d:{b.full_id}": b.wording for b in compose(months.month()).bases}
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
