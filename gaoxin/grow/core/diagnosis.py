"""Diagnosis (数字化诊断): level, score interval and profile of one set of answers.

A question without an answer counts from nothing to its full points; a level that the answers do not
settle is undetermined, with the levels that are still possible.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gaoxin.grow.core.path import Ladder, Lift, Need, OutOfReach, Plan, cheapest
from gaoxin.rulebook.verdict import assess

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gaoxin.grow.core.questionnaire import Goal, Question, Questionnaire, Scene

ZERO, HUNDRED = Decimal(0), Decimal(100)
# A median of fewer firms would tell about one of them.
FEWEST_FIRMS = 3


@dataclass(frozen=True, slots=True)
class Dimension:
    """Points of a dimension as an interval, with its full points."""

    id: str
    zh: str
    low: Decimal
    high: Decimal
    full: Decimal

    @property
    def is_settled(self) -> bool:
        """Test whether every question of the dimension is answered."""
        return self.low == self.high

    @property
    def share(self) -> tuple[Decimal, Decimal]:
        """Return the interval in percent of the full points."""
        return self.low * HUNDRED / self.full, self.high * HUNDRED / self.full


@dataclass(frozen=True, slots=True)
class Graded:
    """How many scenes (all, binding) stand at a grade or above, and how many are not graded."""

    grade: int
    scenes: int
    binding: int


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What the rule says of a set of answers."""

    level: int | None
    possible: tuple[int, ...]
    score: tuple[Decimal, Decimal]
    dimensions: tuple[Dimension, ...]
    graded: tuple[Graded, ...]
    unanswered: tuple[str, ...]
    asked: int

    @property
    def answered(self) -> int:
        """Return how many questions and scenes have an answer."""
        return self.asked - len(self.unanswered)


def diagnose(form: Questionnaire, answers: Mapping[str, str]) -> Diagnosis:
    """Return level, score and profile of the answers, by the questionnaire's own rule."""
    verdict = assess(form.rule, answers)
    is_settled = isinstance(verdict.outcome, int)
    possible = (int(verdict.outcome),) if is_settled else tuple(int(p) for p in verdict.possible)
    table = next(points for points in verdict.points if points.id == form.table.id)
    return Diagnosis(
        level=int(verdict.outcome) if is_settled else None,
        possible=tuple(sorted(possible)),
        score=(table.low, table.high),
        dimensions=tuple(
            Dimension(part.id.rpartition(".")[2], part.zh, part.low, part.high, part.full)
            for part in table.parts
        ),
        graded=tuple(_graded(form.scenes, answers, goal.level) for goal in form.goals),
        unanswered=tuple(name for name in form.names if name not in answers),
        asked=len(form.names),
    )


def _graded(scenes: Sequence[Scene], answers: Mapping[str, str], grade: int) -> Graded:
    reached = [scene for scene in scenes if _grade(scene, answers) >= grade]
    return Graded(grade, len(reached), sum(scene.binding for scene in reached))


def _grade(scene: Scene, answers: Mapping[str, str]) -> int:
    value = answers.get(scene.name)
    return -1 if value is None else scene.grades.index(value)


@dataclass(frozen=True, slots=True)
class Efforts:
    """Effort of one step: of each question and scene, else of its kind; None = not by deciding."""

    question: int
    scene: int
    of: Mapping[str, int | None]

    def step(self, name: str, *, of_scene: bool) -> int | None:
        """Return the effort of one step of a question or scene."""
        return self.of.get(name, self.scene if of_scene else self.question)


def read_efforts(data: Mapping[str, Any]) -> Efforts:
    """Return efforts from plain data; ValueError where a step is not a positive whole number."""
    of = dict(data.get("of", {}))
    given = [data["question"], data["scene"], *(step for step in of.values() if step is not None)]
    wrong = [step for step in given if type(step) is not int or step < 1]
    if wrong:
        raise ValueError(f"a step's effort is a positive whole number, not {wrong[0]!r}")
    return Efforts(data["question"], data["scene"], of)


def next_goal(form: Questionnaire, found: Diagnosis) -> Goal | None:
    """Return the level above the lowest possible one; None at the top."""
    base = min(found.possible)
    return next((goal for goal in form.goals if goal.level > base), None)


def path_to(
    form: Questionnaire, answers: Mapping[str, str], goal: Goal, efforts: Efforts
) -> Plan | OutOfReach:
    """Return the cheapest raises to a goal; what is not answered counts as not begun."""
    need = Need(goal.level, goal.score, goal.scenes, goal.binding)
    ladders = [_ladder(question, answers, efforts) for question in form.questions]
    lifts = [
        Lift(
            scene.name,
            max(0, _grade(scene, answers)),
            scene.binding,
            (efforts.step(scene.name, of_scene=True),) * (len(scene.grades) - 1),
        )
        for scene in form.scenes
    ]
    return cheapest(ladders, lifts, need)


def _ladder(question: Question, answers: Mapping[str, str], efforts: Efforts) -> Ladder:
    points = tuple(option.points for option in question.options)
    at = question.place(answers.get(question.name, "")) or 0
    step = efforts.step(question.name, of_scene=False)
    return Ladder(question.name, points, at, (step,) * (len(points) - 1))


@dataclass(frozen=True, slots=True)
class Move:
    """A dimension's points then and now; the difference only where both are settled."""

    dimension: Dimension
    before: Dimension

    @property
    def difference(self) -> Decimal | None:
        """Return how many points were won (negative: lost), None where it cannot be told."""
        if not (self.dimension.is_settled and self.before.is_settled):
            return None
        return self.dimension.low - self.before.low


def moves(now: Diagnosis, before: Diagnosis) -> tuple[Move, ...]:
    """Return the movement of each dimension that both diagnoses have."""
    then = {dimension.id: dimension for dimension in before.dimensions}
    return tuple(Move(each, then[each.id]) for each in now.dimensions if each.id in then)


def median(values: Sequence[Decimal]) -> Decimal | None:
    """Return the median, the mean of the middle two for an even count; None of too few firms.

    >>> median([Decimal(1), Decimal(4), Decimal(2), Decimal(3)]), median([Decimal(1)] * 2)
    (Decimal('2.5'), None)
    """
    if len(values) < FEWEST_FIRMS:
        return None
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2
