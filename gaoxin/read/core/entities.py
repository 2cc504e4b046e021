"""Entities (实体): zones, enterprises, places and people, none inside another."""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from gaoxin.read.core.bylines import is_byline
from gaoxin.read.core.enterprises import enterprises
from gaoxin.read.core.people import people
from gaoxin.read.core.placewords import place_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gaoxin.read.core.view import View
    from gaoxin.read.core.zones import Zone


class Entity(NamedTuple):
    """A named thing as printed; offsets are raw."""

    start: int
    end: int
    text: str
    type: str


def entities(view: View, named: Sequence[Zone], register: Iterable[str] = ()) -> list[Entity]:
    """All entities of a text in order; zones come first, then enterprises, people, places."""
    return entities_of([view], [named], register)[0]


def entities_of(
    views: Sequence[View], named: Sequence[Sequence[Zone]], register: Iterable[str] = ()
) -> list[list[Entity]]:
    """The entities of several texts, one kind after the other for all of them."""
    names = tuple(register)
    firms = [enterprises(view.text, names) for view in views]
    persons = [people(view.text) for view in views]
    spots = [place_spans(view.text) for view in views]
    found = []
    for view, *layers in zip(views, named, firms, persons, spots, strict=True):
        out = [_entity(view, *span) for span in _free(layers)] + _bylines(view)
        out.sort(key=_START)
        found.append(out)
    return found


_START = itemgetter(0)
_LAYERS = ("zone", "enterprise", "person", "place")


def _free(layers: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int, str]]:
    """Spans of the earlier layers, then those of later ones that touch none of them."""
    kept: list[tuple[int, int, str]] = []
    for kind, layer in zip(_LAYERS, layers, strict=True):
        if not layer:
            continue
        merged = sorted(kept)
        index, last = 0, len(merged)
        fresh: list[tuple[int, int, str]] = []
        for start, end in layer:
            while index < last and merged[index][1] <= start:
                index += 1
            if index == last or merged[index][0] >= end:
                fresh.append((start, end, kind))
        kept += fresh
    return kept


def _entity(view: View, start: int, end: int, kind: str) -> Entity:
    low, high = view.raw_span(start, end)
    return Entity(low, high, view.raw[low:high], kind)


_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
_TITLE = re.compile(r"记者|通讯员|本报|特约|摄影|作者|编辑|供稿")


def _bylines(view: View) -> list[Entity]:
    """Names of byline lines and of a byline after the last full stop of a story."""
    out: list[Entity] = []
    at = 0
    for line in view.raw.splitlines(keepends=True):
        short = line.strip()
        last = short.rstrip("）)")[-1:]
        if "\u4e00" <= last <= "\u9fff" and last not in _BODY_END:
            out += _byline_of(line, short, at)
        at += len(line)
    return out


_BODY_END = frozenset("。，；：、的了和是")
_TAIL = re.compile(r"[。！？”](?:[ \u3000]+|\s*[（(])(?P<n>[\u4e00-\u9fff 　]{2,20})[）)]?\s*$")


def _byline_of(line: str, short: str, at: int) -> list[Entity]:
    if 2 <= len(short) <= 40 and is_byline(short):
        return _names(line, at)
    low = max(0, len(line) - 40)
    tail = _TAIL.search(line, low)
    if tail and is_byline(tail["n"].strip() + " "):
        return _names(tail["n"], at + tail.start("n"))
    return []


def _names(words: str, offset: int) -> list[Entity]:
    plain = _TITLE.sub(lambda match: " " * len(match.group()), words)
    return [
        Entity(offset + m.start(), offset + m.end(), m.group(), "person")
        for m in _NAME.finditer(plain)
    ]
