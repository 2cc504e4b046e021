"""Word file (公文排版): the layout of the standard, controls around numbers, the template."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document

import gaoxin.report
from gaoxin.lib.errors import UserError
from gaoxin.report.core.compose import compose
from gaoxin.report.core.word import layout
from gaoxin.report.core.word.blank import blank_template
from gaoxin.report.core.word.fields import check_template, order_of
from gaoxin.report.core.word.write import code_of, write
from tests.core.report import months


@pytest.fixture(scope="module")
def bulletin():
    return compose(months.month())


@pytest.fixture(scope="module")
def written(bulletin, easel) -> bytes:
    return write(bulletin, blank_template(), easel)


def part(content: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode("utf-8")


def changed(content: bytes, old: str, new: str) -> bytes:
    """Return the .docx with a text of its body replaced."""
    assert old in part(content)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "word/document.xml":
                data = data.decode("utf-8").replace(old, new).encode()
            target.writestr(info.filename, data)
    return out.getvalue()


def test_the_shipped_template_is_the_blank_one() -> None:
    folder = Path(gaoxin.report.__file__).parent / "templates_docx"
    assert (folder / "bulletin.docx").read_bytes() == blank_template()
    assert check_template(blank_template()) == []


def test_measures_of_the_standard(written) -> None:
    section = Document(io.BytesIO(written)).sections[0]
    mm = 36000
    assert (round(section.page_width / mm), round(section.page_height / mm)) == (210, 297)
    assert (round(section.top_margin / mm), round(section.left_margin / mm)) == (37, 28)
    width = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    assert abs(width / mm - 156) < 0.1
    assert abs(height / mm - 225) < 0.1


def test_a_page_holds_22_lines_of_28_characters() -> None:
    height = layout.twips(225)
    assert layout.LINE_PITCH * 22 <= height < layout.LINE_PITCH * 23
    pitch = layout.BODY_POINTS * 20 + layout.CHARACTER_SPACING
    assert pitch * 28 <= layout.TEXT_WIDTH < pitch * 29
    assert f'w:linePitch="{layout.LINE_PITCH}"' in part(blank_template())


def test_fonts_and_sizes_of_the_standard() -> None:
    styles = part(blank_template(), "word/styles.xml")
    for style, font, half_points in (
        (layout.TITLE, "方正小标宋简体", 44), (layout.BODY, "仿宋_GB2312", 32),
        (layout.HEADING_1, "黑体", 32), (layout.HEADING_2, "楷体_GB2312", 32),
    ):  # fmt: skip
        found = re.search(rf'w:styleId="{style}".*?</w:style>', styles)
        assert found is not None
        assert f'w:eastAsia="{font}"' in found.group()
        assert f'<w:sz w:val="{half_points}"/>' in found.group()


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages() -> None:
    content = blank_template()
    assert "<w:evenAndOddHeaders/>" in part(content, "word/settings.xml")
    for name, side in (("word/footer1.xml", "right"), ("word/footer2.xml", "left")):
        footer = part(content, name)
        assert f'<w:jc w:val="{side}"/>' in footer
        assert re.sub("<[^>]+>", "", footer).replace(" PAGE ", "") == "—1—"
        assert 'w:eastAsia="宋体"' in footer
        assert '<w:sz w:val="28"/>' in footer


def test_every_number_stands_in_a_control_with_its_key(bulletin, written) -> None:
    tags = re.findall(r'<w:tag w:val="([^"]+)"/>', part(written))
    in_text = {n.key for p, _b, n in bulletin.numbers() if not p.startswith("图")}
    assert in_text <= set(tags)
    assert max(map(len, tags)) <= 64
    ids = re.findall(r'<w:id w:val="(\d+)"/>', part(written))
    assert len(ids) == len(set(ids)) == len(tags)


def test_the_body_reads_as_composed(bulletin, written) -> None:
    text = "\n".join(p.text for p in Document(io.BytesIO(written)).paragraphs)
    assert "一、总体情况" in text
    assert "十、下步工作" in text
    assert "附表4　问题清单" in text
    assert f"校验码：{code_of(bulletin)}" in text


def test_tables_repeat_their_head_and_fill_the_width(written) -> None:
    document = Document(io.BytesIO(written))
    assert len(document.tables) == 7
    for table in document.tables:
        widths = [int(w) for w in re.findall(r'<w:gridCol w:w="(\d+)"', table._tbl.xml)]
        assert sum(widths) == layout.TEXT_WIDTH
        assert table._tbl.xml.count("<w:tblHeader/>") == 1


def test_the_chart_is_a_picture_with_a_description(written) -> None:
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert [n for n in archive.namelist() if n.startswith("word/media/")] != []
    assert 'descr="图1　分园区开工率与资金到位率（1至10月）' in part(written)


def test_an_office_may_move_and_drop_sections(bulletin, easel) -> None:
    moved = changed(blank_template(), "{{p overview }}", "{{p held }}")
    moved = changed(moved, "{{p lights }}", "{{p overview }}")
    moved = changed(moved, "{{p held }}", "{{p lights }}")
    dropped = changed(moved, "{{p leaders }}", "本期包联情况另行通报。")
    assert order_of(dropped)[1] == "lights"
    text = [p.text for p in Document(io.BytesIO(write(bulletin, dropped, easel))).paragraphs]
    assert "一、红黄绿清单与变化" in text
    assert "七、总体情况" in text
    assert "本期包联情况另行通报。" in text
    assert not any("领导包联与督查" in line for line in text)


def test_text_of_an_office_cannot_break_the_file(easel) -> None:
    data = months.month(plans=("抓好 <重点> & “难点”\x0b工作",), organ="甲&乙<室>")
    text = [
        p.text
        for p in Document(io.BytesIO(write(compose(data), blank_template(), easel))).paragraphs
    ]
    assert "（五）抓好 <重点> & “难点”工作。" in text
    assert "甲&乙<室>" in text


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("{{ title }}", "{{ titel }}", "没有“titel”这个字段"),
        ("{{p funds }}", "{{ funds }}", "{{p funds }}"),
        ("{{p funds }}", "资金：{{p funds }}", "独占一段"),
        ("{{ title }}", "{{p title }}", "不要写 p"),
        ("{{ check_line }}", "", "缺少这个字段"),
        ("{{p funds }}", "{{p funds", "花括号不成对"),
        ("{{p funds }}", "{{p lights }}", "出现了两次"),
        ("{%p if red_head %}", "{%p if secret %}", "{%p if 字段 %}"),
        ("{{ title }}", "{{ ti</w:t></w:r><w:r><w:t>tle }}", "被拆成几段"),
        ("{{ title }}", "{{ ''.__class__ }}", "这个字段"),
    ],
)
def test_a_bad_template_is_refused_with_the_place(bulletin, easel, old, new, word) -> None:
    bad = changed(blank_template(), old, new)
    assert any(word in problem.reason for problem in check_template(bad))
    with pytest.raises(UserError, match="模板有"):
        write(bulletin, bad, easel)


def test_no_red_head_leaves_no_empty_line(bulletin, easel) -> None:
    from dataclasses import replace

    plain = write(replace(bulletin, red_head=""), blank_template(), easel)
    assert Document(io.BytesIO(plain)).paragraphs[0].text.startswith("关于2026年")
