"""Trace of a file (点数见源): every number of a .docx finds its figure, or is named.

A number inside a content control is recomputed by the control's tag and must read the same; a
number outside is untraced. Digits that are words (5亿元以上, a project called 年产8万片) stand in a
control whose tag names the definition, rule or record that holds these words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaoxin.report.core import printing
from gaoxin.report.core.checkcode import check_code
from gaoxin.report.core.quantities import quantities, uncovered
from gaoxin.report.core.verify import ORDINAL_HEADS
from gaoxin.report.core.wordtext import chart_numbers, lines_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from gaoxin.report.core.document import Stated
    from gaoxin.report.core.wordtext import Line, Piece

TERM = re.compile(r"[drjipo]:.+")
CODE = re.compile(r"校验码\s*[：:]\s*([0-9A-F]{4}(?:-[0-9A-F]{4})+)")


@dataclass(frozen=True, slots=True)
class Fault:
    """A number in a control that does not read as its figure does."""

    text: str
    key: str
    expected: str
    reason: str
    part: str


@dataclass(frozen=True, slots=True)
class FileTrace:
    """What was found in a file; `numbers` = `traced` + untraced + faults."""

    traced: int
    untraced: tuple[str, ...]
    faults: tuple[Fault, ...]
    code_printed: str
    code_computed: str

    @property
    def numbers(self) -> int:
        """Return how many quantities the file holds."""
        return self.traced + len(self.untraced) + len(self.faults)

    @property
    def is_recoded(self) -> bool:
        """Test whether a code is printed that is not the code of the numbers."""
        return bool(self.code_printed) and self.code_printed != self.code_computed


class _Walk:
    """Gathers what is traced, untraced and wrong; each key is computed once."""

    def __init__(
        self, recompute: Callable[[str], Stated | None], wording: Callable[[str], str | None]
    ) -> None:
        self.recompute = recompute
        self.wording = wording
        self.known: dict[str, Stated | None] = {}
        self.traced = 0
        self.untraced: list[str] = []
        self.faults: list[Fault] = []
        self.shown: list[tuple[str, str]] = []

    def stated(self, key: str) -> Stated | None:
        """Return the figure of a key."""
        if key not in self.known:
            self.known[key] = self.recompute(key)
        return self.known[key]


def trace(
    content: bytes,
    recompute: Callable[[str], Stated | None],
    wording: Callable[[str], str | None] = lambda _ref: None,
) -> FileTrace:
    """Return the trace of a .docx.

    `recompute` gives the figure of a key or None; `wording` the text of a definition, rule or
    record (`d:`, `r:`, `j:`, `i:`) or None. UserError where the file cannot be opened.
    """
    walk = _Walk(recompute, wording)
    printed = ""
    for line in lines_of(content):
        code = CODE.search(line.text)
        printed = code[1] if code else printed
        _trace_line(walk, line)
    walk.untraced += [f"图中的 {value}" for value in chart_numbers(content) if value]
    return FileTrace(
        traced=walk.traced,
        untraced=tuple(walk.untraced),
        faults=tuple(walk.faults),
        code_printed=printed,
        code_computed=check_code(walk.shown),
    )


def _trace_line(walk: _Walk, line: Line) -> None:
    covered: list[tuple[int, int]] = []
    at, before = 0, ""
    for piece in line.pieces:
        end = at + len(piece.text)
        if piece.tag and _is_ours(piece.tag):
            covered.append((at, end))
            _trace_control(walk, line, piece, before)
        elif piece.is_field:
            covered.append((at, end))
        at, before = end, before + piece.text
    if line.column in ORDINAL_HEADS and line.text.strip().isdigit():
        return
    walk.untraced += [quantity.text for quantity in uncovered(line.text, covered)]


def _is_ours(tag: str) -> bool:
    return "/" in tag or bool(TERM.fullmatch(tag))


def _trace_control(walk: _Walk, line: Line, piece: Piece, before: str) -> None:
    if TERM.fullmatch(piece.tag):
        _trace_term(walk, line, piece)
        return
    walk.shown.append((piece.tag, piece.text))
    stated = walk.stated(piece.tag)
    if stated is None:
        walk.faults.append(Fault(piece.text, piece.tag, "", "打不开这个编号", line.part))
        return
    after = line.text[len(before) + len(piece.text) :]
    why = (
        printing.fault(piece.text, stated, before)
        or printing.turned(piece.text, stated, before, after)
        or printing.unit_fault(piece.text, stated, line.column)
    )
    if why:
        walk.faults.append(Fault(piece.text, piece.tag, stated.text, why, line.part))
    else:
        walk.traced += 1


def _trace_term(walk: _Walk, line: Line, piece: Piece) -> None:
    wording = walk.wording(piece.tag)
    if wording is None:
        reason = "打不开出处"
    elif not printing.says(piece.text, wording):
        reason = "与出处的文字不同"
    else:
        reason = ""
    if reason:
        walk.faults.append(Fault(piece.text, piece.tag, wording or "", reason, line.part))
        return
    # A term without digits is no number: nothing is counted.
    walk.traced += len(quantities(piece.text))
