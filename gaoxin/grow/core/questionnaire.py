"""Questionnaire (问卷): the questions, scenes and levels that a rule of levels asks about.

Everything is read from the rule: a question is a scored line, its options are the values at which
its points change, and the points of an option are what the rule itself gives for that value. A band
is answered by its upper end, which is kept as the answer and never printed as a measured value.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.rulebook.evaluate import Record, number
from gaoxin.rulebook.tree import All, Choose, Compare, Const, Count, Fact, Score, Steps, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gaoxin.rulebook.rule import Choice, Item, Rule, Table
    from gaoxin.rulebook.vocabulary import Term

HUNDRED = Decimal(100)
MOST_STEPS = 100


class QuestionnaireError(ValueError):
    """A rule that cannot be asked as a questionnaire; the message names the line."""


@dataclass(frozen=True, slots=True)
class Option:
    """An answer: the value that is kept, its points, and the limits of the band it stands for."""

    value: str
    points: Decimal
    above: Decimal | None = None
    up_to: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A scored line with its options, worst first."""

    term: Term
    dimension: str
    method: str
    full: Decimal
    options: tuple[Option, ...]

    @property
    def name(self) -> str:
        """Return the indicator that the answer gives."""
        return self.term.name

    def place(self, value: str) -> int | None:
        """Return the place of an answer among the options, None where it is none of them."""
        values = [option.value for option in self.options]
        return values.index(value) if value in values else None


@dataclass(frozen=True, slots=True)
class Scene:
    """A graded scene; a binding one counts twice: among all and among the binding."""

    term: Term
    binding: bool

    @property
    def name(self) -> str:
        """Return the indicator that the grade gives."""
        return self.term.name

    @property
    def grades(self) -> tuple[str, ...]:
        """Return the grades, lowest first."""
        return self.term.levels


@dataclass(frozen=True, slots=True)
class Goal:
    """What a level asks: a score, and how many scenes (all, binding) at least at the level."""

    level: int
    zh: str
    en: str
    score: Decimal | None
    scenes: int
    binding: int


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Questions by dimension, scenes, and the goals from the lowest level up."""

    rule: Rule
    table: Table
    questions: tuple[Question, ...]
    scenes: tuple[Scene, ...]
    goals: tuple[Goal, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return every indicator asked for, questions before scenes."""
        return (*(q.name for q in self.questions), *(s.name for s in self.scenes))

    def refuse_unknown(self, answers: Mapping[str, str]) -> list[str]:
        """Return the names of answers that the questionnaire does not offer."""
        allowed: dict[str, tuple[str, ...]] = {s.name: s.grades for s in self.scenes}
        allowed |= {q.name: tuple(o.value for o in q.options) for q in self.questions}
        return [name for name, value in answers.items() if value not in allowed.get(name, ())]

    def level_words(self, level: int) -> tuple[str, str]:
        """Return a level's name in Chinese and English."""
        found = next(c for c in self.rule.choices if c.value == level)
        return found.cite.zh, found.cite.en or str(level)


def read_questionnaire(rule: Rule) -> Questionnaire:
    """Return what a rule of levels asks; QuestionnaireError where it is written otherwise."""
    scored = {node.table for choice in rule.choices for node in _scores(choice)}
    if len(scored) != 1 or any(node.group for c in rule.choices for node in _scores(c)):
        raise QuestionnaireError(f"{rule.id}: the levels must rest on one whole score table")
    table = rule.tables[scored.pop()]
    questions = []
    for group in table.groups:
        if group.cap is not None or group.weight != 1:
            raise QuestionnaireError(f"{group.cite.id}: capped or weighted groups are not asked")
        dimension = group.cite.id.rpartition(".")[2]
        questions += [_question(rule, item, dimension) for item in group.items]
    scenes = _scenes(rule)
    goals = tuple(_goal(choice) for choice in rule.choices if choice.when is not None)
    ascending = tuple(sorted(goals, key=lambda goal: goal.level))
    return Questionnaire(rule, table, tuple(questions), scenes, ascending)


def _scores(choice: Choice) -> Iterator[Score]:
    if choice.when is not None:
        yield from (node for node in walk(choice.when) if isinstance(node, Score))


def _question(rule: Rule, item: Item, dimension: str) -> Question:
    facts = {node.name for node in walk(item.points) if isinstance(node, Fact)}
    if len(facts) != 1 or item.method not in _OPTIONS:
        raise QuestionnaireError(
            f"{item.cite.id}: a question asks for one value, by bands or steps"
        )
    term = rule.terms[facts.pop()]
    found = []
    for value, above, up_to in _OPTIONS[item.method](rule, item, term):
        low, high = number(item.points, Record(rule, {term.name: _typed(term, value)}))
        if low is None or low != high:
            raise QuestionnaireError(f"{item.cite.id}: {value} gives no single number of points")
        found.append(Option(value, low, above, up_to))
    points = [option.points for option in found]
    if points != sorted(points) or points[0] != 0 or points[-1] != item.full:
        raise QuestionnaireError(f"{item.cite.id}: options must rise from 0 to {item.full} points")
    return Question(term, dimension, item.method, item.full, tuple(found))


def _typed(term: Term, value: str) -> Decimal:
    return Decimal(term.levels.index(value) if term.levels else value)


Candidates = list[tuple[str, Decimal | None, Decimal | None]]


def _bands(_rule: Rule, item: Item, term: Term) -> Candidates:
    """Return the bands from the lowest up, each answered by its upper end."""
    rows = next(node for node in walk(item.points) if isinstance(node, Choose)).rows
    limits = []
    for row in rows[:-1]:
        when = row.when
        if not (isinstance(when, Compare) and when.op == "gt" and isinstance(when.right, Const)):
            raise QuestionnaireError(f"{row.cite.id}: a band is asked only where it begins above")
        limits.append(when.right.low)
    if term.unit != "percent":
        raise QuestionnaireError(f"{item.cite.id}: bands are asked in percent")
    rising = limits[::-1]
    ends = [*rising, HUNDRED]
    return [
        (f"{up_to.normalize():f}", above, up_to)
        for above, up_to in zip([None, *rising], ends, strict=True)
    ]


def _levels(_rule: Rule, item: Item, term: Term) -> Candidates:
    if term.levels:
        return [(level, None, None) for level in term.levels]
    compared = (node for node in walk(item.points) if isinstance(node, Compare))
    values = [node.right.low for node in compared if isinstance(node.right, Const)]
    return [(f"{value.normalize():f}", None, None) for value in sorted(values)]


def _steps(rule: Rule, item: Item, term: Term) -> Candidates:
    """Return whole steps from nothing to the full points."""
    size = next(node.size for node in walk(item.points) if isinstance(node, Steps))
    found: Candidates = []
    for step in range(MOST_STEPS):
        value = size * step
        found.append((f"{value.normalize():f}" if value else "0", None, None))
        if number(item.points, Record(rule, {term.name: value}))[0] == item.full:
            return found
    raise QuestionnaireError(f"{item.cite.id}: the full points are never reached")


_OPTIONS = {"bands": _bands, "levels": _levels, "per_unit": _steps}


def _scenes(rule: Rule) -> tuple[Scene, ...]:
    """Return the scenes in the order of the rule; the binding ones are those counted apart."""
    everything: list[str] = []
    binding: set[str] = set()
    for choice in rule.choices:
        for compared, count in _counts(choice):
            names = [part.left.name for part in count.of
                     if isinstance(part, Compare) and isinstance(part.left, Fact)]  # fmt: skip
            if compared.cite.id.endswith(".binding_at_level"):
                binding.update(names)
            everything += [name for name in names if name not in everything]
    return tuple(Scene(rule.terms[name], name in binding) for name in everything)


def _counts(choice: Choice) -> Iterator[tuple[Compare, Count]]:
    parts = choice.when.parts if isinstance(choice.when, All) else ()
    for part in parts:
        if isinstance(part, Compare) and isinstance(part.left, Count):
            yield part, part.left


def _goal(choice: Choice) -> Goal:
    if not isinstance(choice.when, All):
        raise QuestionnaireError(f"{choice.cite.id}: a level asks for a score and scenes")
    score: Decimal | None = None
    asked = {"scenes_at_level": 0, "binding_at_level": 0}
    for part in choice.when.parts:
        if not isinstance(part, Compare) or not isinstance(part.right, Const):
            raise QuestionnaireError(f"{choice.cite.id}: a level asks for a score and scenes")
        if isinstance(part.left, Score):
            score = part.right.low
        else:
            asked[part.cite.id.rpartition(".")[2]] = int(part.right.low)
    return Goal(
        level=int(choice.value),
        zh=choice.cite.zh,
        en=choice.cite.en,
        score=score,
        scenes=asked["scenes_at_level"],
        binding=asked["binding_at_level"],
    )
