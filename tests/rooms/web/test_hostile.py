"""Addresses made to hurt (恶意网址): none of them is answered by a fault of ours."""

from __future__ import annotations

import base64
import json

import pytest

from gaoxin.web import parts
from tests.rooms.conftest import person

LONG = "九" * 60_000
DIGITS = "9" * 5_000


def cursor(*packed: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(packed).encode()).decode().rstrip("=")


@pytest.fixture
def shown(build, parks, office, client):
    build.project(parks[0], signed="2026-01-05")
    client.force_login(office)
    return client


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/track/?page=²", 200),
        (f"/track/?page={DIGITS}", 200),
        ("/track/?month=9999-12", 400),
        ("/track/?month=0001-01", 400),
        ("/track/?by=visit_rate", 200),
        ("/ledger/projects/?money_min=1e999999", 400),
        ("/ledger/projects/?money_min=1e-999999", 200),
        ("/ledger/projects/?money_max=1e17", 400),
        (f"/ledger/projects/?q={LONG}", 200),
        ("/ledger/projects/?q=a%00b", 400),
        ("/search/?q=a%00b", 400),
        ("/track/light/P%00/", 400),
        ("/ledger/projects/?known_at=1969-01-01", 400),
        ("/ledger/projects/?known_at=0001-01-01", 400),
        ("/ledger/projects/?known_at=9999-12-31T23:59", 200),
        (f"/ledger/projects/?after={cursor(1, True, 'x')}", 400),
        (f"/ledger/projects/?after={cursor(1, 'x', 'x')}&sort=since", 400),
        (f"/ledger/projects/?after={cursor(1, ['d', 'NaN'], 10**30)}&sort=name", None),
        (f"/ledger/projects/?after={cursor(10**40, None, 1)}", 400),
    ],
)
def test_such_an_address_is_answered_in_words(shown, address, status) -> None:
    answer = shown.get(address)
    assert answer.status_code == status or (status is None and answer.status_code < 500)


@pytest.mark.parametrize("kind", ["visit", "issue"])
def test_what_is_posted_to_another_parks_project_finds_no_page(
    build, parks, operator, client, kind
):
    other = build.project(parks[1], signed="2026-01-05")
    client.force_login(operator)
    sent = {"on": "2026-02-01", "kind": "leader", "title": "缺地", "due_on": "2026-03-01"}
    assert client.post(f"/track/projects/{other.code}/{kind}/", sent).status_code == 404


@pytest.mark.parametrize("number", ["²", DIGITS, "9" * 30, "a\0b"])
def test_a_membership_that_is_no_number_is_not_found(zone, client, number) -> None:
    client.force_login(person("admin", "admin"))
    person("other", "officer")
    answer = client.post("/people/other/", {"do": "revoke", "membership": number})
    assert answer.status_code == 404


def test_a_bar_without_target_has_no_tick() -> None:
    for missing in (None, ""):
        drawn = parts.bar("", 100, missing)
        assert 'class="t"' not in drawn
        assert 'class="v" y="3" width="0%"' in drawn
