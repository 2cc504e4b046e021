"""The API keeps its own document (接口): fuzzed in process; the same rights as on the pages."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings

from gaoxin.config.api import api
from gaoxin.ledger.queries import parks_of
from gaoxin.people.models import User


@pytest.fixture
def ask(demo_zone):
    def call(username: str, address: str):
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client.get(f"/api/{address}")

    return call


def test_a_figure_by_name_and_by_its_key_are_the_same(ask):
    first = ask("office", "figures/by-name?name=start_rate").json()
    again = ask("office", f"figures/by-key/{first['key']}").json()
    assert first == again
    assert first["text"].endswith("%")


def test_an_operator_gets_the_zone_and_the_own_park_only(ask, demo_zone):
    own, other = parks_of(demo_zone)[:2]
    assert ask("park", "figures/by-name?name=signed_count").status_code == 200
    assert ask("park", f"figures/by-name?name=signed_count&park={own.pk}").status_code == 200
    assert ask("park", f"figures/by-name?name=signed_count&park={other.pk}").status_code == 403


@pytest.mark.parametrize(
    "address", ["figures/definitions", "figures/by-name?name=start_rate", "ledger/projects",
                "ledger/projects/P-2026-001", "track/lights"]
)  # fmt: skip
def test_the_outsider_the_expert_and_the_stranger_get_nothing(ask, address):
    assert ask("outsider", address).status_code in {403, 404}
    assert ask("expert", address).status_code in {403, 404}
    assert Client().get(f"/api/{address}").status_code == 401


def test_pages_of_projects_hold_each_once(ask):
    codes, after = [], 0
    while after is not None:
        page = ask("office", f"ledger/projects?size=100&after={after}").json()
        codes += [each["code"] for each in page["projects"]]
        after = page["next"]
    assert len(codes) == len(set(codes)) == page["total"]


@pytest.mark.parametrize(
    "address", ["figures/by-name?name=nosuch", "figures/by-name?name=start_rate&period=x",
                "figures/by-key/nonsense", "ledger/projects?size=0", "track/lights?rule=nosuch"]
)  # fmt: skip
def test_what_means_nothing_is_refused_in_words(ask, address):
    answer = ask("office", address)
    assert answer.status_code == 400
    assert answer.json()["detail"]


def operations():
    schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
    return [found.ok() for found in schema.get_all_operations()]


@pytest.mark.parametrize("operation", operations(), ids=lambda found: found.path)
def test_the_api_answers_as_its_document_says(demo_zone, operation):
    """Fuzz every operation as an office user; a status that the document does not name fails."""
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username="office"))
    named = {int(status) for status in operation.definition.raw["responses"]}

    @settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def check(case):
        answer = client.generic(case.method, case.formatted_path, QUERY_STRING=urlencode(
            case.query or {}, doseq=True))  # fmt: skip
        assert answer.status_code in named | {404}, (case.formatted_path, case.query)
        assert answer["Content-Type"].startswith("application/json") or answer.status_code == 404

    check()
