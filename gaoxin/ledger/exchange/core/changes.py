"""Changes (改动): what one cell would write, and what a whole row would do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from gaoxin.ledger.exchange.core.amounts import shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from gaoxin.ledger.exchange.core.problems import Problem

Action = Literal["create", "update", "unchanged", "skip"]


@dataclass(frozen=True, slots=True)
class SetField:
    """Set a field of the record; parks, industries and departments by their name."""

    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class SetParty:
    """Link the enterprise of this credit code or name, made where it is not known."""

    name: str
    credit_code: str


@dataclass(frozen=True, slots=True)
class Reach:
    """A milestone was reached on a day."""

    stage: str
    on: date


@dataclass(frozen=True, slots=True)
class PlanDay:
    """A milestone is planned for a day; the plan was made on another."""

    stage: str
    planned_for: date
    set_on: date


@dataclass(frozen=True, slots=True)
class Post:
    """An amount; `replaces` are the postings that it puts right."""

    kind: str
    amount: Decimal
    currency: str
    original: Decimal
    on: date
    period: date
    note: str = ""
    replaces: tuple[int, ...] = ()


Write = SetField | SetParty | Reach | PlanDay | Post


@dataclass(frozen=True, slots=True)
class Change:
    """What a cell would change: column, the value now and then as people read it, and the act."""

    field: str
    column: str
    header: str
    old: str
    new: str
    write: Write
    # Where the cell stands, if not in the row itself: merged cells are one, at their first row.
    row: int = 0


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row of the plan. `target` is the record's id; `key` names one that is still to be made."""

    sheet: str
    row: int
    kind: str
    action: Action
    name: str
    key: str
    target: int | None
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    park: str = ""

    def place(self, change: Change) -> str:
        """Return the cell that a change came from, such as `项目!D17`."""
        return f"{self.sheet}!{change.column}{change.row or self.row}"


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """A column as it was taken: letters, header, field ("" = not read), unit."""

    letter: str
    header: str
    field: str
    how: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """A table as it was taken: kind, where its header ends, its columns and counts."""

    sheet: str
    kind: str
    signature: str
    header_row: int
    columns: tuple[ColumnPlan, ...]
    counts: Mapping[Action, int]
    period: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do."""

    rows: tuple[PlannedRow, ...]
    sheets: tuple[SheetPlan, ...]
    # Of sums and whole sheets, which belong to no row that is written.
    notices: tuple[Problem, ...] = ()
    new_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        """Return all problems, rows first."""
        return [problem for row in self.rows for problem in row.problems] + [*self.notices]

    def count(self, action: Action) -> int:
        """Return how many rows would do this."""
        return sum(row.action == action for row in self.rows)


def amount_text(post: Post) -> str:
    """Return a posting's amount as people read it."""
    return shown(post.original, post.currency)
