"""Every page (每一页): opens for whom it should, in both languages, with few queries."""

from __future__ import annotations

import pytest
from django.test.utils import CaptureQueriesContext

from tests.pages import walk
from tests.pages.looks import look, looks, sign_in

pytest_plugins = ()

# Queries that one GET of a page may take at most, whatever the number of rows; the office looks.
CEILING = 60
CEILINGS = {"report:today": 90, "track:home": 80, "report:latest": 120, "report:month": 120}
PAST = "as_of=2026-06-30"


@pytest.fixture
def samples(demo_zone):
    return walk.Samples(demo_zone)


# Everybody in Chinese; in English those whose pages differ most.
LOOKS = [(person, "zh-hans") for person in walk.PEOPLE] + [
    (person, "en") for person in ("admin", "operator", "leader", "outsider", "anonymous")
]


# Tests that hold promises to the same looks are a group of tests/order.py, told by their names.
@pytest.mark.parametrize(("person", "language"), LOOKS)
def test_no_page_breaks_and_each_says_its_language(demo_zone, person, language) -> None:
    faults = []
    for seen in looks(person, language):
        name = seen.route.name
        if seen.status not in {200, 302, 400, 403, 404, 405}:
            faults.append((name, seen.status))
        if seen.page is not None and not name.endswith(("panel", "light")):
            page = walk.Links(seen.page)
            if page.lang != walk.LANGUAGES[language] or not page.title.strip():
                faults.append((name, page.lang, page.title))
    assert faults == []


def test_the_office_opens_every_page_that_answers_a_look(demo_zone) -> None:
    closed = []
    for seen in looks("admin"):
        # An expert's pages open to those who judge the case, whatever office others hold.
        if seen.route.name.startswith("review:expert:"):
            continue
        if seen.status in {400, 403, 404} and seen.route.name not in NOT_FOR_A_LOOK:
            closed.append((seen.route.name, seen.status))
    assert closed == []


# Steps of signing in with a second factor, shown only in their turn.
NOT_FOR_A_LOOK = {"mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes"}


def test_an_outsider_sees_nothing_of_the_zone(demo_zone) -> None:
    opened = []
    for seen in looks("outsider"):
        if seen.route.name in walk.OPEN_TO_ALL or seen.route.name == "set_language":
            continue
        if seen.status not in {400, 403, 404, 405}:
            opened.append((seen.route.name, seen.status))
    assert opened == []


def test_a_stranger_is_sent_to_the_door(demo_zone) -> None:
    opened = []
    for seen in looks("anonymous"):
        if seen.route.name in walk.BEFORE_THE_DOOR or seen.route.name == "web:kit":
            continue
        sent = seen.status == 302 and "/accounts/login/" in seen.location
        if not sent and seen.status not in {403, 405}:
            opened.append((seen.route.name, seen.status, seen.location))
    assert opened == []


def test_a_park_operator_opens_no_other_parks_project(demo_zone) -> None:
    from gaoxin.ledger.models import Project

    client = sign_in("park")
    own = demo_zone.parks.get(short_name="电气园")
    others = Project.objects.filter(zone=demo_zone, origin_park=None).exclude(park=own)
    other = others.exclude(park=None).first()
    for path in ("", "later/"):
        assert look(client, f"/ledger/projects/{other.code}/{path}").status_code == 404
    listed = client.get("/ledger/projects/?cols=name&cols=park").content.decode()
    assert other.code not in listed
    assert own.short_name in listed


@pytest.mark.parametrize("route", [pytest.param(r, id=r.name) for r in walk.routes()])
def test_the_number_of_queries_has_a_ceiling(samples, route) -> None:
    client, address = sign_in("office"), samples.address(route)
    ceiling = CEILINGS.get(route.name, CEILING)
    # The first look fills what is kept between looks; often it is within the ceiling already.
    assert queries(client, address) <= ceiling or queries(client, address) <= ceiling


def queries(client, address: str) -> int:
    """Return how many queries a look takes."""
    from django.db import connection

    with CaptureQueriesContext(connection) as found:
        look(client, address)
    return len(found)


@pytest.mark.parametrize("name", sorted(walk.LISTS))
def test_a_list_says_how_many_of_how_many(demo_zone, name) -> None:
    for language in walk.LANGUAGES:
        (text,) = [seen.page for seen in looks("admin", language) if seen.route.name == name]
        assert text and walk.COUNT_LINE.search(text), (name, language)


def test_links_keep_the_day_shown(demo_zone) -> None:
    """Every link from a page of the past to a page of the site shows the same day."""
    lost = []
    for seen in looks("admin", query=PAST):
        if seen.page is None or seen.route.name in walk.OPEN_TO_ALL or "gx-asof" not in seen.page:
            continue
        for link in walk.Links(seen.page).links:
            timeless = link.startswith(("#", "http", "/accounts/", "/sources/", "/figures/defin"))
            if not timeless and "as_of=" not in link and not back_to_today(link, seen.path):
                lost.append((seen.route.name, link))
    assert lost == []


def back_to_today(link: str, own: str) -> bool:
    """Test whether a link of the banner or the as-of control leads to this page of today."""
    return link in (own, "?") or (link.startswith(own) and "as_of" not in link)


def test_pages_of_the_past_offer_no_form_that_writes(demo_zone) -> None:
    found = []
    for seen in looks("admin", query=PAST):
        # The check of a bulletin from a file reads it and writes nothing.
        if seen.route.name in walk.OPEN_TO_ALL | {"report:inspect"}:
            continue
        if seen.page is None or "gx-asof" not in seen.page:
            continue
        main = seen.page.partition("<main")[2].partition("</main>")[0]
        if 'method="post"' in main:
            found.append(seen.route.name)
    assert found == []
