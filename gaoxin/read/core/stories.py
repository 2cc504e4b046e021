"""Stories (稿件): a page cut into stories, each a set of spans with headline, zone, byline."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from gaoxin.read.core.bylines import bracketed
from gaoxin.read.core.headlines import (
    OWN,
    Body,
    Candidate,
    assign,
    is_column,
    restated,
    starts_anew,
)
from gaoxin.read.core.masthead import turns
from gaoxin.read.core.paragraphs import (
    DATELINE,
    Paragraph,
    ends_in_figures,
    paragraphs,
    published,
    tail_byline,
)
from gaoxin.read.core.zones import Zone, ZoneIndex, main_zone, zones

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaoxin.read.core.view import View

_NEWSLIKE = 8  # signs of a line that may be a headline far from its story
LOOK_BACK = 12  # stories a loose piece may belong to


@dataclass(slots=True)
class Segment:
    """Body paragraphs that stand together on the page."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    opens: bool = False  # a dateline, or a headline of its own, begins it
    closed: bool = False  # a byline ended it
    byline: str | None = None
    after_headline: bool = False
    breaks: bool = False  # it breaks off: the rest stands elsewhere
    resumes: bool = False  # it is the rest of one that broke off

    @property
    def text(self) -> str:
        """The words of the segment."""
        return "\n".join(p.text for p in self.paragraphs)

    @property
    def start(self) -> int:
        """Where the segment begins."""
        return self.paragraphs[0].start

    @property
    def end(self) -> int:
        """Where the segment ends."""
        return self.paragraphs[-1].end


@dataclass(frozen=True, slots=True)
class Story:
    """One story; spans are clean offsets."""

    headline: str | None
    zone: str | None
    byline: str | None
    dateline: str | None
    spans: tuple[tuple[int, int], ...]
    headline_span: tuple[int, int] | None


class Layout(NamedTuple):
    """The stories of a page and the day that its masthead or signature prints."""

    stories: list[Story]
    published: str | None


def stories(view: View, named: Sequence[Zone] | None = None) -> list[Story]:
    """The stories of a page."""
    return layout(view, named).stories


def layout(view: View, named: Sequence[Zone] | None = None) -> Layout:
    """Cut a page into its stories and give each its headline; `named` are the zones of the page."""
    index = ZoneIndex(view.text, zones(view.text) if named is None else named)
    found = paragraphs(view, index)
    segments, heads = _segments(view, found)
    if len(segments) > 1:
        segments = [part for segment in segments for part in _by_zone(segment)]
    taken_up = _taken_up(segments)
    groups = _merged(taken_up, index) if len(taken_up) > 1 else [[one] for one in taken_up]
    bodies = [_body(group, index) for group in groups] if heads else []
    chosen = assign(heads, bodies, index) if heads else [None] * len(groups)
    issuers = [name for p in found if p.role == "aside" for name in p.zones]
    issuer = issuers[0] if issuers and len(groups) == 1 else None
    told = [
        _story(group, index, heads[pick] if pick is not None else None, issuer)
        for group, pick in zip(groups, chosen, strict=True)
    ]
    return Layout(told, published(found))


def _body(group: list[Segment], index: ZoneIndex) -> Body:
    spans = [(segment.start, segment.end) for segment in group]
    return Body("\n".join(segment.text for segment in group), spans, index)


def _segments(view: View, found: list[Paragraph]) -> tuple[list[Segment], list[Candidate]]:
    cutter = _Cutter()
    for index, paragraph in enumerate(found):
        if paragraph.role == "aside":
            cutter.turn(turns(paragraph.text))
            continue
        if paragraph.role in {"kicker", "headline"} or _opens(found, index):
            cutter.headline(paragraph, anew=_starts_anew(found, index))
        elif paragraph.role == "byline":
            cutter.sign(paragraph.text)
        else:
            cutter.body(paragraph)
            name = tail_byline(view, paragraph)
            if name:
                cutter.sign(name)
    cutter.finish()
    return cutter.segments, cutter.heads


class _Cutter:
    """Collects paragraphs into segments; headlines, datelines and bylines cut."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []
        self.heads: list[Candidate] = []
        self.current = Segment()
        self.pending: list[Paragraph] = []
        self.anew = False

    def headline(self, paragraph: Paragraph, *, anew: bool) -> None:
        """Close the running segment; neighbouring headline lines belong together."""
        self._close()
        self.anew = self.anew or anew
        named = frozenset().union(*(line.zones for line in self.pending))
        other = bool(named and paragraph.zones) and not named & paragraph.zones
        if paragraph.role == "kicker" or other:
            over = self._over() if other and paragraph.role != "kicker" else []
            self._settle()  # the headline of another story
            self.pending = over
        self.pending.append(paragraph)

    def _over(self) -> list[Paragraph]:
        """Lines without a zone that stand after a whole headline and so belong to the next."""
        own = 2 if self.pending[0].role == "kicker" else 1
        over = self.pending[own:]
        if any(line.zones for line in over):
            return []
        self.pending = self.pending[:own]
        return over

    def body(self, paragraph: Paragraph) -> None:
        """Add a paragraph; a dateline, or a headline that it restates, opens a new segment."""
        above = self.pending
        self._settle()
        if self.anew or (above and _is_of(above, paragraph)):
            self.current.opens = True
        elif paragraph.role == "dateline":
            after, self.current.after_headline = self.current.after_headline, False
            self._close()
            self.current.opens, self.current.after_headline = True, after
        self.anew = False
        self.current.paragraphs.append(paragraph)

    def turn(self, words: str) -> None:
        """（下转第2版） breaks a story off, （上接第1版） takes it up again."""
        if words:
            self.current.breaks = words == "下转"
            self._close()
            self.current.resumes = words == "上接"

    def sign(self, byline: str) -> None:
        """Close the running segment, or the one before, with its byline."""
        self._settle()
        if not self.current.paragraphs and self.segments:
            self.current = self.segments.pop()
        self.current.byline, self.current.closed = byline, True
        self._close()

    def finish(self) -> None:
        """Close what is open."""
        self._close()
        self._settle()

    def _settle(self) -> None:
        if self.pending:
            self.heads.append(Candidate.of(self.pending))
            self.pending = []
            self.current.after_headline = True

    def _close(self) -> None:
        if self.current.paragraphs:
            self.segments.append(self.current)
        self.current = Segment()


def _by_zone(segment: Segment) -> list[Segment]:
    """Cut where a page goes over to another zone without headline, dateline or byline."""
    cuts: list[int] = []
    names: frozenset[str] = frozenset()
    paragraphs = segment.paragraphs
    for index, paragraph in enumerate(paragraphs):
        if not paragraph.zones:
            continue
        if names and not paragraph.zones & names and _stays_away(paragraphs[index + 1 :], names):
            cuts.append(index)
            names = frozenset()
        names = names if names else names | paragraph.zones
    if not cuts:
        return [segment]
    edges = [0, *cuts, len(paragraphs)]
    parts = [Segment(paragraphs[low:high]) for low, high in pairwise(edges)]
    parts[0].opens, parts[0].after_headline = segment.opens, segment.after_headline
    parts[-1].closed, parts[-1].byline = segment.closed, segment.byline
    for part in parts[1:]:
        part.opens = True  # a story of its own, not the rest of an earlier one
    return parts


def _taken_up(segments: list[Segment]) -> list[Segment]:
    """Cut where a story that broke off inside a sentence goes on after another one."""
    out: list[Segment] = []
    broken: Segment | None = None
    for segment in segments:
        place = _goes_on(broken, segment) if broken else 0
        if place:
            rest = Segment(segment.paragraphs[place:], closed=segment.closed, resumes=True)
            rest.byline, segment.byline, segment.closed = segment.byline, None, True
            segment.paragraphs = segment.paragraphs[:place]
            out += [segment, rest]
            broken = None
            continue
        out.append(segment)
        if _breaks_off(segment):
            broken, segment.breaks = segment, True
    return out


_ENDED = frozenset("。！？…”）!?；摄")
_LEAST_BROKEN = 40  # characters of a paragraph that breaks off; a shorter one is a caption
_SPEAKER = re.compile(r"(?P<n>[\u4e00-\u9fff]{3})(?=说|介绍|表示|坦言|告诉|透露|认为)")


def _breaks_off(segment: Segment) -> bool:
    last = segment.paragraphs[-1].text.rstrip()
    return len(last) >= _LEAST_BROKEN and last[-1] not in _ENDED and not segment.byline


def _goes_on(broken: Segment, segment: Segment) -> int:
    """The paragraph of a segment that speaks of what the broken story named, 0 without one."""
    speakers = {match["n"] for match in _SPEAKER.finditer(broken.text[:LONGEST_BROKEN])}
    zones = frozenset().union(*(paragraph.zones for paragraph in broken.paragraphs))
    for place in range(1, len(segment.paragraphs)):
        paragraph = segment.paragraphs[place]
        if paragraph.zones & zones or any(name in paragraph.text for name in speakers):
            return place
    return 0


LONGEST_BROKEN = 4_000


def _stays_away(following: list[Paragraph], names: frozenset[str]) -> bool:
    """Whether the next paragraphs that name zones do not name the earlier ones again."""
    named = [paragraph.zones for paragraph in following if paragraph.zones][:2]
    return bool(named) and not any(zones & names for zones in named)


def _opens(found: list[Paragraph], index: int) -> bool:
    """Whether a weak line is a headline: beside another one, before a dateline, or at the top."""
    here = found[index]
    before = found[index - 1].role if index else "top"
    after = found[index + 1].role if index + 1 < len(found) else "bottom"
    heads = {"headline", "kicker"}
    if here.role == "row":
        # the second line of a headline may end in figures
        told = before in heads | {"weak"} and after == "dateline"
        return told and ends_in_figures(here.text)
    if here.role != "weak":
        return False
    if before in heads | {"byline", "top", "aside"} or after in heads | {"dateline"}:
        return True
    if after in {"bottom", "aside"} and len(here.text.strip()) >= _NEWSLIKE and before == "body":
        return True  # nothing follows that it could head: a headline far from its story
    return _starts_anew(found, index)


def _starts_anew(found: list[Paragraph], index: int) -> bool:
    """Whether a weak line begins a story of its own between two paragraphs.

    It tells what the next one tells, names a column of the paper, or stands apart.
    """
    here = found[index]
    if here.role != "weak" or index + 1 == len(found) or found[index + 1].role != "body":
        return False
    return here.apart or (index > 0 and starts_anew(here.text, found[index - 1], found[index + 1]))


def _is_of(above: list[Paragraph], paragraph: Paragraph) -> bool:
    """Whether the headline that stands above a paragraph is its own."""
    named = frozenset().union(*(line.zones for line in above))
    words = "".join(line.text for line in above)
    for name in named:
        words = words.replace(name, "")
    if is_column(words) or named & paragraph.zones:
        return True
    return restated(words, paragraph.text) >= OWN


def _merged(segments: list[Segment], index: ZoneIndex) -> list[list[Segment]]:
    """Join a segment to an earlier open story of the same zone when nothing begins a new one."""
    groups: list[list[Segment]] = []
    # How often each story names its zones, counted as it grows, and which it names most.
    counts: list[Counter[str]] = []
    mains: list[str | None] = []
    for segment in segments:
        names = Counter(index.within(segment.start, segment.end))
        home = None if segment.opens else _home(groups, segment, _most(names), mains)
        if segment.resumes:
            broken = [place for place, group in enumerate(groups) if group[-1].breaks]
            home = broken[-1] if broken else home
        if home is None:
            groups.append([segment])
            counts.append(names)
            mains.append(_most(names))
        else:
            groups[home].append(segment)
            counts[home].update(names)
            mains[home] = _most(counts[home])
    return groups


def _home(
    groups: list[list[Segment]], segment: Segment, zone: str | None, mains: list[str | None]
) -> int | None:
    for place in range(len(groups) - 1, max(-1, len(groups) - 1 - LOOK_BACK), -1):
        if not groups[place][-1].closed and zone is not None and zone == mains[place]:
            return place
    if groups and not groups[-1][-1].closed and zone is None and not segment.after_headline:
        return len(groups) - 1
    return None


def _most(names: Counter[str]) -> str | None:
    return names.most_common(1)[0][0] if names else None


def _zone(group: list[Segment], index: ZoneIndex) -> str | None:
    return main_zone([name for part in group for name in index.within(part.start, part.end)])


def _story(
    group: list[Segment], index: ZoneIndex, head: Candidate | None, issuer: str | None
) -> Story:
    inside = bracketed(
        "\n".join(p.text for s in group for p in (s.paragraphs[0], s.paragraphs[-1]))
    )
    byline = next((s.byline for s in group if s.byline), None) or (inside[0][1] if inside else None)
    dateline = DATELINE.match(group[0].paragraphs[0].text)
    over = index.within(head.start, head.end) if head else []
    return Story(
        head.text if head else None,
        (issuer if not over else None) or _zone(group, index) or main_zone(over),
        byline,
        dateline.group().strip() if dateline else None,
        tuple((segment.start, segment.end) for segment in group),
        (head.start, head.end) if head else None,
    )
