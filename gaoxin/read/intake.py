"""Intake (收件): what a text proposes to the officer. No database."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gaoxin.ledger.core.stage import Stage
from gaoxin.read.core.check.checker import check_document
from gaoxin.read.core.pieces import pieces
from gaoxin.read.core.reader import Page, read_text
from gaoxin.read.core.zones import zones
from gaoxin.read.matching import basis_of, days_of, planned_days

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gaoxin.read.core.events import Event
    from gaoxin.read.core.facts import Fact

KINDS = frozenset(
    {
        "investment",
        "output",
        "indicator",
        "count",
        "growth",
        "share",
        "area",
        "capacity",
        "equipment",
    }
)
STAGES = {
    "signed": Stage.SIGNED,
    "filed": Stage.FILED,
    "land_acquired": Stage.LAND,
    "started": Stage.STARTED,
    "completed": Stage.COMPLETED,
    "in_production": Stage.PRODUCTION,
    "at_capacity": Stage.CAPACITY,
}
# Values beyond what the ledger's columns hold are not proposed as numbers.
LARGEST = Decimal(10) ** 19
_STOPS = "。；！？\n"
_JOINED = tuple("与和及同、的")  # 青岚高新区与…: not the sentence's subject
_OURS = re.compile("[我本]区|[我本]市")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One fact as it goes into the inbox."""

    start: int
    end: int
    fields: dict[str, Any]


@dataclass(slots=True)
class Found:
    """What was read in one text."""

    stories: list[dict[str, Any]] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    relations: int = 0


def find(text: str, published: date, register: Iterable[str] = ()) -> Found:
    """Read a text: stories and proposals in the order of the page, each with its own faults."""
    names = tuple(register)
    checked = check_document(text)
    found = Found(relations=checked["checked"])
    for offset, piece in pieces(text):
        if piece.strip():
            _read_piece(found, read_text(piece, names), offset, published)
    found.proposals.sort(key=lambda each: (each.start, each.end))
    for fault in checked["faults"]:
        _mark(found.proposals, fault, text)
    return found


def _read_piece(found: Found, page: Page, offset: int, published: date) -> None:
    view, base = page.view, len(found.stories)
    for story in page.stories:
        head = story.headline_span
        spans = [(view.raw_start(a) + offset, view.raw_end(b) + offset) for a, b in story.spans]
        found.stories.append(
            {
                "headline": story.headline,
                "head": head and [view.raw_start(head[0]) + offset, view.raw_end(head[1]) + offset],
                "zone": story.zone,
                "byline": " ".join((story.byline or "").split()),
                "spans": spans,
            }
        )
    reader = _Reader(page, offset, published, found.stories, base)
    found.proposals += [reader.figure(each) for each in page.facts if each.kind in KINDS]
    found.proposals += [reader.event(each) for each in page.events]


class _Reader:
    """Makes proposals of one piece's facts and events."""

    def __init__(
        self, page: Page, offset: int, published: date, stories: list[dict[str, Any]], base: int
    ) -> None:
        self.view, self.offset, self.published = page.view, offset, published
        self.stories = stories
        self.places = sorted(
            (span[0], span[1], index)
            for index in range(base, len(stories))
            for span in (*stories[index]["spans"], stories[index]["head"])
            if span
        )
        self.starts = [start for start, _end, _index in self.places]

    def figure(self, fact: Fact) -> Proposal:
        """Return the proposal of a figure; its period is of its own story."""
        days = days_of(fact.period, self.published)
        before = self._before(fact.start)
        value = held(fact.value)
        basis = basis_of(
            before, fact.text, fact.mod, future=bool(days and days.first > self.published)
        )
        return self._made(fact.start, fact.end, {
            "kind": fact.kind,
            "subject": " ".join((fact.subject or "").split())[:200],
            "value": value,
            "unit": (fact.unit or "")[:20],
            "first_day": days and days.first,
            "last_day": days and days.last,
            "basis": "approximate" if value is None and basis == "actual" else basis,
        })  # fmt: skip

    def event(self, event: Event) -> Proposal:
        """Return the proposal of something that happened to a project, or is planned."""
        if event.planned:
            days = planned_days(event.date, self._before(event.start), self.published)
        else:
            days = days_of(event.date, self.published)
        planned = event.planned or bool(days and days.first > self.published)
        told = days is not None and (planned or days.first == days.last)
        return self._made(event.start, event.end, {
            "kind": "event",
            "subject": " ".join(event.project.split())[:200],
            "stage": STAGES[event.type],
            # A milestone has one day; 近日 or a month leaves it to the officer. A plan may be for
            # a quarter or a year.
            "first_day": days.first if days and told else None,
            "last_day": days.last if days and told else None,
            "basis": "planned" if planned else "actual",
        })  # fmt: skip

    def _made(self, start: int, end: int, fields: dict[str, Any]) -> Proposal:
        low, high = start + self.offset, end + self.offset
        index = self.story(low)
        place = self.told_zone(start)
        if not place and index is not None:
            place = self.stories[index]["zone"]
        return Proposal(low, high, {
            **fields,
            "story": index,
            "place": (place or "")[:100],
            "quote": self.view.raw[start:end][:200],
            "clause": self._clause(start, end)[:500],
        })  # fmt: skip

    def told_zone(self, start: int) -> str:
        """Return the zone that the sentence of a figure begins with, where it names no other."""
        at = self.view.clean_at(start)
        sentence = re.split("[。！？\n]", self.view.text[max(0, at - 120) : at])[-1]
        said = sentence.lstrip()
        named = zones(said)
        if len(named) != 1 or named[0].start or _OURS.search(said):
            return ""
        return "" if said[named[0].end :][:1] in _JOINED else said[: named[0].end]

    def story(self, at: int) -> int | None:
        """Return the story that an offset lies in, headline included."""
        place = bisect_right(self.starts, at) - 1
        if place < 0:
            return None
        _start, end, index = self.places[place]
        return index if at < end else None

    def _before(self, start: int) -> str:
        """Return the words of the clause before a figure."""
        at = self.view.clean_at(start)
        return re.split("[，。；！？：\n]", self.view.text[max(0, at - 60) : at])[-1]

    def _clause(self, start: int, end: int) -> str:
        """Return the sentence around a span, without the line breaks of the columns."""
        text, at, to = self.view.text, self.view.clean_at(start), self.view.clean_at(end - 1) + 1
        low = max(text.rfind(stop, max(0, at - 150), at) for stop in _STOPS) + 1
        low = low or max(0, at - 60)
        ends = [text.find(stop, to, to + 100) for stop in _STOPS]
        high = min((found + 1 for found in ends if found >= 0), default=to + 30)
        return "".join(text[low:high].split())


def held(value: object) -> Decimal | None:
    """Return a plain number that the ledger's columns hold, else None."""
    if not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    return number if abs(number) < LARGEST else None


def _mark(proposals: list[Proposal], fault: dict[str, Any], text: str) -> None:
    """Put a fault of the text on the proposals whose span it names."""
    because = [["".join(text[a:b].split()), a, b] for a, b in fault["because"]]
    for each in proposals:
        if each.start < fault["end"] and fault["start"] < each.end:
            each.fields["fault"] = {
                "rule": fault["rule"],
                "expected": str(fault["expected"]),
                "because": because,
            }
