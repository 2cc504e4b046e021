"""The given dirty and clean workbooks (给定的台账): every planted problem, no false one."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest
import yaml

from gaoxin.ledger.exchange.core.known import KnownLedger, Named
from gaoxin.ledger.exchange.core.money import Rates
from gaoxin.ledger.exchange.core.opening import open_book
from gaoxin.ledger.exchange.core.planning import plan
from gaoxin.ledger.exchange.core.record import printed

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def demo() -> KnownLedger:
    zone = yaml.safe_load((files("gaoxin") / "samples" / "zone.yaml").read_text(encoding="utf-8"))
    return KnownLedger(
        tuple(Named(n, p["name"], p["short_name"]) for n, p in enumerate(zone["parks"])),
        rates=Rates({"USD": [(date(2015, 1, 1), Decimal("7.1"))]}),
    )


def answer(shared, demo, name):
    content = (shared / "data" / "import" / name).read_bytes()
    return printed(plan(open_book(content, name), demo, TODAY))


def test_every_planted_problem_is_named_at_its_cell(shared, demo):
    expected = json.loads((shared / "data/import/expected.json").read_text(encoding="utf-8"))
    said = answer(shared, demo, expected["workbook"])
    places = {(p["sheet"], p["row"], p["column"], p["severity"]) for p in said["problems"]}
    for want in expected["problems"]:
        fits = {
            (want["sheet"], row, column, want["severity"])
            for row in want["rows"]
            for column in want["columns"]
        }
        assert not want["required"] or fits & places, want
    allowed = {
        (want["sheet"], row, column)
        for want in expected["problems"]
        for row in want["rows"]
        for column in want["columns"]
    }
    assert {place[:3] for place in places if place[3] == "error"} <= allowed
    assert said["create"] == expected["create"]


def test_the_clean_workbook_has_no_problem(shared, demo):
    expected = json.loads((shared / "data/import/expected_clean.json").read_text(encoding="utf-8"))
    said = answer(shared, demo, expected["workbook"])
    assert said["problems"] == []
    assert said["create"] == expected["create"]
