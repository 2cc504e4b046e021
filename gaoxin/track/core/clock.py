"""The clock of a light (计时): 第 62 天，限 60 天."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gaoxin.rulebook.words import quantity
from gaoxin.track.core.timeline import Segment, Shape, Timeline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from gaoxin.rulebook.rule import Choice
    from gaoxin.track.core.preset import Limit, Preset


@dataclass(frozen=True, slots=True)
class Clock:
    """Days run since a day, and the limit that a rule sets, with the day on which it is reached."""

    fact: str
    zh: str
    en: str
    origin: date
    days: int
    limit: Decimal
    unit: str
    limit_on: date

    def text(self, language: str = "zh") -> str:
        """Return the clock in words, such as `签约后月数：第 62 天，限 2 个月`."""
        limit = quantity(self.limit, self.unit, language)
        if language == "en":
            return f"{self.en}: day {self.days}, limit {limit} (until {self.limit_on})"
        return f"{self.zh}：第 {self.days} 天，限 {limit}（至 {self.limit_on}）"


def clock_of(
    preset: Preset,
    lines: Mapping[str, Timeline],
    today: date,
    what: tuple[Choice | None, date | None],
) -> Clock | None:
    """Return the clock that explains a light: the limit it has passed, else the next one to come.

    `what` is the choice taken and the day of the next change. A limit that brought the colour goes
    before one that will change it; without running facts there is no clock.
    """
    choice, change = what
    day = today.toordinal()
    if choice is not None and choice.when is not None:
        own = [found for found in _clocks(preset, lines, day, (choice,)) if found[0] <= day]
        if own:
            _, limit, segment = max(own, key=lambda found: found[0])
            return _clock(limit, segment, day)
    if change is None:
        return None
    turn = change.toordinal()
    for flip, limit, segment in _clocks(preset, lines, day, preset.rule.choices):
        if flip == turn:
            return _clock(limit, segment, day)
    return None


def _clocks(
    preset: Preset, lines: Mapping[str, Timeline], day: int, choices: tuple[Choice, ...]
) -> Iterator[tuple[int, Limit, Segment]]:
    """Yield the day a limit is passed for each running fact of the choices."""
    for choice in choices:
        for limit in preset.limits[choice.cite.id]:
            segment = lines[limit.term.name].segment(day)
            if segment.shape is not Shape.CONSTANT:
                reached, passed = segment.flips(limit.value)
                yield reached if limit.op == "ge" else passed, limit, segment


def _clock(limit: Limit, segment: Segment, day: int) -> Clock:
    return Clock(
        fact=limit.term.name,
        zh=limit.term.zh,
        en=limit.term.en,
        origin=date.fromordinal(segment.origin),
        days=day - segment.origin,
        limit=limit.value,
        unit=limit.term.unit,
        limit_on=date.fromordinal(segment.flips(limit.value)[0]),
    )
