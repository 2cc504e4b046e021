"""Pages of reading (读报页面): text cut into marked pieces, facts beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gaoxin.read import queries
from gaoxin.read.actions import fault_words
from gaoxin.read.core.check.checker import check_document, relations_of
from gaoxin.read.core.check.numbers import numbers
from gaoxin.read.core.check.page import sheet
from gaoxin.read.core.view import clean
from gaoxin.read.matching import money_kind
from gaoxin.read.models import Fact, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment
    from gaoxin.read.core.view import View

PAPER = 60_000  # characters that are laid out as a page; longer texts are shown as they are
WINDOW = 20_000  # characters of the original shown at once
# Control and direction characters are shown, never obeyed.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
RULES = {
    "sum": gettext_lazy("分项之和与总数不符"),
    "rate": gettext_lazy("比率与分子分母不符"),
    "share": gettext_lazy("占比与总数不符"),
    "growth": gettext_lazy("增幅与两期数不符"),
    "pp": gettext_lazy("百分点差与两期比率不符"),
    "points": gettext_lazy("百分点差与两期比率不符"),
    "difference": gettext_lazy("增量与两期数不符"),
    "average": gettext_lazy("平均数与总数不符"),
    "times": gettext_lazy("倍数与两数不符"),
    "completion": gettext_lazy("完成率与目标不符"),
    "rest": gettext_lazy("余数与总数不符"),
    "headline": gettext_lazy("标题与正文不符"),
    "list_count": gettext_lazy("个数与所列不符"),
    "order": gettext_lazy("排名次序与数值不符"),
    "unit": gettext_lazy("万、亿单位写混"),
    "rounding": gettext_lazy("舍入不一致"),
    "atleast": gettext_lazy("“以上”与所列不符"),
}


def rule_words(rule: str) -> str:
    """Return a rule of the checker in words."""
    return str(RULES.get(rule, rule))


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to mark: where, how, and the number printed behind it."""

    start: int
    end: int
    css: str
    number: int = 0
    href: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text as printed, marked or not."""

    text: str
    mark: Mark | None = None


def cut(text: str, low: int, high: int, marks: Iterable[Mark]) -> list[Piece]:
    """Return [low, high) of a text as pieces; marks that overlap one before them are left out."""
    pieces: list[Piece] = []
    at = low
    for mark in marks:
        if mark.start < at or mark.end > high or mark.start >= mark.end:
            continue
        if mark.start > at:
            pieces.append(Piece(_seen(text[at : mark.start])))
        pieces.append(Piece(_seen(text[mark.start : mark.end]), mark))
        at = mark.end
    if at < high:
        pieces.append(Piece(_seen(text[at:high])))
    return pieces


def _seen(text: str) -> str:
    return _UNSEEN.sub("\ufffd", text)


@dataclass(slots=True)
class StoryShown:
    """A story of the page, its lines joined to paragraphs, with its facts."""

    number: int
    headline: list[Piece]
    byline: str
    place: str
    paragraphs: list[list[Piece]] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


@dataclass(slots=True)
class Desk:
    """The reader: the paper on the left, the facts on the right, one fact in hand."""

    reading: Reading
    stories: list[StoryShown]
    loose: list[Fact]
    facts: list[Fact]
    chosen: Fact | None
    before: Fact | None
    after: Fact | None
    links: list[queries.Link]
    link: str
    prospect: queries.Prospect | None
    twins: list[Fact]
    just: Fact | None
    original: list[Piece]
    part: int
    parts: int
    done: int
    money: str
    fault: str
    agrees: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    fact: str = ""
    link: str | None = None
    text: str = ""
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
    facts = list(reading.facts.select_related("project", "enterprise", "indicator"))
    # In the order in which the pane shows them: a headline's facts stand with their story.
    facts.sort(key=lambda fact: (fact.story is None, fact.story, fact.number))
    for fact in facts:
        fact.reading = reading
    chosen = _chosen(facts, asked.fact)
    place = facts.index(chosen) if chosen else 0
    marks = sorted((_mark(fact, chosen) for fact in facts), key=lambda mark: mark.start)
    long = len(reading.text) > PAPER or not reading.stories
    original = long or asked.view == "original"
    part, parts = _part(reading.text, asked.part, chosen)
    found = Desk(
        reading, [], [], facts, chosen,
        before=facts[place - 1] if chosen and place else None,
        after=facts[place + 1] if chosen and place + 1 < len(facts) else None,
        links=[], link="", prospect=None, twins=[],
        just=next((f for f in facts if str(f.number) == asked.done and not f.is_open), None),
        original=_window(reading.text, part, marks) if original else [],
        part=part, parts=parts if original else 1,
        done=sum(not fact.is_open for fact in facts), money="", fault="", agrees="",
    )  # fmt: skip
    _lay_out(found, [] if original else marks, whole=not original)
    if chosen is not None and chosen.is_open:
        _weigh(found, chosen, user, at, asked)
    return found


def _weigh(found: Desk, chosen: Fact, user: Actor, at: Moment, asked: Asked) -> None:
    """Fill in what the fact in hand may be linked to and what accepting it would write."""
    zone = found.reading.zone
    found.links = queries.links_of(user, zone, chosen, text=asked.text)
    best = queries.proposed(found.links, own=queries.is_own(chosen, zone))
    keys = {link.key for link in found.links} | {""}
    given = asked.link if asked.link in keys else None
    found.link = given if given is not None else (best.key if best else "")
    found.prospect = queries.prospect(zone, chosen, found.link, at)
    found.twins = queries.twins_of(chosen, user, zone)
    found.money = money_kind(chosen.clause) if chosen.kind == "investment" else ""
    found.fault = fault_words(chosen) if chosen.fault else ""
    found.agrees = "" if chosen.fault else _agreement(found.reading, chosen)


def _agreement(reading: Reading, fact: Fact) -> str:
    """Return what a figure was recomputed from where the text agrees with itself, else nothing."""
    story = reading.stories[fact.story] if fact.story is not None else {"spans": []}
    span = next((s for s in story["spans"] if s[0] <= fact.start < s[1]), None)
    if span is None or span[1] - span[0] > WINDOW:
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


def _chosen(facts: list[Fact], asked: str) -> Fact | None:
    """Return the fact asked for, else the first that waits, else the first."""
    if asked.isdigit():
        found = next((fact for fact in facts if fact.number == int(asked)), None)
        if found is not None:
            return found
    waiting = (fact for fact in facts if fact.state == Fact.State.WAITING)
    return next(waiting, facts[0] if facts else None)


def _mark(fact: Fact, chosen: Fact | None) -> Mark:
    css = {"accepted": "ok", "rejected": "no"}.get(fact.state, "bad" if fact.fault else "")
    if fact is chosen:
        css = f"{css} on".strip()
    return Mark(fact.start, fact.end, css, fact.number, f"?fact={fact.number}", str(fact))


def _part(text: str, asked: str, chosen: Fact | None) -> tuple[int, int]:
    parts = max(1, -(-len(text) // WINDOW))
    if asked.isdigit():
        return min(max(int(asked), 1), parts), parts
    return (chosen.start // WINDOW + 1 if chosen else 1), parts


def _window(text: str, part: int, marks: list[Mark]) -> list[Piece]:
    low, high = (part - 1) * WINDOW, min(part * WINDOW, len(text))
    return cut(text, low, high, (mark for mark in marks if mark.start >= low))


def _lay_out(found: Desk, marks: list[Mark], *, whole: bool) -> None:
    """Group the facts by story; lay the stories' text out where the whole page is shown."""
    view = clean(found.reading.text) if whole else None
    by_story: dict[int | None, list[Fact]] = {}
    for fact in found.facts:
        by_story.setdefault(fact.story, []).append(fact)
    for index, story in enumerate(found.reading.stories):
        shown = StoryShown(index + 1, [], story["byline"] or "", story["zone"] or "")
        shown.facts = by_story.get(index, [])
        if view is not None:
            _paragraphs(shown, story, view, marks)
        elif story["headline"]:
            shown.headline = [Piece(_seen(story["headline"]))]
        found.stories.append(shown)
    found.loose = by_story.get(None, [])


def _paragraphs(shown: StoryShown, story: dict[str, Any], view: View, marks: list[Mark]) -> None:
    if story["head"]:
        shown.headline = _clean_cut(view, story["head"], marks)
    elif story["headline"]:
        shown.headline = [Piece(_seen(story["headline"]))]
    for span in story["spans"]:
        shown.paragraphs += _split(_clean_cut(view, span, marks))


def _clean_cut(view: View, span: list[int], marks: list[Mark]) -> list[Piece]:
    """Return a raw span of the page as pieces of the clean text."""
    low, high = view.clean_at(span[0]), view.clean_at(span[1] - 1) + 1
    moved = [
        Mark(view.clean_at(m.start), view.clean_at(m.end - 1) + 1, m.css, m.number, m.href, m.title)
        for m in marks
        if span[0] <= m.start < span[1]
    ]
    return cut(view.text, low, high, moved)


def _split(pieces: list[Piece]) -> list[list[Piece]]:
    """Cut pieces into paragraphs at line breaks outside marks."""
    found: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.mark is not None:
            found[-1].append(piece)
            continue
        first, *rest = piece.text.split("\n")
        found[-1].append(Piece(first))
        found += [[Piece(line)] for line in rest]
    return [paragraph for paragraph in found if any(piece.text.strip() for piece in paragraph)]


@dataclass(frozen=True, slots=True)
class FaultShown:
    """A fault of a checked text."""

    number: int
    text: str
    expected: str
    rule: str
    because: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Checked:
    """A text that was checked: its pieces with faults and proofs marked."""

    text: str
    checked: int
    faults: list[FaultShown]
    pieces: list[Piece]
    name: str = ""
    note: str = ""


def check(text: str, *, name: str = "", note: str = "") -> Checked:
    """Recompute what a text itself allows; nothing is kept."""
    result = check_document(text)
    marks: list[Mark] = []
    faults = []
    for number, fault in enumerate(result["faults"], 1):
        words = rule_words(fault["rule"])
        because = [("".join(text[a:b].split()), a) for a, b in fault["because"]]
        shown = "".join(fault["text"].split())
        faults.append(FaultShown(number, shown, str(fault["expected"]), words, because))
        title = _("%(rule)s，应为 %(expected)s") % {"rule": words, "expected": fault["expected"]}
        marks.append(Mark(fault["start"], fault["end"], "bad", number, f"#fault-{number}", title))
        marks += [Mark(a, b, "", 0, f"#fault-{number}", words) for a, b in fault["because"]]
    # Of spans that overlap, a fault is marked before a proof.
    marks.sort(key=lambda mark: (mark.start, mark.css != "bad"))
    pieces = cut(text, 0, len(text), marks)
    return Checked(text, result["checked"], faults, pieces, name, note)
