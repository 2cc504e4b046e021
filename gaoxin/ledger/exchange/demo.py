"""Demo master data (演示区底数): what a dry run is held against where no zone exists."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from gaoxin.ledger.exchange.core.known import KnownLedger, Named
from gaoxin.ledger.exchange.core.money import Rates

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Before the first day of any demo.
SINCE = date(2000, 1, 1)


def demo_ledger() -> KnownLedger:
    """Return the demo zone's parks, industries, departments and rates, without any project."""
    path = files("gaoxin") / "samples" / "zone.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    rates = {
        row["currency"]: [(SINCE, Decimal(row["yuan_per_unit"]))] for row in data["currency_rates"]
    }
    return KnownLedger(
        parks=_named(data["parks"]),
        industries=_named(data["industries"]),
        departments=_named(data["departments"]),
        rates=Rates(rates),
    )


def _named(rows: Iterable[Mapping[str, Any]]) -> tuple[Named, ...]:
    return tuple(
        Named(number, row["name"], row.get("short_name", "")) for number, row in enumerate(rows, 1)
    )
