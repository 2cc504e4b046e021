"""Paper (文书): titles, paragraphs and tables; each number of the review carries its key.

Nothing here knows Word or the site. A number's key is `R-2026-071/total`: the case, and what of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the review as printed, with its key."""

    key: str
    text: str


Part = str | Figure


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a paper."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `align` is left (with indent), right, or flush."""

    parts: tuple[Part, ...]
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: heads, and rows of cells."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Part, ...], ...]
    widths: tuple[int, ...] = ()


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper: its title, who issues it, when it was made, and its blocks."""

    title: str
    organ: str
    made_at: datetime
    blocks: tuple[Block, ...]


def figures_of(paper: Paper) -> Iterator[Figure]:
    """Yield the figures of a paper in the order of printing."""
    for block in paper.blocks:
        yield from (part for part in _parts(block) if isinstance(part, Figure))


def text_of(paper: Paper) -> str:
    """Return everything that a paper prints, a line for each paragraph or cell."""
    lines = [paper.title, paper.organ]
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            lines.append("".join(_word(part) for part in block.parts))
        elif isinstance(block, Table):
            lines += [*block.heads, *(_word(cell) for row in block.rows for cell in row)]
        else:
            lines.append(block.text)
    return "\n".join(lines)


def _parts(block: Block) -> tuple[Part, ...]:
    if isinstance(block, Paragraph):
        return block.parts
    if isinstance(block, Table):
        return tuple(cell for row in block.rows for cell in row)
    return ()


def _word(part: Part) -> str:
    return part.text if isinstance(part, Figure) else part


def long_day(day: date) -> str:
    """Return a day as papers print it.

    >>> from datetime import date
    >>> long_day(date(2026, 11, 5))
    '2026年11月5日'
    """
    return f"{day.year}年{day.month}月{day.day}日"
