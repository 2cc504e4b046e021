"""Every page (每一页): opens for whom it should, in both languages, with few queries."""

from __future__ import annotations

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.pages import walk

pytest_plugins = ()

# Queries that one GET of a page may take at most, whatever the number of rows; the office looks.
CEILING = 60
CEILINGS = {"report:today": 90, "track:home": 80, "report:latest": 120, "report:month": 120}
PAST = "as_of=2026-06-30"


@pytest.fixture
def samples(demo_zone):
    return walk.Samples(demo_zone)


def sign_in(username: str | None, language: str = "zh-hans") -> Client:
    """Return a browser of a demo account, in a language; None has not signed in."""
    from gaoxin.people.models import User

    client = Client(headers={"accept-language": language}, raise_request_exception=False)
    if username is not None:
        client.force_login(User.objects.get(username=username))
    return client


@pytest.fixture
def browse(demo_zone):
    return sign_in


def look(client: Client, address: str):
    """Return the answer; a file is read to its end, which closes it."""
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def is_page(answer) -> bool:
    """Test whether the answer is a page that was shown."""
    html = answer.get("Content-Type", "").startswith("text/html")
    return answer.status_code == 200 and html and not answer.streaming


def names(routes=None):
    return [pytest.param(route, id=route.name) for route in routes or walk.routes()]


# Everybody in Chinese; in English those whose pages differ most.
LOOKS = [(person, "zh-hans") for person in walk.PEOPLE] + [
    (person, "en") for person in ("admin", "operator", "leader", "outsider", "anonymous")
]


@pytest.mark.parametrize(("person", "language"), LOOKS)
def test_no_page_breaks_and_each_says_its_language(samples, browse, person, language) -> None:
    client, faults = browse(walk.PEOPLE[person], language), []
    for route in walk.routes():
        answer = look(client, samples.address(route))
        if answer.status_code not in {200, 302, 400, 403, 404, 405}:
            faults.append((route.name, answer.status_code))
        if is_page(answer) and not route.name.endswith(("panel", "light")):
            page = walk.Links(answer.content.decode())
            if page.lang != walk.LANGUAGES[language] or not page.title.strip():
                faults.append((route.name, page.lang, page.title))
    assert faults == []


def test_the_office_opens_every_page_that_answers_a_look(samples, browse) -> None:
    client, closed = browse("admin"), []
    for route in walk.routes():
        answer = look(client, samples.address(route))
        # An expert's pages open to those who judge the case, whatever office others hold.
        if route.name.startswith("review:expert:"):
            continue
        if answer.status_code in {400, 403, 404} and route.name not in NOT_FOR_A_LOOK:
            closed.append((route.name, answer.status_code))
    assert closed == []


# Steps of signing in with a second factor, shown only in their turn.
NOT_FOR_A_LOOK = {"mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes"}


def test_an_outsider_sees_nothing_of_the_zone(samples, browse) -> None:
    client, opened = browse("outsider"), []
    for route in walk.routes():
        if route.name in walk.OPEN_TO_ALL or route.name == "set_language":
            continue
        answer = look(client, samples.address(route))
        if answer.status_code not in {400, 403, 404, 405}:
            opened.append((route.name, answer.status_code))
    assert opened == []


def test_a_stranger_is_sent_to_the_door(samples, browse) -> None:
    client, opened = browse(None), []
    for route in walk.routes():
        if route.name in walk.BEFORE_THE_DOOR or route.name == "web:kit":
            continue
        answer = look(client, samples.address(route))
        sent = answer.status_code == 302 and "/accounts/login/" in answer["Location"]
        if not sent and answer.status_code not in {403, 405}:
            opened.append((route.name, answer.status_code, answer.get("Location")))
    assert opened == []


def test_a_park_operator_opens_no_other_parks_project(demo_zone, browse) -> None:
    from gaoxin.ledger.models import Project

    client = browse("park")
    own = demo_zone.parks.get(short_name="电气园")
    others = Project.objects.filter(zone=demo_zone, origin_park=None).exclude(park=own)
    other = others.exclude(park=None).first()
    for path in ("", "later/"):
        assert look(client, f"/ledger/projects/{other.code}/{path}").status_code == 404
    listed = client.get("/ledger/projects/?cols=name&cols=park").content.decode()
    assert other.code not in listed
    assert own.short_name in listed


@pytest.mark.parametrize("route", names())
def test_the_number_of_queries_has_a_ceiling(samples, browse, route) -> None:
    from django.db import connection

    client, address = browse("office"), samples.address(route)
    look(client, address)
    with CaptureQueriesContext(connection) as queries:
        look(client, address)
    assert len(queries) <= CEILINGS.get(route.name, CEILING)


@pytest.mark.parametrize("name", sorted(walk.LISTS))
def test_a_list_says_how_many_of_how_many(samples, browse, name) -> None:
    for language in walk.LANGUAGES:
        text = browse("admin", language).get(samples.address(walk.Route(name, ()))).content.decode()
        assert walk.COUNT_LINE.search(text), (name, language)


def test_links_keep_the_day_shown(samples, browse) -> None:
    """Every link from a page of the past to a page of the site shows the same day."""
    client, lost = browse("admin"), []
    for route in walk.routes():
        answer = look(client, f"{samples.address(route)}?{PAST}")
        if not is_page(answer) or route.name in walk.OPEN_TO_ALL:
            continue
        text = answer.content.decode()
        if "gx-asof" not in text:
            continue
        for link in walk.Links(text).links:
            timeless = link.startswith(("#", "http", "/accounts/", "/sources/", "/figures/defin"))
            if not timeless and "as_of=" not in link and not back_to_today(link, answer):
                lost.append((route.name, link))
    assert lost == []


def back_to_today(link: str, answer) -> bool:
    """Test whether a link of the banner or the as-of control leads to this page of today."""
    own = answer.wsgi_request.path
    return link in (own, "?") or (link.startswith(own) and "as_of" not in link)


def test_pages_of_the_past_offer_no_form_that_writes(samples, browse) -> None:
    client, found = browse("admin"), []
    for route in walk.routes():
        # The check of a bulletin from a file reads it and writes nothing.
        if route.name in walk.OPEN_TO_ALL | {"report:inspect"}:
            continue
        answer = look(client, f"{samples.address(route)}?{PAST}")
        if not is_page(answer) or b"gx-asof" not in answer.content:
            continue
        main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
        if 'method="post"' in main:
            found.append(route.name)
    assert found == []
