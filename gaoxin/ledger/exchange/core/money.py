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
class Rates:
    """Rates by currency as (in force from, yuan per unit), latest first."""

    rows: Mapping[str, Sequence[tuple[date, Decimal]]] = field(default_factory=dict)

    def yuan(self, amount: Decimal, currency: str, on: date) -> Decimal | None:
        """Return the yuan by the rate in force on the day; None where none is known."""
        if currency == "CNY":
            return amount
        for since, rate in self.rows.get(currency, ()):
            if since <= on:
                return round_half_up(amount * rate, 2)
        return None
