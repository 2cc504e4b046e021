"""Headlines (标题): which headline belongs to which story, by what they share, not by nearness."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gaoxin.read.core.paragraphs import Paragraph
    from gaoxin.read.core.zones import ZoneIndex

_NUMBER = re.compile(r"\d[\d.,]*(?:万|亿)?[\u4e00-\u9fff%]|[百千]亿元")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
LEAST = 1.0
PAGE = 16  # stories on each side that a headline may belong to


@dataclass(frozen=True, slots=True)
class Candidate:
    """Neighbouring headline lines, with their place in the clean text."""

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, lines: list[Paragraph]) -> Candidate:
        """Join a kicker and its headline; a line printed twice over is taken once."""
        parts = [_once(line.text.strip()) for line in lines]
        unique = [part for index, part in enumerate(parts) if part not in parts[:index]]
        return cls(lines[0].start, lines[-1].end, "".join(unique))


def _once(line: str) -> str:
    half = len(line) // 2
    return line[:half] if len(line) % 2 == 0 and half and line[:half] == line[half:] else line


def assign(
    heads: list[Candidate],
    texts: list[str],
    spans: list[list[tuple[int, int]]],
    zones: ZoneIndex,
) -> list[int | None]:
    """For each story the index of its headline or None; the best pairs are taken first."""
    starts = [span[0][0] for span in spans]
    scored = sorted(
        (-score(head, texts[story], spans[story], zones), story, index)
        for index, head in enumerate(heads)
        for story in _near(starts, head.start)
    )
    chosen: list[int | None] = [None] * len(texts)
    taken: set[int] = set()
    for value, story, index in scored:
        if -value < LEAST:
            break
        if chosen[story] is None and index not in taken:
            chosen[story] = index
            taken.add(index)
    return chosen


def _near(starts: list[int], at: int) -> range:
    """The stories around a place: a headline may be far from its body, but on the same page."""
    middle = bisect_left(starts, at)
    return range(max(0, middle - PAGE), min(len(starts), middle + PAGE))


def score(head: Candidate, text: str, spans: list[tuple[int, int]], zones: ZoneIndex) -> float:
    """Shared zone, shared figures and shared wording; standing directly above counts a little."""
    named = set(zones.within(head.start, head.end))
    body = [name for start, end in spans for name in zones.within(start, end)]
    share = sum(name in named for name in body) / len(body) if body else 0.0
    points = 5.0 * share - (3.0 if named and body and not share else 0.0)
    points += 1.5 * sum(number in text for number in set(_NUMBER.findall(head.text)))
    pairs = _bigrams(head.text)
    points += 3.0 * sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0
    if any(-3 <= start - head.end <= 3 for start, _ in spans):
        points += 1.1 if head.start == 0 else 0.6
    elif any(-3 <= head.start - end <= 3 for _, end in spans):
        points += 0.3
    return points


def _bigrams(text: str) -> set[str]:
    return {run[i : i + 2] for run in _HAN.findall(text) for i in range(len(run) - 1)}
