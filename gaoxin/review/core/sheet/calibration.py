"""Calibration (校准题): an invented case with reference levels, to be scored before a real one.

It shows how far somebody's marks lie from the reference. It never changes a score.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from gaoxin.review.core.average import decimal_of, subtotal
from gaoxin.review.core.case import check_levels
from gaoxin.rulebook.source import read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from gaoxin.review.core.case import Levels
    from gaoxin.review.core.scheme.model import Scheme
    from gaoxin.rulebook.source import Entry

FILE = Path(__file__).parents[2] / "expert/presets/calibration.yaml"
_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Trial:
    """An invented case of a project type: its papers, and the reference level with its reason."""

    type: str
    title: str
    text: str
    levels: Mapping[str, int]
    because: Mapping[str, str]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Return the papers by paragraph."""
        return tuple(line for line in self.text.splitlines() if line.strip())


@dataclass(frozen=True, slots=True)
class Answer:
    """One item: the own level, the reference level and why it is that."""

    item: str
    own: int
    reference: int
    because: str

    @property
    def apart(self) -> int:
        """Return the own level minus the reference: above zero is milder."""
        return self.own - self.reference


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Own marks against the reference, item by item and in all."""

    answers: tuple[Answer, ...]
    own: Decimal
    reference: Decimal
    full: Decimal

    @property
    def apart(self) -> Decimal:
        """Return the own marks minus those of the reference."""
        return self.own - self.reference

    @property
    def leans(self) -> str:
        """Return which way the own marks lean: milder, harsher, or even."""
        if self.apart == 0:
            return "even"
        return "milder" if self.apart > 0 else "harsher"


def trials(scheme: Scheme, path: Path = FILE) -> dict[str, Trial]:
    """Return the calibration case of each project type; refused where it does not fit the scheme.

    A type whose judged items the file does not know has no calibration case.
    """
    row = read(path).fields({"id", "version", "cases"})
    found = {}
    for name, entry in row["cases"].pairs():
        if name in scheme.types:
            trial = _trial(name, entry)
            wanted = {item.id for item in scheme.judged(name)}
            if wanted <= set(trial.levels):
                found[name] = _fitted(trial, scheme, entry)
    return found


def _trial(name: str, entry: Entry) -> Trial:
    row = entry.fields({"title", "text", "answers"})
    levels, because = {}, {}
    for item, given in row["answers"].pairs():
        answer = given.fields({"level", "because"})
        levels[item] = answer["level"].whole()
        because[item] = answer["because"].text()
    return Trial(name, row["title"].text(), row["text"].text(), levels, because)


def _fitted(trial: Trial, scheme: Scheme, entry: Entry) -> Trial:
    items = [item.id for item in scheme.judged(trial.type)]
    levels = {item: trial.levels[item] for item in items}
    for item, level in levels.items():
        if level not in scheme.panel.levels:
            raise entry.refuse(f"{item}: {level}: 不在等级内 (not a level of the scale)")
    because = {item: trial.because[item] for item in items}
    return Trial(trial.type, trial.title, trial.text, levels, because)


def compare(trial: Trial, levels: Levels, scheme: Scheme) -> Calibrated:
    """Return somebody's levels against the reference; every item must have one."""
    judged = scheme.judged(trial.type)
    own = check_levels(
        "校准题 (calibration)", levels, [item.id for item in judged], scheme.panel.levels
    )
    marks = {item.id: item.marks[trial.type] for item in judged}
    full = sum((Fraction(mark) for mark in marks.values()), Fraction(0))
    return Calibrated(
        answers=tuple(
            Answer(item, own[item], trial.levels[item], trial.because[item]) for item in marks
        ),
        own=decimal_of(subtotal(own, marks, scheme.panel), _DIGITS),
        reference=decimal_of(subtotal(trial.levels, marks, scheme.panel), _DIGITS),
        full=decimal_of(full, _DIGITS),
    )
