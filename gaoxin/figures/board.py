"""Board (算数台): computes figures of one zone at one moment from its sight."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from gaoxin.figures import registry
from gaoxin.figures.core import compute, window
from gaoxin.figures.core.key import FigureKey, Scope
from gaoxin.figures.sight import sight_of
from gaoxin.lib.moment import Moment
from gaoxin.lib.period import add_months

if TYPE_CHECKING:
    from gaoxin.figures.core.compute import Row
    from gaoxin.figures.core.definition import Book, Definition, Selection
    from gaoxin.ledger.models import Zone

MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed figure: its key, its value as defined, and the rows it is made of.

    `numerator` and `denominator` are in base units (yuan, projects, days); `value` is in the
    definition's unit, rounded as defined; None where it does not exist (nothing to divide by).
    """

    full_key: FigureKey
    definition: Definition
    value: Decimal | None
    numerator: Decimal
    denominator: Decimal | None
    numerator_rows: tuple[Row, ...] = ()
    denominator_rows: tuple[Row, ...] = ()
    parts: tuple[Figure, ...] = ()

    @property
    def key(self) -> str:
        """Return the key as text, the address of the trace."""
        return str(self.full_key)

    @property
    def unit(self) -> str:
        """Return the unit of the value."""
        return self.definition.unit

    @property
    def digits(self) -> int:
        """Return the number of printed decimals."""
        return self.definition.rounding.digits

    @property
    def name(self) -> str:
        """Return the Chinese name of the indicator."""
        return self.definition.name.zh

    @property
    def number(self) -> str:
        """Return the value without its unit, as printed: `1,234.5`, `−2.0`, or `—`."""
        if self.value is None:
            return "—"
        # A small loss that rounds to nothing is nothing, not a negative nothing.
        value = self.value if self.value else abs(self.value)
        return f"{value:,.{self.digits}f}".replace("-", MINUS)

    @property
    def text(self) -> str:
        """Return the value with its unit, as printed: `64.1%`, `198.5亿元`, `2.0个百分点`."""
        unit = {"点": "个百分点"}.get(self.unit, self.unit)
        return self.number if self.value is None else f"{self.number}{unit}"

    @property
    def exact_value(self) -> Fraction | None:
        """Return the value before rounding; None where it does not exist or has no rows."""
        if self.definition.numerator is None:
            return None
        rows = self.denominator_rows if self.definition.denominator is not None else None
        return compute.exact_value(self.definition, self.numerator_rows, rows)

    @property
    def exact(self) -> str:
        """Return the value before rounding, to six decimals, `…` where more follow."""
        value = self.exact_value
        return "" if value is None else compute.expanded(value)


class Board:
    """Computes figures by definition id, scope and period; selections are shared."""

    def __init__(self, zone: Zone, at: Moment, book: Book) -> None:
        self.zone = zone
        self.at = at
        self.book = book
        self.sight = sight_of(zone, at)

    def zone_scope(self) -> Scope:
        """Return the scope of the whole zone."""
        return Scope("z", self.zone.pk)

    def figure(
        self, id: str, period: str, scope: Scope | None = None, *, version: str = ""
    ) -> Figure:
        """Return a figure by the version in force on the day looked at, or by a named version.

        KeyError where no such definition is known.
        """
        definition = self.book.get(id, version) if version else self.book.default(id, self.at.as_of)
        key = FigureKey(id, definition.version, scope or self.zone_scope(), period, self.at)
        return self.compute(definition, key)

    def compute(self, definition: Definition, key: FigureKey) -> Figure:
        """Return the figure of a key under its definition."""
        if definition.kind == "difference":
            return self._difference(definition, key)
        if definition.kind == "growth":
            return self._growth(definition, key)
        if definition.kind == "elapsed":
            exact = window.elapsed_share(key.window().last)
            value = compute.rounded(exact * 100, definition.rounding)
            return Figure(key, definition, value, Decimal(exact.numerator),
                          Decimal(exact.denominator))  # fmt: skip
        return self._from_rows(definition, key)

    def _from_rows(self, definition: Definition, key: FigureKey) -> Figure:
        below = self._denominator(definition, key)
        above = self._numerator(definition, key, below)
        exact = compute.exact_value(definition, above, below)
        return Figure(
            full_key=key,
            definition=definition,
            value=None if exact is None else compute.rounded(exact, definition.rounding),
            numerator=compute.total(above),
            denominator=None if below is None else compute.total(below),
            numerator_rows=tuple(above),
            denominator_rows=tuple(below or ()),
        )

    def _denominator(self, definition: Definition, key: FigureKey) -> list[Row] | None:
        if definition.denominator is None:
            return None
        days = key.window()
        if definition.cohort == "all_open":
            days = days.up_to_now()
        return self._rows(definition, definition.denominator, days, key)

    def _numerator(
        self, definition: Definition, key: FigureKey, cohort: list[Row] | None
    ) -> list[Row]:
        if definition.numerator is None:
            return []
        days = key.window()
        restricted = cohort is not None and definition.cohort != "independent"
        if restricted:
            # What the cohort did later counts, up to the day looked at.
            days = window.Window(None, self.at.as_of)
        rows = self._rows(definition, definition.numerator, days, key)
        if not restricted or cohort is None:
            return rows
        rows = compute.within(rows, cohort)
        horizon = key.window().horizon
        if horizon is None:
            return rows
        return self._in_time(definition.numerator, rows, cohort, horizon)

    def _in_time(
        self, selection: Selection, rows: list[Row], cohort: list[Row], months: int
    ) -> list[Row]:
        """Return the rows that came within so many months of the cohort's day."""
        until = {
            row.project_id: add_months(row.on, months)
            for row in cohort
            if row.project_id is not None and row.on is not None
        }
        selector, params = registry.selector_of(selection)
        if selector.up_to is not None:
            own = {row.project_id for row in rows}
            last = {project: min(day, self.at.as_of) for project, day in until.items()}
            kept = {project: day for project, day in last.items() if project in own}
            return selector.up_to(self.sight, params, kept)
        return [
            row
            for row in rows
            if row.on is not None and row.project_id in until and row.on <= until[row.project_id]
        ]

    def _rows(
        self, definition: Definition, selection: Selection, days: window.Window, key: FigureKey
    ) -> list[Row]:
        rows = self.sight.rows(selection, days)
        if definition.threshold is not None:
            rows = self.sight.at_least(rows, definition.threshold)
        return self.sight.of_scope(rows, key.scope, definition.sharing)

    def _difference(self, definition: Definition, key: FigureKey) -> Figure:
        """Return the difference of two printed figures, as offices subtract them."""
        first, second = (self.figure(name, key.period, key.scope) for name in definition.of)
        value = None
        if first.value is not None and second.value is not None:
            value = compute.rounded(Fraction(first.value - second.value), definition.rounding)
        return Figure(
            key, definition, value, first.value or Decimal(0), second.value, parts=(first, second)
        )

    def _growth(self, definition: Definition, key: FigureKey) -> Figure:
        """Return the growth over the same period a year earlier, as known at the same moment."""
        earlier_at = Moment(window.day_a_year_earlier(self.at.as_of), self.at.known_at)
        name = definition.of[0]
        now = self.figure(name, key.period, key.scope)
        before = Board(self.zone, earlier_at, self.book).figure(
            name, window.a_year_earlier(key.period), key.scope
        )
        value = None
        exact, base = now.exact_value, before.exact_value
        if exact is not None and base:
            value = compute.rounded((exact - base) / abs(base) * 100, definition.rounding)
        return Figure(key, definition, value, now.numerator, before.numerator, parts=(now, before))

    def by_park(self, id: str, period: str, park_ids: list[int]) -> dict[int, Figure]:
        """Return the figure of each park."""
        return {park: self.figure(id, period, Scope("p", park)) for park in park_ids}

    def elimination(self, id: str, period: str) -> Figure:
        """Return what is counted in two parks: parks + unplaced − elimination = zone."""
        return self.figure(id, period, Scope("e", self.zone.pk))

    def at_moment(self, figure: Figure, at: Moment) -> Figure:
        """Return the same figure as looked at another moment."""
        board = Board(self.zone, at, self.book)
        return board.compute(figure.definition, replace(figure.full_key, moment=at))
