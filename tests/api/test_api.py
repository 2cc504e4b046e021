"""The API keeps its own document (接口): fuzzed in process; the same rights as on the pages."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.core import NOT_SET

from gaoxin.config.api import api
from gaoxin.ledger.queries import parks_of
from gaoxin.people.models import User
from gaoxin.review.models import Panel, PanelAct


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
                "ledger/projects/P-2026-001", "track/lights", "review/cases", "grow/enterprises",
                "grow/enterprises/1"]
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


def test_cases_tell_where_they_stand_and_no_marks(ask):
    cases = ask("office", "review/cases").json()
    assert {"open", "overdue", "over"} >= {each["phase"] for each in cases}
    assert any(each["result"] for each in cases)
    assert set(cases[0]) == {"code", "project", "type", "tier", "state", "since", "due", "phase",
                             "result"}  # fmt: skip


def test_a_recused_officer_does_not_see_the_case(ask):
    all_cases = {each["code"] for each in ask("office", "review/cases").json()}
    panel = Panel.objects.filter(review__code__in=all_cases).first()
    PanelAct.objects.create(
        panel=panel, number=panel.acts.count() + 1, kind=PanelAct.Kind.RECUSE, username="leader",
        by="leader", at=panel.at,
    )  # fmt: skip
    mine = {each["code"] for each in ask("leader", "review/cases").json()}
    assert all_cases - mine == {panel.review.code}


def test_an_operator_gets_the_enterprises_of_the_own_park(ask, demo_zone):
    of_zone = ask("office", "grow/enterprises").json()
    mine = ask("park", "grow/enterprises").json()
    assert 0 < len(mine) < len(of_zone)
    assert mine[0] in of_zone
    own = {each["id"] for each in mine}
    other = next(each["id"] for each in of_zone if each["id"] not in own)
    assert ask("park", f"grow/enterprises/{mine[0]['id']}").json() == mine[0]
    assert ask("park", f"grow/enterprises/{other}").status_code == 404


def test_a_bulletin_sent_by_script_is_checked(demo_zone):
    client = Client()
    body = {"text": "园区共有项目45个，已投产24个，投产率35.3%。"}
    send = {"data": body, "content_type": "application/json"}
    assert client.post("/api/read/check", **send).status_code == 401
    client.force_login(User.objects.get(username="office"))
    found = client.post("/api/read/check", **send).json()
    assert [fault["expected"] for fault in found["faults"]] == ["53.3%"]
    client.force_login(User.objects.get(username="outsider"))
    assert client.post("/api/read/check", **send).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="office"))
    assert strict.post("/api/read/check", **send).status_code == 403


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
        body = {} if case.body is NOT_SET else {
            "data": json.dumps(case.body), "content_type": "application/json"}  # fmt: skip
        answer = client.generic(case.method, case.formatted_path, QUERY_STRING=urlencode(
            case.query or {}, doseq=True), **body)  # fmt: skip
        assert answer.status_code in named | {404}, (case.formatted_path, case.query)
        assert answer["Content-Type"].startswith("application/json") or answer.status_code == 404

    check()
