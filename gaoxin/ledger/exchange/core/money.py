"""Currency rates (汇率) known to an import: yuan for one unit, from a day on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gaoxin.lib.money import round_half_up

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Rate:
    """Yuan for one unit, from a day on."""

    since: date
    value: Decimal

    def yuan(self, amount: Decimal) -> Decimal:
        """Return the yuan of an amount, to the fen."""
        return round_half_up(amount * self.value, 2)


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates by currency as (in force from, yuan per unit), latest first."""

    rows: Mapping[str, Sequence[tuple[date, Decimal]]] = field(default_factory=dict)

    def at(self, currency: str, on: date) -> Rate | None:
        """Return the rate in force on the day, else the earliest later one; None where none is."""
        rows = self.rows.get(currency, ())
        for since, value in rows:
            if since <= on:
                return Rate(since, value)
        return Rate(*rows[-1]) if rows else None
