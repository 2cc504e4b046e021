"""Columns of a page (分栏): lines that run across two columns are put back, column by column.

Most programs write a PDF column by column, and its text comes out so. Software that recognises
scans writes line by line across the page; there the parts left of the gap are one text and those
right of it another. A table has such gaps too, but short cells: its rows stay rows.
"""

from __future__ import annotations

from typing import NamedTuple

_LEAST_ROWS = 5  # rows with a gap at the same place that make columns
_LEAST_WIDTH = 8.0  # ems that most parts of a column are wide at least
_APART = 2.6  # ems from line to line that part two stories
_LEAST_GAP, _MOST_GAP = 1.2, 4.0  # ems between columns


class Chunk(NamedTuple):
    """Words written at once: where they stand (points, y upwards), how high, and what."""

    x: float
    y: float
    size: float
    text: str

    @property
    def end(self) -> float:
        """Return where the words end, by the usual widths of Chinese and Latin signs."""
        return self.x + self.size * sum(1.0 if char > "\u2e7f" else 0.5 for char in self.text)


class _Part(NamedTuple):
    """A stretch of a row without a wide gap."""

    x: float
    end: float
    y: float
    size: float
    text: str


def in_columns(chunks: list[Chunk]) -> str:
    """Return the page column by column; empty where no row runs across columns."""
    rows = [_parts(row) for row in _rows(chunks)]
    split = [row for row in rows if len(row) == 2]
    if len(split) < _LEAST_ROWS or not _are_columns(split):
        return ""
    gutter = sorted(row[1].x for row in split)[len(split) // 2]
    lines: list[str] = []
    sides: tuple[list[str], list[str]] = [], []
    above = rows[0][0].y
    for row in rows:
        over = len(row) > 2 or any(_crosses(part, gutter) for part in row)
        if over or above - row[0].y > _APART * row[0].size:
            # A headline or a table over the whole page, or a gap, ends the columns above.
            lines += [*sides[0], *sides[1]]
            sides = [], []
        above = row[0].y
        if over:
            lines.append("\t".join(part.text for part in row))
            continue
        for part in row:
            sides[part.x >= gutter - part.size].append(part.text)
    return "\n".join([*lines, *sides[0], *sides[1]])


def _crosses(part: _Part, gutter: float) -> bool:
    return part.x < gutter - part.size < part.end - part.size


def _rows(chunks: list[Chunk]) -> list[list[Chunk]]:
    """Return the chunks written one after the other at one height."""
    rows: list[list[Chunk]] = []
    for chunk in chunks:
        if rows and abs(rows[-1][-1].y - chunk.y) < chunk.size / 2:
            rows[-1].append(chunk)
        else:
            rows.append([chunk])
    return rows


def _parts(row: list[Chunk]) -> list[_Part]:
    """Join the chunks of a row that stand close together."""
    parts: list[_Part] = []
    for chunk in row:
        last = parts[-1] if parts else None
        if last is not None and last.x <= chunk.x < last.end + _LEAST_GAP * chunk.size:
            parts[-1] = last._replace(end=chunk.end, text=last.text + chunk.text)
        else:
            parts.append(_Part(chunk.x, chunk.end, chunk.y, chunk.size, chunk.text))
    return parts


def _are_columns(rows: list[list[_Part]]) -> bool:
    """Test whether most rows have their gap at one place and wide parts on both sides."""
    starts = sorted(row[1].x for row in rows)
    middle = starts[len(starts) // 2]
    fitting = [
        row
        for row in rows
        if abs(row[1].x - middle) < 3 * row[1].size
        and row[1].x - row[0].end < _MOST_GAP * row[1].size
        and all(part.end - part.x >= _LEAST_WIDTH * part.size for part in row)
    ]
    return len(fitting) >= _LEAST_ROWS and 2 * len(fitting) >= len(rows)
