"""Headlines (标题): which headline belongs to which story, by what they share, not by nearness."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gaoxin.read.core.paragraphs import Paragraph
    from gaoxin.read.core.zones import ZoneIndex

_NUMBER = re.compile(r"\d[\d.,]*(?:万|亿)?[\u4e00-\u9fff%]|[百千]亿元")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
LEAST = 1.0
LONGEST = 20_000  # characters of a story in which a headline's words are looked for
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


class Body:
    """A story's words as a headline is compared with them; each is looked up, never searched."""

    def __init__(self, text: str, spans: list[tuple[int, int]], zones: ZoneIndex) -> None:
        self.text = text[:LONGEST]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.names = Counter(name for start, end in spans for name in zones.within(start, end))
        self.named = self.names.total()

    @cached_property
    def bigrams(self) -> set[str]:
        """Every two Chinese characters that stand together."""
        return _bigrams(self.text)


def assign(heads: list[Candidate], bodies: list[Body], zones: ZoneIndex) -> list[int | None]:
    """For each story the index of its headline or None; the best pairs are taken first."""
    starts = [body.starts[0] for body in bodies]
    scored = sorted(
        (-score(head, bodies[story], zones), story, index)
        for index, head in enumerate(heads)
        for story in _near(starts, head.start)
    )
    chosen: list[int | None] = [None] * len(bodies)
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


def score(head: Candidate, body: Body, zones: ZoneIndex) -> float:
    """Shared zone, shared figures and shared wording; standing directly above counts a little."""
    named = set(zones.within(head.start, head.end))
    share = sum(body.names[name] for name in named) / body.named if body.named else 0.0
    points = 5.0 * share - (3.0 if named and body.named and not share else 0.0)
    points += 1.5 * sum(number in body.text for number in set(_NUMBER.findall(head.text)))
    pairs = _bigrams(head.text)
    points += 3.0 * len(pairs & body.bigrams) / len(pairs) if pairs else 0.0
    if _any_near(body.starts, head.end):
        points += 1.1 if head.start == 0 else 0.6
    elif _any_near(body.ends, head.start):
        points += 0.3
    return points


def _any_near(places: list[int], at: int) -> bool:
    """Whether one of the places, in order, is at most three characters away."""
    first = bisect_left(places, at - 3)
    return first < len(places) and places[first] <= at + 3


def _bigrams(text: str) -> set[str]:
    return {run[i : i + 2] for run in _HAN.findall(text) for i in range(len(run) - 1)}
