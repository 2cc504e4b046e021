"""Blind papers (盲审材料): names of those behind a project are covered before an expert reads.

A name is found whatever its spaces, line breaks, width and brackets; also without the legal form
behind it (有限公司), and with 集团, 股份 and the like in brackets or not.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from gaoxin.lib.numerals import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

COVER = "〔已遮〕"
# Shorter than this, a bare stem would cover ordinary words.
SHORTEST_STEM = 3
_FORMS = re.compile(
    r"(?:有限责任公司|股份有限公司|集团有限公司|控股有限公司|有限公司|股份公司|集团公司|公司|集团"
    r"|Co\.?,?Ltd\.?|Ltd\.?|Inc\.?|GmbH|AG|S\.A\.|PLC|LLC)$",
    re.IGNORECASE,
)
_BEHIND = "有限责任公司|股份有限公司|有限公司|集团公司|股份公司|集团|股份"
_BRACKETS = "()（）〔〕[]【】"
_MARK = r"[\s\u200b\ufeff·•.,，。、\-‐–—()（）〔〕\[\]【】“”\"'‘’]*"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text that an expert reads: covered, cited for the item in hand, or plain."""

    text: str
    cited: bool = False
    covered: bool = False


def stems(name: str) -> tuple[str, ...]:
    """Return the spellings to cover: the whole name and what is left without its legal form."""
    whole = "".join(sign for sign in plain(name) if sign not in _BRACKETS)
    found = [whole] if len(whole) >= 2 else []
    stem = whole
    while (shorter := _FORMS.sub("", stem)) != stem:
        stem = shorter
        if len(stem) >= SHORTEST_STEM:
            found.append(stem)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=256)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    wanted = sorted({stem for name in names for stem in stems(name)}, key=len, reverse=True)
    if not wanted:
        return None
    spelled = "|".join(_loose(each) for each in wanted)
    # A register's short name covers the legal form that a paper prints behind it.
    return re.compile(f"(?:{spelled})(?:{_MARK}(?:{_BEHIND}))*", re.IGNORECASE)


def _loose(stem: str) -> str:
    return _MARK.join(_either_width(sign) for sign in stem)


def _either_width(sign: str) -> str:
    wide = chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else ""
    return f"[{re.escape(sign)}{wide}]" if wide else re.escape(sign)


def masked(text: str, names: Iterable[str]) -> str:
    """Return a text with every name of those behind the project covered."""
    pattern = _pattern(tuple(sorted(set(names))))
    return text if pattern is None else pattern.sub(COVER, text)


def shown_page(text: str, quote: str, names: Iterable[str]) -> tuple[Piece, ...]:
    """Return a page as pieces: names covered, the quoted place marked (where the page has it).

    Names are looked for in the whole page, so that one over the edge of the quote is covered.
    """
    pattern = _pattern(tuple(sorted(set(names))))
    covers = [] if pattern is None else [found.span() for found in pattern.finditer(text)]
    start = text.find(quote) if quote else -1
    end = start + len(quote) if start >= 0 else start
    inside = {at for first, last in covers for at in range(first + 1, last)}
    edges = {0, len(text), *(at for span in covers for at in span)}
    edges |= {at for at in (start, end) if at >= 0 and at not in inside}
    ordered = sorted(edges)
    starts = {first for first, _last in covers}
    return tuple(
        Piece(COVER if a in starts else text[a:b], start <= a < end, a in starts)
        for a, b in itertools.pairwise(ordered)
    )


def around(pieces: tuple[Piece, ...], size: int) -> tuple[Piece, ...]:
    """Return so many signs before and after the cited place; without one, the beginning."""
    cited = [place for place, piece in enumerate(pieces) if piece.cited]
    first, last = (cited[0], cited[-1] + 1) if cited else (0, 0)
    before = _cut(pieces[:first], size, from_end=True)
    return (*before, *pieces[first:last], *_cut(pieces[last:], size, from_end=False))


def _cut(pieces: tuple[Piece, ...], size: int, *, from_end: bool) -> tuple[Piece, ...]:
    """Return whole pieces up to a size, the last one cut; a cover is never cut."""
    found: list[Piece] = []
    left = size
    for piece in reversed(pieces) if from_end else pieces:
        if left <= 0:
            break
        text = piece.text
        if not piece.covered and len(text) > left:
            text = f"……{text[-left:]}" if from_end else f"{text[:left]}……"
        found.append(Piece(text, piece.cited, piece.covered))
        left -= len(text)
    return tuple(reversed(found)) if from_end else tuple(found)
