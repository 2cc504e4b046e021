"""Layout (版面): stories cut into marked pieces; a long text is laid out part by part."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from gaoxin.read.core.view import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gaoxin.read.core.view import View

WHOLE = 60_000  # characters up to which a text is one page
PART = 24_000  # characters of a longer text that are shown at once
# Control and direction characters are shown, never obeyed.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to mark: where, how, and the number printed behind it."""

    start: int
    end: int
    css: str
    number: int = 0
    href: str = ""
    title: str = ""
    proves: str = ""  # numbers of the faults that it proves


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text as printed, marked or not, and where it was cut from."""

    text: str
    mark: Mark | None = None
    at: int = 0


def cut(text: str, low: int, high: int, marks: Iterable[Mark]) -> list[Piece]:
    """Return [low, high) of a text as pieces; marks that overlap one before them are left out."""
    pieces: list[Piece] = []
    at = low
    for mark in marks:
        if mark.start < at or mark.end > high or mark.start >= mark.end:
            continue
        if mark.start > at:
            pieces.append(Piece(seen(text[at : mark.start]), at=at))
        pieces.append(Piece(seen(text[mark.start : mark.end]), mark, mark.start))
        at = mark.end
    if at < high:
        pieces.append(Piece(seen(text[at:high]), at=at))
    return pieces


def seen(text: str) -> str:
    """Return a text whose control characters are shown as such."""
    return _UNSEEN.sub("\ufffd", text)


@dataclass(slots=True)
class Paragraph:
    """A paragraph and its place in the raw text."""

    pieces: list[Piece]
    at: int


@dataclass(slots=True)
class StoryShown:
    """A story of the page, its lines joined to paragraphs, with its facts."""

    number: int
    headline: list[Piece]
    byline: str
    place: str
    at: int = 0
    paragraphs: list[Paragraph] = field(default_factory=list)
    count: int = 0


class Part(NamedTuple):
    """A stretch of a text that is shown at once: where, and its stories."""

    low: int
    high: int
    stories: range


def parts_of(text: str, stories: Sequence[dict[str, Any]]) -> list[Part]:
    """Cut a text into parts at the beginnings of stories; a giant story is shown in pieces."""
    if len(text) <= WHOLE:
        return [Part(0, len(text), range(len(stories)))]
    firsts = [min(a for a, _b in spans) if (spans := _spans(each)) else 0 for each in stories]
    cuts = [0]
    for first in sorted(firsts):
        if first - cuts[-1] > PART:
            cuts.append(first)
    cuts.append(len(text))
    found: list[Part] = []
    for low, high in pairwise(cuts):
        begins = [place for place, first in enumerate(firsts) if low <= first < high]
        within = range(min(begins, default=0), max(begins, default=-1) + 1)
        steps = range(low, high, PART) if high - low > 2 * PART else range(low, low + 1)
        for step in steps:
            end = high if step == steps[-1] else step + PART
            found.append(Part(step, end, within))
    return found


def _spans(story: dict[str, Any]) -> list[list[int]]:
    return [*story["spans"], *([story["head"]] if story["head"] else [])]


def plain(text: str, part: Part, marks: Iterable[Mark]) -> list[Piece]:
    """Return a part of the text as it stands in the file."""
    return cut(text, part.low, part.high, (mark for mark in marks if mark.start >= part.low))


def stories_of(
    text: str, part: Part, stories: Sequence[dict[str, Any]], marks: list[Mark]
) -> list[StoryShown]:
    """Return the stories of a part, laid out."""
    sheet = _Sheet(clean(text[part.low : part.high]), part, marks)
    found = []
    for index in part.stories:
        story = stories[index]
        shown = StoryShown(index + 1, [], story["byline"] or "", story["zone"] or "")
        head = story["head"] if story["head"] and sheet.holds(story["head"]) else None
        if head:
            shown.headline, shown.at = sheet.pieces(head), head[0]
        elif story["headline"]:
            shown.headline = [Piece(seen(story["headline"]))]
        for span in filter(sheet.holds, story["spans"]):
            shown.paragraphs += sheet.paragraphs(span)
        if shown.paragraphs or head:
            found.append(shown)
    return found


class _Sheet:
    """The clean view of one part, and the marks that lie in it."""

    def __init__(self, view: View, part: Part, marks: list[Mark]) -> None:
        self.view, self.low, self.high = view, part.low, part.high
        self.marks = [mark for mark in marks if part.low <= mark.start < part.high]

    def holds(self, span: Sequence[int]) -> bool:
        """Test whether a raw span lies in the part, at least in part."""
        return span[0] < self.high and span[1] > self.low

    def pieces(self, span: Sequence[int]) -> list[Piece]:
        """Return a raw span as pieces of the clean text."""
        raw_low, raw_high = max(span[0], self.low), min(span[1], self.high)
        low, high = self._clean(raw_low), self._clean(raw_high - 1) + 1
        moved = [
            Mark(self._clean(m.start), self._clean(m.end - 1) + 1, m.css, m.number, m.href, m.title)
            for m in self.marks
            if raw_low <= m.start < raw_high
        ]
        return cut(self.view.text, low, high, moved)

    def paragraphs(self, span: Sequence[int]) -> list[Paragraph]:
        """Return a raw span as paragraphs: cut at line breaks outside marks."""
        found = [Paragraph([], span[0])]
        for piece in self.pieces(span):
            if piece.mark is not None:
                found[-1].pieces.append(piece)
                continue
            at = piece.at
            for place, line in enumerate(piece.text.split("\n")):
                if place:
                    found.append(Paragraph([], self._raw(at)))
                found[-1].pieces.append(Piece(line, at=at))
                at += len(line) + 1
        return [each for each in found if any(piece.text.strip() for piece in each.pieces)]

    def _clean(self, raw: int) -> int:
        return self.view.clean_at(raw - self.low)

    def _raw(self, at: int) -> int:
        return self.view.raw_start(min(at, max(len(self.view.text) - 1, 0))) + self.low
