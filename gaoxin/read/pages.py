"""Pages of reading (读报页面): the paper with its facts beside it, and a checked bulletin."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, F, Q
from django.http import Http404
from django.utils.translation import gettext as _

from gaoxin.read import queries
from gaoxin.read.actions import fault_words
from gaoxin.read.core.check.checker import relations_of
from gaoxin.read.core.check.numbers import numbers
from gaoxin.read.core.check.page import sheet
from gaoxin.read.core.view import clean
from gaoxin.read.desk.actions import may_remove
from gaoxin.read.desk.edits import Change, changes_of, kept_value
from gaoxin.read.desk.layout import (
    PART,
    Mark,
    Part,
    Piece,
    StoryShown,
    parts_of,
    plain,
    stories_of,
)
from gaoxin.read.desk.masthead import printed_day
from gaoxin.read.matching import money_kind
from gaoxin.read.models import Fact, Reading

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment

_OPEN = Q(state__in=queries.OPEN)
_OVER = ~_OPEN


class Group(NamedTuple):
    """The facts of one story as the pane lists them; number 0: of no story."""

    number: int
    place: str
    facts: list[Fact]


@dataclass(slots=True)
class Desk:
    """The reader: a part of the paper on the left, its facts on the right, one fact in hand."""

    reading: Reading
    stories: list[StoryShown]
    groups: list[Group]
    facts: list[Fact]
    chosen: Fact | None
    before: Fact | None
    after: Fact | None
    just: Fact | None
    original: list[Piece]
    at: int
    part: int
    parts: int
    total: int
    done: int
    links: list[queries.Link] = field(default_factory=list)
    link: str = ""
    prospect: queries.Prospect | None = None
    twins: list[Fact] = field(default_factory=list)
    money: str = ""
    value: str = ""
    unit: str = ""
    fault: str = ""
    proofs: list[Fact] = field(default_factory=list)
    agrees: str = ""
    changes: list[Change] = field(default_factory=list)
    removable: bool = False
    offered: date | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    fact: str = ""
    link: str | None = None
    text: str = ""
    before: str = ""  # what was searched for when the link was chosen
    view: str = ""
    part: str = ""
    done: str = ""


def desk(user: Actor, pk: int, at: Moment, asked: Asked) -> Desk:
    """Return the reader of one document; 404 where the user may not open it."""
    zone = queries.zone_of(user)
    readings = queries.readings_for(user, zone).filter(read_at__lte=at.known_at)
    reading = readings.select_related("document", "zone").filter(pk=pk).first()
    if reading is None:
        raise Http404
    found = _laid(reading, asked)
    day = printed_day(reading.text)
    found.offered = day if day != reading.document.published_on else None
    if found.chosen is not None:
        found.changes = changes_of(found.chosen)
        found.removable = may_remove(found.chosen, user)
        if found.chosen.is_open:
            _weigh(found, found.chosen, user, at, asked)
    return found


def _laid(reading: Reading, asked: Asked) -> Desk:
    """Return the part of the document asked for, with its facts."""
    kept = reading.facts.select_related("project", "enterprise", "indicator")
    chosen = _chosen(kept, asked)
    parts = parts_of(reading.text, reading.stories)
    number = _part(parts, asked.part, chosen)
    part = parts[number - 1]
    facts = list(kept.filter(start__gte=part.low, start__lt=part.high))
    # In the order in which the pane shows them: a headline's facts stand with their story.
    facts.sort(key=lambda fact: (fact.story is None, fact.story, fact.start, fact.number))
    for fact in facts:
        fact.reading = reading
        fact.kept = kept_value(fact)
    chosen = facts[facts.index(chosen)] if chosen in facts else _waiting(facts)
    marks = _marks(facts, chosen)
    original = asked.view == "original" or not reading.stories
    before, after = _beside(kept, facts, chosen, part)
    counts = reading.facts.aggregate(total=Count("pk"), open=Count("pk", _OPEN))
    just = asked.done.isdigit() and kept.filter(_OVER, number=int(asked.done)).first()
    stories = [] if original else stories_of(reading.text, part, reading.stories, marks)
    for story in stories:
        story.count = sum(fact.story == story.number - 1 for fact in facts)
    return Desk(
        reading, stories, _groups(reading, facts), facts, chosen, before, after, just or None,
        original=plain(reading.text, part, marks) if original else [],
        at=part.low, part=number, parts=len(parts),
        total=counts["total"], done=counts["total"] - counts["open"],
    )  # fmt: skip


def _chosen(kept: QuerySet[Fact], asked: Asked) -> Fact | None:
    """Return the fact asked for, else of a part asked for none yet, else the first that waits."""
    if asked.fact.isdigit():
        found = kept.filter(number=int(asked.fact)).first()
        if found is not None:
            return found
    if asked.part:
        return None
    listed = as_listed(kept)
    return listed.filter(state=Fact.State.WAITING).first() or listed.first()


def as_listed(facts: QuerySet[Fact]) -> QuerySet[Fact]:
    """Return a paper's facts as the pane lists them: story by story, those of no story last."""
    return facts.order_by(F("story").asc(nulls_last=True), "start", "number")


def next_waiting(fact: Fact) -> Fact | None:
    """Return the fact that waits after one in the order of the pane, else from the beginning."""
    waiting = as_listed(fact.reading.facts.filter(state=Fact.State.WAITING).exclude(pk=fact.pk))
    later = Q(start__gt=fact.start) | Q(start=fact.start, number__gt=fact.number)
    beyond = Q(story=fact.story) & later
    if fact.story is not None:
        beyond |= Q(story__gt=fact.story) | Q(story=None)
    return waiting.filter(beyond).first() or waiting.first()


def nearest(reading: Reading, start: int) -> Fact | None:
    """Return the fact that stands at a place or before it, else the first of the paper."""
    facts = reading.facts.all()
    return facts.filter(start__lte=start).order_by("-start").first() or facts.first()


def _waiting(facts: list[Fact]) -> Fact | None:
    """Return the first fact of a part that waits, else the first."""
    waiting = (fact for fact in facts if fact.state == Fact.State.WAITING)
    return next(waiting, facts[0] if facts else None)


def _part(parts: list[Part], asked: str, chosen: Fact | None) -> int:
    if asked.isdigit():
        return min(max(int(asked), 1), len(parts))
    start = chosen.start if chosen else 0
    return sum(part.low <= start for part in parts) or 1


def _beside(
    kept: QuerySet[Fact], facts: list[Fact], chosen: Fact | None, part: Part
) -> tuple[Fact | None, Fact | None]:
    """Return the facts before and after the chosen one, also those of the parts beside."""
    place = facts.index(chosen) if chosen else 0
    before = facts[place - 1] if place else None
    after = facts[place + 1] if place + 1 < len(facts) else None
    return (
        before or kept.filter(start__lt=part.low).order_by("-start").first(),
        after or kept.filter(start__gte=part.high).order_by("start").first(),
    )


def _groups(reading: Reading, facts: list[Fact]) -> list[Group]:
    groups: dict[int | None, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(fact.story, []).append(fact)
    return [
        Group(0, "", rows)
        if story is None
        else Group(story + 1, reading.stories[story]["zone"] or "", rows)
        for story, rows in groups.items()
    ]


def _weigh(found: Desk, chosen: Fact, user: Actor, at: Moment, asked: Asked) -> None:
    """Fill in what the fact in hand may be linked to and what accepting it would write."""
    zone = found.reading.zone
    found.links = queries.links_of(user, zone, chosen, text=asked.text)
    best = queries.proposed(found.links, own=queries.is_own(chosen, zone))
    keys = {link.key for link in found.links} | {""}
    given = asked.link if asked.link in keys else None
    if asked.text and asked.text != asked.before:
        given = found.links[0].key if found.links else ""  # a new search proposes what it found
    found.link = given if given is not None else (best.key if best else "")
    found.prospect = queries.prospect(zone, chosen, found.link, at)
    found.twins = queries.twins_of(chosen, user, zone)
    found.money = money_kind(chosen.clause) if chosen.kind == "investment" else ""
    found.value, found.unit = _typed(chosen), queries.unit_word(chosen)
    if chosen.fault:
        found.fault = fault_words(chosen)
        spans = [(low, high) for _words, low, high in chosen.fault["because"]]
        found.proofs = [
            fact for fact in found.facts
            if any(fact.start < high and low < fact.end for low, high in spans)
            and fact.kind != Fact.Kind.EVENT
        ]  # fmt: skip
    found.agrees = "" if chosen.fault else _agreement(found.reading, chosen)


def _typed(fact: Fact) -> str:
    """Return a figure as the officer would type it: 8.3%, 1032.4 亿元, 412."""
    if fact.unit in {"CNY", "ratio"}:
        return queries.value_text(fact.value, fact.unit).replace(",", "")
    return fact.plain_value


def _agreement(reading: Reading, fact: Fact) -> str:
    """Return what a figure was recomputed from where the text agrees with itself, else nothing."""
    story = reading.stories[fact.story] if fact.story is not None else {"spans": []}
    span = next((s for s in story["spans"] if s[0] <= fact.start < s[1]), None)
    if span is None or span[1] - span[0] > PART:
        return ""
    view = clean(reading.text[span[0] : span[1]])
    at = view.clean_at(fact.start - span[0])
    for relation in relations_of(sheet(view.text, numbers(view.text))):
        result = relation.result
        if relation.holds and relation.inputs and result.start <= at < result.end:
            sign = " + " if relation.rule == "sum" else "、"
            return _("验算：由 %(inputs)s 得 %(result)s，与文中一致。") % {
                "inputs": sign.join(num.text for num in relation.inputs),
                "result": result.text,
            }
    return ""


def _marks(facts: list[Fact], chosen: Fact | None) -> list[Mark]:
    """Return the marks in order; the fact in hand goes before what overlaps it."""
    return sorted(
        (
            _mark(fact, chosen)
            for fact in facts
            if chosen in (None, fact) or fact.end <= chosen.start or chosen.end <= fact.start
        ),
        key=lambda mark: (mark.start, -mark.end),
    )


def _mark(fact: Fact, chosen: Fact | None) -> Mark:
    css = {"accepted": "ok", "rejected": "no"}.get(fact.state, "bad" if fact.fault else "")
    if fact is chosen:
        css = f"{css} on".strip()
    return Mark(fact.start, fact.end, css, fact.number, f"?fact={fact.number}", str(fact))
