"""Lights (红黄绿灯): the colour of a project under a preset on a day, and what it means.

A light says which rule it comes from, since when it has its colour, when it changes next if nobody
acts, how long the clock has run, who can act and what comes next. What a document leaves open is
`undetermined`, and named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from gaoxin.rulebook.evaluate import Record, truth
from gaoxin.rulebook.missing import missing_under, unique
from gaoxin.rulebook.verdict import NOT_APPLICABLE, UNDETERMINED
from gaoxin.track.core.clock import Clock, clock_of
from gaoxin.track.core.timeline import BEGIN, Timeline, constant

if TYPE_CHECKING:
    from gaoxin.rulebook.rule import Choice
    from gaoxin.rulebook.tree import Scalar
    from gaoxin.track.core.preset import Preset

FactMap: TypeAlias = Mapping[str, "Timeline | Scalar | None"]
HORIZON_DAYS = 400
"""How far ahead a next change is looked for: a year and what a late report may add."""


@dataclass(frozen=True, slots=True)
class Change:
    """The next change of colour if nobody acts."""

    on: date
    colour: str


@dataclass(frozen=True, slots=True)
class Light:
    """A light on a day. `rule_id` cites the line of the preset that decided (`preset#line`)."""

    preset: Preset = field(repr=False)
    on: date
    colour: str
    rule_id: str
    choice: Choice | None = None
    since: date | None = None
    next_change: Change | None = None
    clock: Clock | None = None
    missing: tuple[str, ...] = ()
    unstated: bool = False
    possible: tuple[str, ...] = ()


class _Lines(dict[str, Timeline]):
    """The timelines of a light's facts, fetched when first asked for."""

    def __init__(self, facts: FactMap) -> None:
        super().__init__()
        self._facts = facts

    def __missing__(self, name: str) -> Timeline:
        value = self._facts.get(name)
        line = self[name] = value if isinstance(value, Timeline) else constant(value)
        return line


@dataclass(slots=True)
class _Day:
    """The values of the facts on one day, read from their timelines when asked."""

    lines: _Lines
    day: int

    def get(self, name: str, /) -> Scalar | None:
        return self.lines[name].at(self.day)


def evaluate(preset: Preset, facts: FactMap, today: date) -> Light:
    """Return the light of a project on a day.

    `facts` maps names to timelines (`facts_of`) or to plain values that always hold. The day must
    not lie after the day to which the facts were computed, less HORIZON_DAYS for the next change.
    """
    lines = _Lines(facts)
    day = today.toordinal()
    choice, colour = _outcome(preset, lines, day)
    if colour == NOT_APPLICABLE:
        return Light(preset, today, colour, preset.rule.id)
    since = _since(preset, lines, day, colour)
    following = _next(preset, lines, day, colour)
    light = Light(
        preset=preset,
        on=today,
        colour=colour,
        rule_id=f"{preset.rule.id}#{choice.cite.id}" if choice else preset.rule.id,
        choice=choice,
        since=None if since <= BEGIN else date.fromordinal(since),
        next_change=following,
        clock=clock_of(preset, lines, today, (choice, following.on if following else None)),
    )
    return _opened(light, lines) if colour == UNDETERMINED else light


def _outcome(preset: Preset, lines: _Lines, day: int) -> tuple[Choice | None, str]:
    """Return the choice taken and the colour on a day: first match, open where one is open."""
    rule = preset.rule
    record = Record(rule, _Day(lines, day), preset.parameters)
    applies = truth(rule.applies, record) if rule.applies is not None else True
    if applies is not True:
        return None, NOT_APPLICABLE if applies is False else UNDETERMINED
    first: Choice | None = None
    for choice in rule.choices:
        found = truth(choice.when, record) if choice.when is not None else True
        if found is False:
            continue
        if first is not None and first.value != choice.value:
            return None, UNDETERMINED
        if found:
            return choice, str(choice.value)
        first = first or choice
    return None, UNDETERMINED


def _since(preset: Preset, lines: _Lines, day: int, colour: str) -> int:
    """Return the day (ordinal) since which the colour has held without a break."""
    while True:
        start = max(
            (lines[name].last_break(day, limits) for name, limits in preset.thresholds.items()),
            default=BEGIN,
        )
        if start <= BEGIN or _outcome(preset, lines, start - 1)[1] != colour:
            return start
        day = start - 1


def _next(preset: Preset, lines: _Lines, day: int, colour: str) -> Change | None:
    """Return the next change of colour within the horizon if nothing is recorded any more."""
    last = day + HORIZON_DAYS
    while True:
        breaks = (lines[name].next_break(day, ts) for name, ts in preset.thresholds.items())
        following = min((b for b in breaks if b is not None), default=None)
        if following is None or following > last:
            return None
        found = _outcome(preset, lines, following)[1]
        if found != colour:
            return Change(date.fromordinal(following), found)
        day = following


def _opened(light: Light, lines: _Lines) -> Light:
    """Return an undetermined light with what is missing, or that the document does not say.

    Data come first: what the document leaves open is named once the data are there.
    """
    rule = light.preset.rule
    record = Record(rule, _Day(lines, light.on.toordinal()), light.preset.parameters)
    missing: list[str] = []
    possible: list[str] = []
    open_scope = rule.applies is not None and truth(rule.applies, record) is None
    if open_scope and rule.applies is not None:
        missing.extend(missing_under(rule.applies, record))
    for choice in () if open_scope else rule.choices:
        found = truth(choice.when, record) if choice.when is not None else True
        if found is None and choice.when is not None:
            missing.extend(missing_under(choice.when, record))
        if found is not False:
            possible.append(str(choice.value))
        if found:
            break
    data = [name for name in missing if not name.startswith("param:")]
    return replace(
        light,
        missing=unique(data or missing),
        unstated=not data,
        possible=unique(possible),
    )
