"""Word file (成文): a paper becomes a .docx, each number in a content control with its key.

Read back, the controls say which numbers the file prints; `faults` compares them with the review.
A4 and margins after GB/T 9704-2012. What the file says of itself (author, comments) is set, so that
no name of a person gets into it.
"""

from __future__ import annotations

import io
from collections import Counter
from datetime import UTC
from typing import TYPE_CHECKING, Any, cast
from zipfile import BadZipFile

from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from gaoxin.lib.errors import UserError
from gaoxin.review.core.papers.paper import Figure, Heading, Table, figures_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph as WordParagraph

    from gaoxin.review.core.papers.paper import Block, Paper, Part

BODY, TITLE, HEAD, LATIN = "仿宋_GB2312", "方正小标宋简体", "黑体", "Times New Roman"
MARGINS = {"top": 37, "left": 28, "right": 26, "bottom": 35}
LONGEST_TAG = 64
_TEXT_WIDTH = 156
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "flush": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
}


def write(paper: Paper) -> bytes:
    """Return a paper as .docx bytes."""
    document = Document()
    _page(document)
    _about(document, paper)
    title = document.add_paragraph()
    title.alignment = _ALIGN["center"]
    title.paragraph_format.space_after = Pt(18)
    _run(title, paper.title, TITLE, 22)
    for block in paper.blocks:
        _block(document, block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, millimetres in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(millimetres))
    normal = cast("Any", document.styles["Normal"])
    normal.font.name = LATIN
    normal.font.size = Pt(16)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)


def _about(document: WordDocument, paper: Paper) -> None:
    about = document.core_properties
    about.title = paper.title
    about.author = about.last_modified_by = paper.organ
    about.comments = about.keywords = about.category = about.subject = ""
    about.created = about.modified = paper.made_at.astimezone(UTC)
    about.revision = 1


def _block(document: WordDocument, block: Block) -> None:
    if isinstance(block, Table):
        _table(document, block)
        return
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.space_after, form.line_spacing = Pt(0), Pt(28)
    if isinstance(block, Heading):
        form.first_line_indent, form.keep_with_next = Pt(32), True
        _run(paragraph, block.text, HEAD, 16)
        return
    paragraph.alignment = _ALIGN[block.align]
    if block.align == "left":
        form.first_line_indent = Pt(32)
    for part in block.parts:
        _part(paragraph, part, 16)


def _table(document: WordDocument, block: Table) -> None:
    table = document.add_table(rows=1, cols=len(block.heads))
    table.style = "Table Grid"
    widths = block.widths or (_TEXT_WIDTH // len(block.heads),) * len(block.heads)
    for column, millimetres in zip(table.columns, widths, strict=True):
        column.width = Mm(millimetres)
    head = table.rows[0]
    repeat = OxmlElement("w:tblHeader")
    head._tr.get_or_add_trPr().append(repeat)
    for cell, text in zip(head.cells, block.heads, strict=True):
        _cell(cell, text, HEAD)
    for row in block.rows:
        added = table.add_row()
        added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, part in zip(added.cells, row, strict=True):
            _cell(cell, part, BODY)
    document.add_paragraph().paragraph_format.line_spacing = Pt(10)


def _cell(cell: Any, part: Part, font: str) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = _ALIGN["center"]
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(2)
    form.line_spacing = Pt(15)
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    _part(paragraph, part, 10.5, font)


def _part(paragraph: WordParagraph, part: Part, size: float, font: str = BODY) -> None:
    if isinstance(part, Figure):
        _control(paragraph, part, size)
    elif part:
        _run(paragraph, part, font, size)


def _run(paragraph: WordParagraph, text: str, font: str, size: float) -> Any:
    run = paragraph.add_run(clean(text))
    run.font.name, run.font.size = LATIN, Pt(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def clean(text: str) -> str:
    """Return the text without characters that have no place in XML."""
    return "".join(c for c in text if c >= " " or c in "\t\n")


def _control(paragraph: WordParagraph, figure: Figure, size: float) -> None:
    """Put a figure's run into a content control; ValueError where the key is too long for Word."""
    if len(figure.key) > LONGEST_TAG:
        raise ValueError(f"{figure.key!r} is longer than {LONGEST_TAG} characters")
    run = _run(paragraph, figure.text, BODY, size)
    control, about, content = (
        OxmlElement(name) for name in ("w:sdt", "w:sdtPr", "w:sdtContent")
    )  # fmt: skip
    tag = OxmlElement("w:tag")
    tag.set(qn("w:val"), figure.key)
    about.append(tag)
    paragraph._p.replace(run._r, control)
    content.append(run._r)
    control.append(about)
    control.append(content)


def printed(content: bytes) -> list[Figure]:
    """Return the figures that a file prints, in order; UserError where it is no .docx."""
    try:
        document = Document(io.BytesIO(content))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, SyntaxError) as why:
        raise UserError(f"打不开这个 .docx：{why} (cannot be opened)") from None
    return list(_controls(document.element.body))


def _controls(body: Any) -> Iterator[Figure]:
    for control in body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        if tag is not None:
            words = "".join(text.text or "" for text in control.iter(qn("w:t")))
            yield Figure(str(tag.get(qn("w:val"))), words)


def faults(content: bytes, paper: Paper) -> list[str]:
    """Return how a file's numbers differ from those of the paper; empty where they agree."""
    wanted, found = list(figures_of(paper)), printed(content)
    values = {figure.key: figure.text for figure in wanted}
    said = []
    for figure in found:
        right = values.get(figure.key)
        if right is None:
            said.append(f"{figure.key}：评审里没有这个数")
        elif right != figure.text:
            said.append(f"{figure.key}：印的是 {figure.text}，应为 {right}")
    absent = Counter(f.key for f in wanted) - Counter(f.key for f in found)
    return said + [f"{key}：文件里少了这个数" for key in absent]
