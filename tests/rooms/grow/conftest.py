"""Enterprises of the small zone (小区里的企业): one in each park, figures of a little giant."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from gaoxin.grow import actions
from gaoxin.ledger.actions import Record
from gaoxin.ledger.core.creditcode import check_character
from gaoxin.ledger.models import Enterprise

RECORDED = datetime(2026, 11, 20, 8, tzinfo=UTC)
GIANT: dict[str, Any] = {
    "size_industry": "industry", "employees": 200, "revenue_last_year": 6000,
    "main_business_ratio": 92, "debt_ratio": 55, "rd_expense_last_year": 700,
    "on_bad_credit_list": "false", "serious_incident_3y": "false", "niche_years": 6,
    "ip_class1_applied_count": 4, "domestic_market_share": 11, "chain_key_link": "true",
    "specialised_dev_score": 62,
}  # fmt: skip


def code(number: int) -> str:
    """Return a credit code of no registered firm."""
    body = f"91990100MA{number:07d}"
    return body + check_character(body)


def enterprise(park, number: int, **fields: Any) -> Enterprise:
    return Enterprise.objects.create(**{
        "zone": park.zone, "park": park, "name": f"{number}号企业", "credit_code": code(number),
        "registered_on": date(2015, 3, 1), "recorded_at": datetime(2024, 1, 5, tzinfo=UTC),
        "recorded_by": "system", **fields,
    })  # fmt: skip


@pytest.fixture
def firm(parks) -> Enterprise:
    return enterprise(parks[0], 1)


@pytest.fixture
def other_firm(parks) -> Enterprise:
    return enterprise(parks[1], 2)


def told_by(user, at: datetime = RECORDED) -> Record:
    """Return a record made by a user."""
    return Record(by=user, at=at)


def report(firm, user, year: int = 2025, *, on: date | None = None, **change: Any):
    """Report the sound figures of a little giant, some of them changed; None leaves one out."""
    values = {name: value for name, value in {**GIANT, **change}.items() if value is not None}
    day = on or date(year + 1, 4, 20)
    return actions.record_figures(firm, year, values, record=told_by(user), on=day)


@pytest.fixture
def giant(firm, office) -> Enterprise:
    """Return an enterprise that meets every condition of a little giant."""
    report(firm, office)
    report(firm, office, 2024, on=date(2025, 4, 20), revenue_last_year=5400,
           rd_expense_last_year=600)  # fmt: skip
    report(firm, office, 2023, on=date(2024, 4, 20), revenue_last_year=4900)
    told = actions.Title("specialized", "provincial", "granted", date(2024, 6, 28))
    actions.record_honour(firm, told, record=told_by(office))
    return firm
