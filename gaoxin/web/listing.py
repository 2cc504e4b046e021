"""Lists (列表): one component for every list: columns, conditions, order, pages, sums, export.

A room declares a `Listing` and hands it with a queryset to `listpage.list_page`. Cells are
functions of a row, so a list page costs little more than a plain loop. Usage: README.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext_lazy

from gaoxin.web import core

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

Phone = Literal["", "title", "line", "number", "hide"]
ITEMS = gettext_lazy("个")
PHONE = {"": "", "title": "pt", "line": "pl", "number": "pn", "hide": "ph"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its cell as a function of a row, and what may be done with it.

    `sort` is a field or annotation; `value` the raw value for the export (None = not exported);
    `phone` how the cell stands on a phone's card; `unit` is printed in the head, and on a card.
    """

    name: str
    label: Any
    cell: Callable[[Any], Any]
    sort: str = ""
    numeric: bool = False
    unit: Any = ""
    phone: Phone = ""
    css: str = ""
    shown: bool = True
    value: Callable[[Any], Any] | None = None

    @property
    def css_class(self) -> str:
        """Return the classes of the column's cells."""
        return " ".join(filter(None, ("n" if self.numeric else "", PHONE[self.phone], self.css)))


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over the filtered set, printed in the foot; rows without a value are counted."""

    label: Any
    field: str
    text: Callable[[Decimal], Any]


@dataclass(frozen=True, slots=True)
class View:
    """A tab of saved conditions: its name and the address parameters it stands for."""

    name: str
    label: Any
    parameters: tuple[tuple[str, str], ...] = ()

    def conditions(self, filters: Sequence[core.Filter]) -> tuple[core.Condition, ...]:
        """Return the conditions that the parameters set."""
        values: dict[str, list[str]] = {}
        for name, value in self.parameters:
            values.setdefault(name, []).append(value)
        return core.conditions(filters, values)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list offers; `noun` is the measure word of the count line."""

    columns: tuple[Column, ...]
    sort: str
    filters: tuple[core.Filter, ...] = ()
    views: tuple[View, ...] = ()
    totals: tuple[Total, ...] = ()
    noun: Any = ITEMS
    key: str = "pk"
    size: int = 50
    phone_cards: bool = True
    tools: str = ""
    export: bool = True

    def sort_fields(self) -> dict[str, str]:
        """Return the fields that the columns sort by."""
        return {column.name: column.sort for column in self.columns if column.sort}
