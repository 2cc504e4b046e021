"""Zone evaluation (高新区综合评价): the tables known, and their figures for a year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from django.utils.translation import gettext as _

from gaoxin.figures.core.definition import Definition
from gaoxin.grow.core.evaluation import (
    Dimension,
    Line,
    LinesError,
    definitions,
    dimensions,
)
from gaoxin.grow.kept import own_folder
from gaoxin.grow.local import books, file_state, local_file
from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from gaoxin.figures.board import Board, Figure
    from gaoxin.grow.local import State
    from gaoxin.rulebook.rule import Rule

SUBJECT, SERIES = "evaluation", "zone_evaluation"
LINES = Path(__file__).parent / "presets" / "lines.yaml"


@dataclass(frozen=True, slots=True)
class Table:
    """An evaluation table: its rule, its dimensions, and what the rule says of its completeness."""

    rule: Rule
    dimensions: tuple[Dimension, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return every line in the order of the table."""
        return tuple(line for dimension in self.dimensions for line in dimension.lines)

    def line(self, code: str) -> Line:
        """Return a line by its code; UserError where the table has none."""
        found = next((line for line in self.lines if line.code == code), None)
        if found is None:
            raise UserError(_("评价表里没有 %(code)s。") % {"code": code[:40]})
        return found


def tables() -> tuple[Table, ...]:
    """Return the tables, the newest first; the zone's own goes before a shipped one of its year."""
    return _tables(file_state(own_folder(SUBJECT)))


@lru_cache(maxsize=2)
def _tables(_files: State) -> tuple[Table, ...]:
    path = local_file(SUBJECT, "lines.yaml", LINES)
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    by_year: dict[int, Table] = {}
    for rule in books(SUBJECT).versions(SERIES):
        try:
            found = Table(rule, dimensions(rule, data))
        except LinesError as why:
            raise UserError(f"{path.name}: {why}") from None
        by_year.setdefault(rule.head.issued.year, found)
    return tuple(by_year[year] for year in sorted(by_year, reverse=True))


def table_of(name: str) -> Table:
    """Return a table by its year of issue as written in an address; the most complete without."""
    known = tables()
    if not name:
        return max(known, key=lambda table: len(table.lines))
    for table in known:
        if str(table.rule.head.issued.year) == name:
            return table
    raise UserError(_("没有 %(name)s 年的评价表。") % {"name": name[:10]})


def made_definitions() -> list[Definition]:
    """Return the definitions of every table's figures."""
    return [
        Definition.model_validate(each)
        for table in tables()
        for each in definitions(table.rule, table.dimensions)
    ]


@dataclass(frozen=True, slots=True)
class LineFigures:
    """A line's figures of a year; None where the line has no such figure.

    `value` is what was recorded; where nothing was, `counted` is what the ledger counts.
    """

    line: Line
    value: Figure | None
    counted: Figure | None
    goal: Figure | None
    done: Figure | None

    @property
    def has_value(self) -> bool:
        """Test whether a value is there, recorded or counted."""
        return self.value is not None or self.counted is not None


def figures_of(desk: Board, line: Line, year: str) -> LineFigures:
    """Return the figures of a line for a year."""
    value = _known(desk.figure(line.code, year))
    counted = None
    if value is None and line.counted is not None:
        # A ledger without a single title says nothing of the zone: that is no nought.
        found = desk.figure(line.counted.figure, year)
        counted = found if found.numerator_rows else None
    goal = _known(desk.figure(f"{line.code}_goal", year))
    done: Figure | None = None
    if goal is not None and line.better == "high" and not line.judged:
        if value is not None:
            done = desk.figure(f"{line.code}_done", year)
        elif counted is not None:
            done = desk.figure(f"{line.code}_led", year)
    return LineFigures(line, value, counted, goal, done)


def _known(figure: Figure) -> Figure | None:
    return None if figure.value is None else figure
