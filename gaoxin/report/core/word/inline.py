"""Inline parts (行内): text as runs, each number in a content control tagged with its key."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from gaoxin.report.core.document import Number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaoxin.report.core.document import Inline, Term

LONGEST_TAG = 64
LONGEST_ALIAS = 60


class Ids:
    """Numbers for controls and pictures, each given once in a document."""

    def __init__(self) -> None:
        self._next = count(1001)

    def __call__(self) -> int:
        """Return a number not given before."""
        return next(self._next)


def clean(text: str) -> str:
    """Return the text as XML characters; control characters have no place in a document."""
    return escape("".join(c for c in text if c >= " " or c in "\t\n"))


def run(text: str, style: str = "") -> str:
    """Return a run of text."""
    looks = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(clean(text).split("\n"))
    return f'<w:r>{looks}<w:t xml:space="preserve">{lines}</w:t></w:r>'


def control(tag: str, alias: str, text: str, id: int) -> str:
    """Return a content control around a text; ValueError where the tag is too long for Word."""
    if len(tag) > LONGEST_TAG:
        raise ValueError(f"{tag!r} is longer than {LONGEST_TAG} characters")
    name = quoteattr(clean(alias)[:LONGEST_ALIAS])
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={name}/><w:tag w:val={quoteattr(tag)}/>"
        f'<w:id w:val="{id}"/><w:text/></w:sdtPr><w:sdtContent>{run(text)}</w:sdtContent></w:sdt>'
    )


def inline(parts: tuple[Inline, ...], ids: Ids, *, leading: str = "") -> str:
    """Return inline parts as runs; `leading` is the style of the words to the first full stop."""
    return "".join(_parts(parts, ids, leading))


def _parts(parts: tuple[Inline, ...], ids: Ids, leading: str) -> Iterator[str]:
    opening = bool(leading)
    for part in parts:
        if isinstance(part, Number):
            yield control(part.key, part.stated.name, part.text, ids())
        elif not isinstance(part, str):
            yield _term(part, ids)
        elif opening and "。" in part:
            head, stop, rest = part.partition("。")
            yield run(head + stop, leading)
            yield run(rest) if rest else ""
            opening = False
        elif part:
            yield run(part, leading if opening else "")


def _term(term: Term, ids: Ids) -> str:
    return control(term.ref, "口径用语", term.text, ids())
