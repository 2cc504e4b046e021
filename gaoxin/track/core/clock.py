"""The clock of a light (计时): 第 62 天,限 60 天."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from gaoxin.rulebook.tree import Compare, Const, Fact, Node, Param, Scale, walk
from gaoxin.rulebook.words import quantity
from gaoxin.track.core.timeline import Segment, Shape, Timeline

if TYPE_CHECKING:
    from gaoxin.rulebook.rule import Choice
    from gaoxin.rulebook.vocabulary import Term
    from gaoxin.track.core.lights import Preset

Parameters: TypeAlias = Mapping[str, "Decimal | bool | None"]


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
        """Return the clock in words, such as `签约后天数:第 62 天,限 2 个月`."""
        limit = quantity(self.limit, self.unit, language)
        if language == "en":
            return f"{self.en}: day {self.days}, limit {limit} (until {self.limit_on})"
        return f"{self.zh}:第 {self.days} 天,限 {limit}(至 {self.limit_on})"


def limit_of(node: Node, parameters: Parameters) -> Decimal | None:
    """Return the number a fact is compared with: a constant or a parameter that is set."""
    if isinstance(node, Const):
        return node.low
    if isinstance(node, Param):
        value = parameters.get(node.name)
        return value if isinstance(value, Decimal) else None
    if isinstance(node, Scale):
        value = limit_of(node.part, parameters)
        return None if value is None else value * node.factor
    return None


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
        own = [clock for clock in _clocks(preset, lines, day, (choice,)) if clock[0] <= day]
        if own:
            return max(own, key=lambda clock: clock[0])[1]
    ahead = [clock for clock in _clocks(preset, lines, day, preset.rule.choices) if clock[0] > day]
    if not ahead or change is None:
        return None
    return min(ahead, key=lambda clock: (abs(clock[0] - change.toordinal()), clock[0]))[1]


def _clocks(
    preset: Preset, lines: Mapping[str, Timeline], day: int, choices: tuple[Choice, ...]
) -> Iterator[tuple[int, Clock]]:
    """Yield the day a limit is passed, and its clock, for each running fact of the choices."""
    for choice in choices:
        for node in walk(choice.when) if choice.when is not None else ():
            if not isinstance(node, Compare) or not isinstance(node.left, Fact):
                continue
            if node.op not in {"ge", "gt"}:
                continue
            segment = lines[node.left.name].segment(day)
            limit = limit_of(node.right, preset.parameters)
            if segment.shape is Shape.CONSTANT or limit is None:
                continue
            yield _clock(preset.rule.terms[node.left.name], node.op, segment, (limit, day))


def _clock(term: Term, op: str, segment: Segment, what: tuple[Decimal, int]) -> tuple[int, Clock]:
    limit, day = what
    reached, passed = segment.flips(limit)
    flip = reached if op == "ge" else passed
    origin = date.fromordinal(segment.origin)
    clock = Clock(
        fact=term.name,
        zh=term.zh,
        en=term.en,
        origin=origin,
        days=day - segment.origin,
        limit=limit,
        unit=term.unit,
        limit_on=date.fromordinal(reached),
    )
    return flip, clock
