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
FEW = 3  # headlines
PAGE = 16  # stories on each side that a headline may belong to


OWN = 0.6  # of a headline's words that its own first paragraph tells again
_OPENING = 160  # characters of a paragraph that tell what it is about
_LEAST_WORDS = 6
_NEWS = re.compile(
    r"\d|开工|动工|投产|签约|竣工|揭牌|启动|落户|落地|召开|举行|举办|获批|获评|入选|突破|增长|上市|奠基|调研|发布|"
    r"投用|启用|开园|封顶|达产|量产|备案|摘牌|通车|交付|下线|出台|印发|成立|超|达"
)
_COLUMN = re.compile(
    r"(?:短评|评论|时评|社论|快评|锐评|编后|图片新闻|简讯|简明新闻|快讯|声明|公告|启事|广告)(?:[：:丨|·]|$)"
)
_NOTICE = re.compile(r"(?:公告|启事|声明|招聘简章|通告)$")


def restated(words: str, paragraph: str) -> float:
    """The share of a headline's words that the beginning of a paragraph tells again."""
    pairs = _bigrams(words)
    if not pairs:
        return 0.0
    return len(pairs & _bigrams(paragraph[:_OPENING])) / len(pairs)


def is_column(words: str) -> bool:
    """Whether a line names a column of the paper, which is a piece for itself: 短评：…"""
    return _COLUMN.match(words) is not None or _NOTICE.search(words) is not None


def starts_anew(words: str, before: Paragraph, after: Paragraph) -> bool:
    """Whether a line between two paragraphs is the headline of the second, not its sub-heading."""
    if is_column(words):
        return True
    if not _NEWS.search(words) or sum(len(run) for run in _HAN.findall(words)) < _LEAST_WORDS:
        return False
    return restated(words, after.text) >= OWN > restated(words, before.text)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Neighbouring headline lines, with their place in the clean text."""

    start: int
    end: int
    text: str
    lines: tuple[Paragraph, ...] = ()

    @classmethod
    def of(cls, lines: list[Paragraph]) -> Candidate:
        """Join a kicker and its headline; a line printed twice over is taken once."""
        parts = [_once(line.text.strip()) for line in lines]
        unique = [part for index, part in enumerate(parts) if part not in parts[:index]]
        return cls(lines[0].start, lines[-1].end, "".join(unique), tuple(lines))


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
        self.asked = 0

    def shared(self, pairs: set[str]) -> int:
        """How many of these pairs of Chinese characters stand in the story.

        A few headlines look their pairs up in the text; for more, all its pairs are listed once.
        """
        self.asked += 1
        if self.asked <= FEW:
            return sum(pair in self.text for pair in pairs)
        return len(pairs & self.bigrams)

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
    _from_blocks(heads, bodies, zones, chosen)
    _left_over(heads, bodies, zones, chosen)
    return chosen


_SURE = 2.0  # points from which a line of a block is the headline of a story without one
_AHEAD = 0.8  # and so much more than it has for the story of its block


def _from_blocks(
    heads: list[Candidate], bodies: list[Body], zones: ZoneIndex, chosen: list[int | None]
) -> None:
    """Headlines of several stories set one under the other: a line goes to the one it tells of."""
    owners = {index: story for story, index in enumerate(chosen) if index is not None}
    starts = [head.start for head in heads]
    for story, body in enumerate(bodies):
        if chosen[story] is not None:
            continue
        found: list[tuple[float, int, Paragraph]] = []
        for index in _near(starts, body.starts[0]):
            if len(heads[index].lines) < 2:
                continue
            for line in heads[index].lines:
                one = Candidate.of([line])
                value = score(one, body, zones)
                own = score(one, bodies[owners[index]], zones) if index in owners else 0.0
                if value >= max(_SURE, own + _AHEAD):
                    found.append((value, index, line))
        if found:
            _value, index, line = max(found, key=lambda each: each[:2])
            rest = [each for each in heads[index].lines if each is not line]
            heads[index] = Candidate.of(rest)
            heads.append(Candidate.of([line]))
            chosen[story] = len(heads) - 1


def _left_over(
    heads: list[Candidate], bodies: list[Body], zones: ZoneIndex, chosen: list[int | None]
) -> None:
    """A headline without words of its story stands above it, where neither has another."""
    taken = {index for index in chosen if index is not None}
    free = {index: heads[index].end for index in range(len(heads)) if index not in taken}
    ends = sorted((end, index) for index, end in free.items())
    for story, body in enumerate(bodies):
        if chosen[story] is not None:
            continue
        place = bisect_left(ends, (body.starts[0] - 3, -1))
        if place < len(ends) and ends[place][0] <= body.starts[0]:
            head = heads[ends[place][1]]
            named = zones.within(head.start, head.end)
            if not named or not body.named or any(name in body.names for name in named):
                chosen[story] = ends[place][1]


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
    points += 3.0 * body.shared(pairs) / len(pairs) if pairs else 0.0
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
