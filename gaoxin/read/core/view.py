"""Clean view (净文): a text without its torn lines and inner blanks, mapped back to raw offsets.

A newspaper page copied out of a PDF breaks numbers and names over lines and puts blanks inside
them. All grammar of this room runs on the clean view; every result is given in raw offsets.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from gaoxin.read.core.lines import GAP, Line, joins, lines
from gaoxin.read.core.radicals import WRITTEN

HAN = "\u3400-\u9fff\uf900-\ufaff"
WIDE = f"{HAN}\u3001-\u303f\uff01-\uffe6“”‘’—…·"
_FULL = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}
_FULL |= {code: code - 0xFEE0 for code in range(0xFF41, 0xFF5B)}
_FULL |= {ord(a): ord(b) for a, b in zip("．％／＋－＄﹪：∶", ".%/+-$%：∶", strict=True)}
_FULL |= WRITTEN  # ⽉ as 月
_NEEDS_FOLD = re.compile(r"[\u2e9f-\u2fd5０-９Ａ-Ｚａ-ｚ．％／＋－＄﹪\ud800-\udfff]")
_FULL |= dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)  # half a character is none
_SOLID = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class View:
    """The clean text and where each of its pieces begins in the raw text."""

    raw: str
    text: str
    clean_starts: tuple[int, ...]
    raw_starts: tuple[int, ...]

    def raw_start(self, at: int) -> int:
        """Raw offset of the clean character `at`."""
        if len(self.clean_starts) == 1:
            return self.raw_starts[0] + at
        piece = bisect_right(self.clean_starts, at) - 1
        return self.raw_starts[piece] + at - self.clean_starts[piece]

    def raw_end(self, end: int) -> int:
        """Raw offset after the last character of a clean span that ends at `end`."""
        return self.raw_start(end - 1) + 1 if end else 0

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Raw offsets of a clean span that holds a character."""
        starts = self.clean_starts
        piece = bisect_right(starts, start)
        if piece == len(starts) or end <= starts[piece]:
            shift = self.raw_starts[piece - 1] - starts[piece - 1]
            return start + shift, end + shift
        return self.raw_start(start), self.raw_end(end)

    def clean_at(self, raw: int) -> int:
        """Clean offset of the first kept character at or after the raw offset."""
        piece = max(bisect_right(self.raw_starts, raw) - 1, 0)
        low = self.clean_starts[piece]
        later = piece + 1 < len(self.clean_starts)
        high = self.clean_starts[piece + 1] if later else len(self.text)
        return min(max(low + raw - self.raw_starts[piece], low), high)


_WIDE_THOUSANDS = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")


def fold_width(text: str) -> str:
    """Full-width digits, letters and signs as half-width, one character for one."""
    if not _NEEDS_FOLD.search(text):
        return text
    return _WIDE_THOUSANDS.sub(",", text).translate(_FULL)


# a Chinese text typed with ASCII punctuation: the signs beside Han characters are Chinese ones
_ASCII = re.compile("[(),;:!?]")
_CHINESE = dict(zip("(),;:!?", "（），；：！？", strict=True))
_BESIDE = re.compile(r"[\u4e00-\u9fff“”（(）)%]")


def punctuation(text: str) -> str:
    """ASCII punctuation beside Han characters as Chinese, one character for one."""
    return _ASCII.sub(_chinese, text)


def _chinese(match: re.Match[str]) -> str:
    text, at, sign = match.string, match.start(), match.group()
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if _BESIDE.match(before) or _BESIDE.match(after):
        return _CHINESE[sign]
    # 3月1日,2月 has a comma between words; 1,234 has one inside a number
    return "，" if sign == "," and after.isdigit() and not before.isdigit() else sign


def clean(raw: str) -> View:
    """Make the clean view of a text."""
    text = punctuation(fold_width(raw))
    pieces: list[str] = []
    clean_starts: list[int] = [0]
    raw_starts: list[int] = [0]
    at = length = 0
    page = lines(text)
    line = 0
    joined = False
    for gap in GAP.finditer(text):
        start, end = gap.span()
        broken = start > 0 and end < len(text) and _breaks(text, start, end)
        if broken:
            joined = _joined(page, line, before_joined=joined)
            line += 1
        keep = _kept(text, start, end, joined if broken else None)
        if keep is None:
            continue
        pieces.append(text[at:start])
        length += start - at
        if keep:
            # the kept sign stands where the gap begins
            pieces.append(keep)
            clean_starts.append(length)
            raw_starts.append(start)
            length += 1
        clean_starts.append(length)
        raw_starts.append(end)
        at = end
    pieces.append(text[at:])
    return View(raw, "".join(pieces), tuple(clean_starts), tuple(raw_starts))


def _breaks(text: str, start: int, end: int) -> bool:
    return text.find("\n", start, end) >= 0 or text.find("\r", start, end) >= 0


def _joined(page: list[Line], index: int, *, before_joined: bool) -> bool:
    return index + 1 < len(page) and joins(page, index, before_joined=before_joined)


def _kept(text: str, start: int, end: int, joined: bool | None) -> str | None:
    """What a gap becomes: nothing, a blank, a line break; None leaves a single blank as it is.

    `joined` is None for a gap inside a line, else whether the writing runs on over the line end.
    """
    if start == 0 or end == len(text):
        return ""
    if joined is not None:
        if not joined:
            return "\n"
        return " " if text[start - 1].isalpha() and _both_latin(text, start, end) else ""
    gap = text[start:end]
    if gap.isspace() and _both_latin(text, start, end):
        return None if gap == " " else " "
    return ""


def _both_latin(text: str, start: int, end: int) -> bool:
    return bool(_SOLID.match(text[start - 1]) and _SOLID.match(text[end]))
