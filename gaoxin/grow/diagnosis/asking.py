"""Asking (问答): questions, scenes and options as the page prints them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gaoxin.grow.diagnosis import words
from gaoxin.grow.diagnosis.results import number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaoxin.grow.core.questionnaire import Questionnaire

OPTION_KEYS = "123456789"
MOST_KEYS = 9


@dataclass(frozen=True, slots=True)
class Choice:
    """An option on the page with its key and points."""

    value: str
    label: str
    key: str
    points: str
    on: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question or scene on the page; too many options for keys make a list to choose from."""

    number: int
    name: str
    label: str
    note: str
    value: str
    choices: tuple[Choice, ...]

    @property
    def is_list(self) -> bool:
        """Test whether the options are too many for buttons."""
        return len(self.choices) > MOST_KEYS


@dataclass(frozen=True, slots=True)
class Part:
    """A dimension or block with what is asked in it."""

    name: str
    asked: tuple[Asked, ...]


def parts_of(form: Questionnaire, answers: Mapping[str, str]) -> tuple[Part, ...]:
    """Return the questions by dimension, then the scenes by block, with what was answered."""
    parts: list[Part] = []
    count = 0
    dimensions = list(dict.fromkeys(question.dimension for question in form.questions))
    for dimension in dimensions:
        asked = []
        for question in form.questions:
            if question.dimension != dimension:
                continue
            count += 1
            value = answers.get(question.name, "")
            labels = [
                (option.value, words.option_name(question, option), number(option.points))
                for option in question.options
            ]
            note = _("满分 %(full)s 分") % {"full": number(question.full)}
            label = words.term_name(question.term)
            asked.append(Asked(count, question.name, label, note, value, _choices(labels, value)))
        parts.append(Part(words.dimension_name(dimension), tuple(asked)))
    for block in words.blocks(form):
        asked = []
        for scene in block.scenes:
            count += 1
            value = answers.get(scene.name, "")
            labels = [(g, f"{g} {words.grade_name(g)}", "") for g in scene.grades]
            note = _("约束场景") if scene.binding else _("引导场景")
            label = words.term_name(scene.term)
            asked.append(Asked(count, scene.name, label, note, value, _choices(labels, value)))
        parts.append(Part(_("场景：%(block)s") % {"block": block.name}, tuple(asked)))
    return tuple(parts)


def _choices(labels: list[tuple[str, str, str]], value: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(option, label, OPTION_KEYS[place] if place < MOST_KEYS else "", points,
               option == value)
        for place, (option, label, points) in enumerate(labels)
    )  # fmt: skip
