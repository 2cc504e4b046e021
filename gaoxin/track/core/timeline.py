"""Timelines (事实时间线): a fact of a project over all days, as a few segments.

Between two events a fact is constant or runs with the calendar (days or months since a day), so the
days on which a comparison with a threshold can flip are computed, not searched: a light's history
and its next change need no walk over the days.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from calendar import isleap
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gaoxin.rulebook.tree import Scalar

BEGIN = 1
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Shape(Enum):
    """How a segment's value runs: not at all, or with days, months, or calendar months."""

    CONSTANT = "constant"
    DAYS = "days"
    MONTHS = "months"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of days from `start` (ordinal); `origin` is the day from which it counts."""

    start: int
    shape: Shape = Shape.CONSTANT
    value: Scalar | None = None
    origin: int = 0

    def at(self, day: int) -> Scalar | None:
        """Return the value on a day (ordinal) of the segment.

        MONTHS is exact: whole months since the origin and the fraction of the one begun, so that
        `> 2` holds from the day after the second anniversary. CALENDAR counts month ends passed.
        """
        if self.shape is Shape.CONSTANT:
            return self.value
        if self.shape is Shape.DAYS:
            return Decimal(day - self.origin)
        if self.shape is Shape.CALENDAR:
            return Decimal(_month_index(day) - _month_index(self.origin))
        return months_between(self.origin, day)

    def reaches(self, threshold: Decimal) -> int:
        """Return the first day (ordinal) on which a running value is at least the threshold."""
        if self.shape is Shape.DAYS:
            return self.origin + math.ceil(threshold)
        if self.shape is Shape.CALENDAR:
            year, month = divmod(_month_index(self.origin) + math.ceil(threshold), 12)
            return date(year, month + 1, 1).toordinal()
        whole = math.floor(threshold)
        first = add_months(self.origin, whole)
        length = add_months(self.origin, whole + 1) - first
        return first + math.ceil((threshold - whole) * length)

    def flips(self, threshold: Decimal) -> tuple[int, int]:
        """Return the days on which `>= threshold` and `> threshold` become true."""
        return _flips(self.shape, self.origin, threshold)

    def compute_flips(self, threshold: Decimal) -> tuple[int, int]:
        """Return the same without the memory of earlier answers."""
        reached = self.reaches(threshold)
        if self.shape is Shape.CALENDAR:
            return reached, self.reaches(Decimal(math.floor(threshold) + 1))
        exactly = self.at(reached) == threshold
        return reached, reached + 1 if exactly else reached


@dataclass(frozen=True, slots=True)
class Timeline:
    """The segments of one fact, by rising start; the first begins before all days."""

    segments: tuple[Segment, ...]
    starts: tuple[int, ...]

    def segment(self, day: int) -> Segment:
        """Return the segment that holds on a day (ordinal)."""
        return self.segments[bisect_right(self.starts, day) - 1]

    def at(self, day: int) -> Scalar | None:
        """Return the value on a day (ordinal)."""
        return self.segments[bisect_right(self.starts, day) - 1].at(day)

    def last_break(self, day: int, thresholds: Iterable[Decimal]) -> int:
        """Return the latest day, not after `day`, on which a comparison may have flipped."""
        segment = self.segment(day)
        found = segment.start
        if segment.shape is not Shape.CONSTANT:
            for threshold in thresholds:
                for flip in segment.flips(threshold):
                    if found < flip <= day:
                        found = flip
        return found

    def next_break(self, day: int, thresholds: Iterable[Decimal]) -> int | None:
        """Return the earliest day after `day` on which a comparison may flip; None for never."""
        place = bisect_right(self.starts, day)
        found = self.starts[place] if place < len(self.starts) else None
        segment = self.segments[place - 1]
        if segment.shape is not Shape.CONSTANT:
            for threshold in thresholds:
                for flip in segment.flips(threshold):
                    if flip > day and (found is None or flip < found):
                        found = flip
        return found


@lru_cache(maxsize=1 << 16)
def _flips(shape: Shape, origin: int, threshold: Decimal) -> tuple[int, int]:
    return Segment(origin, shape, None, origin).compute_flips(threshold)


def timeline(segments: Iterable[Segment]) -> Timeline:
    """Return a timeline of segments by rising start; equal neighbours are joined.

    Of two segments that start on the same day the later one holds.
    """
    kept: list[Segment] = []
    for segment in segments:
        if kept and kept[-1].start == segment.start:
            kept.pop()
        same = kept and kept[-1].shape is segment.shape and kept[-1].origin == segment.origin
        if not (same and kept[-1].value == segment.value):
            kept.append(segment)
    return Timeline(tuple(kept), tuple(segment.start for segment in kept))


def constant(value: Scalar | None) -> Timeline:
    """Return the timeline of a value that always holds."""
    return Timeline((Segment(BEGIN, Shape.CONSTANT, value),), (BEGIN,))


def stepped(steps: Iterable[tuple[int, Scalar | None]], before: Scalar | None) -> Timeline:
    """Return the timeline of a value that changes on given days (ordinals, rising)."""
    segments = [Segment(BEGIN, Shape.CONSTANT, before)]
    starts = [BEGIN]
    last = before
    for day, value in steps:
        if value != last or (value is not last and type(value) is not type(last)):
            segments.append(Segment(day, Shape.CONSTANT, value))
            starts.append(day)
            last = value
    return Timeline(tuple(segments), tuple(starts))


@lru_cache(maxsize=1 << 16)
def add_months(day: int, months: int) -> int:
    """Return the day (ordinal) a number of months later; the 31st becomes the month's last day."""
    start = date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = 29 if month == 1 and isleap(year) else _LENGTHS[month]
    return date(year, month + 1, min(start.day, last)).toordinal()


def months_between(origin: int, day: int) -> Decimal:
    """Return the months from a day to another: whole months and the fraction of the one begun."""
    months = _month_index(day) - _month_index(origin)
    if add_months(origin, months) > day:
        months -= 1
    begun = add_months(origin, months)
    if begun == day:
        return Decimal(months)
    return months + Decimal(day - begun) / (add_months(origin, months + 1) - begun)


def _month_index(day: int) -> int:
    found = date.fromordinal(day)
    return found.year * 12 + found.month - 1


@lru_cache(maxsize=4096)
def months(first: date, last: date) -> tuple[date, ...]:
    """Return the first days of the months from one month to another, both included."""
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return tuple(date(each // 12, each % 12 + 1, 1) for each in range(begin, end + 1))
