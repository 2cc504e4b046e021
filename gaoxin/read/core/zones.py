"""Zones (园区): high-tech and development zones by gazetteer, then by their ending."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from gaoxin.read.core.gazetteer import place_names, zone_names
from gaoxin.read.core.units import alternation, preset

if TYPE_CHECKING:
    from collections.abc import Sequence

_STOP = re.compile(
    r"(?s).*(?:[讯在的与和及从向对到至往来赴由于了是为各该本全这那等、，。；：“”《》（）()\s\d把将让使据经被让位成立入选获评\n]|"
    r"年度?|全国|国家级?|省级|市级|先进|其他|其它|所有|部分|我国|推动|支持|建设|围绕|聚焦|依托|来自|落户|走进|"
    r"服务|助力|加快|打造|同比|深化|促进|以来|目前|当前|今年|去年|近年|以及|记者|获悉|代表|召开|通过|没有|"
    r"东部|西部|中部|沿海|创新|产业|经济|发展|高质量)"
)


class Zone(NamedTuple):
    """A zone named in the clean text."""

    start: int
    end: int


@cache
def _endings() -> re.Pattern[str]:
    words = [*preset("suffixes.yaml")["zones"].split(), *_placed()]
    return re.compile(alternation([grade + word for word in words for grade in _GRADES]))


_GRADES = ("", "国家", "国家级")


@cache
def _placed() -> frozenset[str]:
    """Endings that make a zone only after a known place."""
    words = preset("suffixes.yaml")["placed_zones"].split()
    return frozenset(grade + word for word in words for grade in _GRADES)


def zones(text: str) -> list[Zone]:
    """Zones of a text in order; 该高新区 and 国家高新区 alone name none."""
    found: list[Zone] = []
    done = 0
    for match in _endings().finditer(text):
        start = match.start()
        low = max(done, start - 10)
        left = text[low:start]
        length = _known(left)
        if not length and match.group() not in _placed():
            length = _unknown(left)
        if length:
            found.append(Zone(start - length, match.end()))
            done = match.end()
    return found


def _known(left: str) -> int:
    """Length of the known place or zone name at the end of `left`, with one before it."""
    zoned, placed = zone_names(), place_names()
    for length in range(min(8, len(left)), 1, -1):
        name = left[-length:]
        if name in zoned or name in placed:
            before = _known_before(left[:-length])
            return length + before
    return _compound(left)


def _known_before(left: str) -> int:
    placed = place_names()
    for length in range(min(8, len(left)), 1, -1):
        if left[-length:] in placed:
            return length
    return 0


def _compound(left: str) -> int:
    """A known city before two or three characters of its own: 合肥新站, 嘉兴秀洲."""
    for own in (2, 3, 4):
        if len(left) > own and not _STOP.match(left[-own:]):
            before = _known_before(left[:-own])
            if before:
                return own + before
    return 0


def _unknown(left: str) -> int:
    """Two to four characters of a name that no list holds (火炬高新区, 东湖高新区)."""
    stop = _STOP.match(left)
    tail = left[stop.end() :] if stop else left
    if len(tail) > 4 or len(tail) < 2 or not re.fullmatch(r"[\u4e00-\u9fff]+", tail):
        return 0
    return len(tail)


def main_zone(names: Sequence[str]) -> str | None:
    """The zone named most often; the first one among equals."""
    return Counter(names).most_common(1)[0][0] if names else None


class ZoneIndex:
    """The zones of a text by place, so that a part of it is asked without reading it again."""

    def __init__(self, text: str, named: Sequence[Zone]) -> None:
        self.names = [text[zone.start : zone.end] for zone in named]
        self.starts = [zone.start for zone in named]

    def within(self, start: int, end: int) -> list[str]:
        """Names of the zones that begin inside [start, end)."""
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return self.names[low:high]
