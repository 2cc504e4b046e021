"""Writing (成文): a bulletin and a template become a .docx."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx.shared import Mm
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from markupsafe import Markup

from gaoxin.lib.errors import UserError
from gaoxin.report.core.checkcode import check_code
from gaoxin.report.core.document import Chart, Paragraph, appendix_heading, numbers_of, ordinal
from gaoxin.report.core.picture import SIZE, option
from gaoxin.report.core.word import body, fields, layout
from gaoxin.report.core.word.inline import Ids, inline

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from gaoxin.report.core.document import Block, Bulletin
    from gaoxin.report.core.picture import Easel


def write(bulletin: Bulletin, template: bytes, easel: Easel) -> bytes:
    """Return the bulletin as .docx, laid out by the template.

    Headings are numbered in the order in which the template prints the sections. UserError names
    what is wrong with the template.
    """
    problems = fields.check_template(template)
    if problems:
        first = problems[0]
        raise UserError(f"模板有 {len(problems)} 处问题，第一处：“{first.text}”{first.reason}。")
    document = DocxTemplate(io.BytesIO(template))
    document.init_docx()
    ids = Ids()
    values = _words(bulletin, template) | _blocks(bulletin, template, ids, _draw(document, easel))
    try:
        document.render(values, autoescape=True)
    except TemplateError as why:
        raise UserError(f"模板不能用：{why}。") from None
    _name(document, bulletin, template)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def code_of(bulletin: Bulletin, template: bytes | None = None) -> str:
    """Return the check code of the bulletin's numbers, in the order of the template if given.

    Numbers of a picture are left out: they cannot be read back.
    """
    parts: dict[str, tuple[Block, ...]] = {"lead": (Paragraph(bulletin.lead),)}
    parts |= {part.name: part.blocks for part in (*bulletin.sections, *bulletin.appendices)}
    order = list(parts) if template is None else fields.order_of(template)
    return check_code(
        (number.key, number.text)
        for name in order
        for block in parts.get(name, ())
        if not isinstance(block, Chart)
        for _before, number in numbers_of(block)
    )


def check_line(bulletin: Bulletin, template: bytes | None = None) -> str:
    """Return the line at the foot: code, as-of day and moment of knowledge."""
    known = bulletin.known_at
    return (
        f"校验码：{code_of(bulletin, template)}　数据截至{_day(bulletin.as_of)}，"
        f"取数时刻{_day(known.date())}{known:%H:%M}。凭校验码可重开本期数据。"
    )


def _words(bulletin: Bulletin, template: bytes) -> dict[str, str]:
    return {
        "red_head": bulletin.red_head,
        "issue": bulletin.issue,
        "organ": bulletin.organ,
        "issued_on": _day(bulletin.issued_on) if bulletin.issued_on else "",
        "title": bulletin.title,
        "check_line": check_line(bulletin, template),
    }


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _blocks(
    bulletin: Bulletin, template: bytes, ids: Ids, draw: Callable[[Chart], str]
) -> dict[str, str]:
    order = fields.order_of(template)
    made = {"lead": body.paragraph(inline(bulletin.lead, ids), layout.BODY)}
    main = sorted(
        (s for s in bulletin.sections if s.name in order), key=lambda s: order.index(s.name)
    )
    for number, part in enumerate(main, 1):
        made[part.name] = body.section(part, f"{ordinal(number)}、{part.title}", ids, draw)
    first = next((name for name in order if name in fields.APPENDICES), "")
    for number, part in enumerate(bulletin.appendices, 1):
        heading = appendix_heading(part.name, part.title, number)
        opens = part.name == first
        made[part.name] = body.section(part, heading, ids, draw, new_page=opens)
    return {name: Markup(xml) for name, xml in made.items()}  # noqa: S704 - escaped where it is made


def _draw(document: DocxTemplate, easel: Easel) -> Callable[[Chart], str]:
    """Return what draws a chart into the document's package and gives its XML."""

    def draw(chart: Chart) -> str:
        picture = io.BytesIO(easel.png(option(chart)))
        width = Mm(layout.TYPE_AREA_MM[0])
        shape = document.docx.part.new_pic_inline(picture, width, int(width * SIZE[1] / SIZE[0]))
        shape.docPr.set("descr", f"{chart.title}。各项数字见正文表格。")
        return f"<w:r><w:drawing>{shape.xml}</w:drawing></w:r>"

    return draw


def _name(document: DocxTemplate, bulletin: Bulletin, template: bytes) -> None:
    properties = document.docx.core_properties
    properties.title = bulletin.title.replace("\n", "")
    properties.author = bulletin.organ
    properties.comments = check_line(bulletin, template)
