"""Body (正文): paragraphs, tables and charts of a section as Word XML in the template's styles."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gaoxin.report.core.document import Chart, Paragraph, Table
from gaoxin.report.core.word import layout
from gaoxin.report.core.word.inline import Ids, inline, run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gaoxin.report.core.document import Block, Cell, Section

# A table of at most so many rows stays on one page.
SHORT_TABLE = 14
_EDGE = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


class Row(NamedTuple):
    """A row's style, whether it repeats on each page, whether it stays with the next."""

    style: str
    repeats: bool = False
    keep: bool = False


_HEAD = Row(layout.TABLE_HEAD, repeats=True, keep=True)


def paragraph(content: str, style: str, *, keep: bool = False) -> str:
    """Return a paragraph of a style; `keep` holds it on the page of the next."""
    held = "<w:keepNext/>" if keep else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{held}</w:pPr>{content}</w:p>'


def section(
    part: Section, heading: str, ids: Ids, draw: Callable[[Chart], str], *, new_page: bool = False
) -> str:
    """Return a section: its heading, on a new page where asked for, and its blocks."""
    small = part.name == "bases"
    opening = "<w:pageBreakBefore/>" if new_page else ""
    look = f'<w:pPr><w:pStyle w:val="{layout.HEADING_1}"/>{opening}</w:pPr>'
    head = f"<w:p>{look}{run(heading)}</w:p>"
    return head + "".join(_block(block, ids, draw, small=small) for block in part.blocks)


def _block(block: Block, ids: Ids, draw: Callable[[Chart], str], *, small: bool) -> str:
    if isinstance(block, Paragraph):
        leading = layout.LEADING if block.level == 2 else ""
        style = layout.ANNEX if small else layout.BODY
        return paragraph(inline(block.parts, ids, leading=leading), style)
    if isinstance(block, Table):
        return table(block, ids)
    return paragraph(draw(block), layout.CHART) + paragraph(run(block.title), layout.TABLE_TITLE)


def table(block: Table, ids: Ids) -> str:
    """Return a table over the whole width; its head repeats, its rows are not broken."""
    widths = _widths(block.widths or (1,) * len(block.head))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    last = len(block.rows) - 1
    short = last < SHORT_TABLE
    rows = [_row([(_on_two_lines(head),) for head in block.head], widths, ids, _HEAD)]
    for number, cells in enumerate(block.rows):
        style = layout.TABLE_HEAD if number in block.strong else layout.TABLE_CELL
        rows.append(_row(cells, widths, ids, Row(style, keep=short and number < last)))
    title = paragraph(run(block.title), layout.TABLE_TITLE) if block.title else ""
    after = inline(block.note, ids) if block.note else ""
    return (
        f'{title}<w:tbl><w:tblPr><w:tblW w:w="{layout.TEXT_WIDTH}" w:type="dxa"/>'
        f"<w:tblBorders>{_EDGE}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/>'
        f'<w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(rows)}</w:tbl>{paragraph(after, layout.TABLE_CELL)}"
    )


def _on_two_lines(head: str) -> str:
    """Return a head with its unit on a line of its own."""
    name, bracket, unit = head.partition("（")
    return f"{name}\n{bracket}{unit}" if bracket else head


def _row(cells: Sequence[Cell], widths: list[int], ids: Ids, row: Row) -> str:
    repeat = "<w:tblHeader/>" if row.repeats else ""
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph(inline(cell, ids), row.style, keep=row.keep)}</w:tc>"
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{made}</w:tr>"


def _widths(weights: Sequence[int]) -> list[int]:
    """Return whole widths in the ratio of the weights that fill the type area exactly."""
    total, found, used = sum(weights), [], 0
    for index in range(len(weights)):
        edge = layout.TEXT_WIDTH * sum(weights[: index + 1]) // total
        found.append(edge - used)
        used = edge
    return found
