"""By hand (手工加): words that an officer chose become a proposal, read by the same grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gaoxin.lib.errors import UserError
from gaoxin.read.core.reader import read_text
from gaoxin.read.core.view import clean
from gaoxin.read.intake import Proposal, find, held
from gaoxin.read.matching import basis_of, days_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from gaoxin.read.core.facts import Fact

MOST_WORDS = 200
AROUND = 1_500  # characters on each side that say what the words mean
NEAR = 30_000  # characters on each side of the place in which the words are looked for first
MONEY = frozenset({"CNY", "USD"})


class What(models.TextChoices):
    """What an officer makes of the words."""

    EVENT = "event", gettext_lazy("节点")
    POSTING = "posting", gettext_lazy("金额")
    OBSERVATION = "observation", gettext_lazy("指标值")


@dataclass(frozen=True, slots=True)
class Told:
    """What the officer says: the words, about where they stand, what they are."""

    words: str
    what: str
    stage: str = ""
    near: int | None = None


def place_of(text: str, words: str, near: int | None) -> tuple[int, int]:
    """Return where the words stand in the text, nearest to a place; UserError where they do not.

    Words and text are compared as they are shown and without blanks: torn lines do no harm.
    """
    wanted = "".join(clean(words).text.split())
    if not wanted:
        raise UserError(_("先在版面上选中文字，或把原文里的字抄进来。"))
    ranges = [(0, len(text))]
    if near is not None:
        ranges.insert(0, (max(0, near - NEAR), min(len(text), near + NEAR)))
    for low, high in ranges:
        found = _nearest(text[low:high], wanted, (near or 0) - low)
        if found is not None:
            start, end = found[0] + low, found[1] + low
            if end - start > MOST_WORDS:
                raise UserError(_("选得太长：最多 %(most)s 字。") % {"most": MOST_WORDS})
            return start, end
    raise UserError(_("原文里没有这几个字：“%(words)s”。") % {"words": wanted[:40]})


def _nearest(text: str, wanted: str, near: int) -> tuple[int, int] | None:
    view = clean(text)
    places = [place for place, sign in enumerate(view.text) if not sign.isspace()]
    solid = "".join(view.text.split())
    best: tuple[int, int] | None = None
    at = solid.find(wanted)
    while at >= 0:
        first, last = places[at], places[at + len(wanted) - 1]
        span = view.raw_start(first), view.raw_end(last + 1)
        if best is not None and abs(span[0] - near) > abs(best[0] - near):
            break
        best = span
        at = solid.find(wanted, at + 1)
    return best


def by_hand(
    text: str, told: Told, stories: Sequence[dict[str, Any]], published: date, names: Iterable[str]
) -> Proposal:
    """Return the proposal of words chosen by hand: value, unit, days as the reader has them."""
    start, end = place_of(text, told.words, told.near)
    low, high = max(0, start - AROUND), min(len(text), end + AROUND)
    around = text[low:high]
    span = (start - low, end - low)
    touched = [
        each.fields
        for each in find(around, published, names).proposals
        if each.start < span[1] and span[0] < each.end
    ]
    plain = read_text(around).facts
    read = _meant([*touched, *_figures(plain, span)], told.what)
    days = None if read.get("last_day") else _days(around, plain, span, published)
    story = _story(stories, start)
    place = stories[story]["zone"] if story is not None else None
    fields = {
        "kind": _kind(told.what, read),
        "subject": read.get("subject", ""),
        "value": read.get("value"),
        "unit": read.get("unit", ""),
        "first_day": days and days[0],
        "last_day": days and days[1],
        "basis": _basis(around[: start - low][-60:], text[start:end], told, read),
        "fault": read.get("fault"),
        **{name: read[name] for name in ("first_day", "last_day", "basis") if read.get("last_day")},
    }
    if told.what == What.EVENT:
        fields |= {"value": None, "unit": "", "stage": told.stage or read.get("stage", "")}
        if not fields["stage"]:
            raise UserError(_("选一个节点：文字里看不出是哪一个。"))
    quote = text[start:end]
    shown = {"story": story, "place": (place or "")[:100], "quote": quote[:200]}
    return Proposal(start, end, {**fields, **shown, "clause": _clause(text, start, end)})


def _meant(touched: list[dict[str, Any]], what: str) -> dict[str, Any]:
    """Return the reading of the words that fits best what they are said to be."""
    if what == What.EVENT:
        fitting = [each for each in touched if each["kind"] == "event"]
    elif what == What.POSTING:
        money = [each for each in touched if each.get("unit") in MONEY]
        fitting = sorted(money, key=lambda each: each["kind"] != "investment")
    else:
        fitting = [each for each in touched if each["kind"] != "event"]
    # A day or a name read in the words helps also where the rest does not fit.
    other = {"subject": touched[0]["subject"]} if touched else {}
    return fitting[0] if fitting else other


def _basis(before: str, words: str, told: Told, read: dict[str, Any]) -> str:
    """Return the basis as read, else from the words before; a milestone is done or planned."""
    if told.what != What.EVENT:
        return basis_of(before, words, None, future=False)
    planned = basis_of(re.split("[。；！？\n]", before)[-1], words, None, future=False) == "planned"
    return str(read.get("basis") or ("planned" if planned else "actual"))


def _kind(what: str, read: dict[str, Any]) -> str:
    if what == What.EVENT:
        return "event"
    if what == What.POSTING:
        return "investment"
    return str(read.get("kind") or "indicator")


def _figures(plain: Iterable[Fact], span: tuple[int, int]) -> list[dict[str, Any]]:
    """Return figures in the words that are proposed to nobody: days of work, kilowatts, ranks."""
    return [
        {
            "kind": "indicator",
            "subject": " ".join((fact.subject or "").split())[:200],
            "value": held(fact.value),
            "unit": (fact.unit or "")[:20],
        }
        for fact in plain
        if fact.start < span[1] and span[0] < fact.end and fact.unit != "date"
    ]


def _days(
    around: str, plain: Iterable[Fact], span: tuple[int, int], published: date
) -> tuple[date, date] | None:
    """Return the days printed in the words, else in the same paragraph before them."""
    dates = [fact for fact in plain if fact.unit == "date"]
    inside = [fact for fact in dates if span[0] <= fact.start < span[1]]
    paragraph = around.rfind("\n\n", 0, span[0]) + 1
    before = [fact for fact in dates if paragraph <= fact.start < span[0]]
    for fact in (*inside, *reversed(before)):
        found = days_of(str(fact.value), published)
        if found is not None:
            return found.first, found.last
    return None


def _story(stories: Sequence[dict[str, Any]], at: int) -> int | None:
    for index, story in enumerate(stories):
        spans = [*story["spans"], *([story["head"]] if story["head"] else [])]
        if any(low <= at < high for low, high in spans):
            return index
    return None


def _clause(text: str, start: int, end: int) -> str:
    """Return the sentence around the words, without the line breaks of the columns."""
    low = max(text.rfind(stop, max(0, start - 150), start) for stop in "。；！？") + 1
    ends = [text.find(stop, end, end + 100) for stop in "。；！？"]
    high = min((place + 1 for place in ends if place >= 0), default=end + 30)
    return "".join(text[low or max(0, start - 60) : high].split())[:500]
