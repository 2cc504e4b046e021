"""Navigation (导航): rooms' entries by permission, the page shown, phone tabs, error pages."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from gaoxin.people.core.roles import PERMISSIONS, Role
from gaoxin.web import navigation
from gaoxin.web.icons import icon, paths


@pytest.mark.parametrize("entry", navigation.entries(), ids=lambda entry: entry.url_name)
def test_every_entry_has_an_icon_and_a_page(entry) -> None:
    assert entry.icon in paths()
    assert navigation._address(entry.url_name)
    assert entry.group in navigation.GROUPS


@pytest.mark.parametrize("role", Role)
def test_phone_tabs_of_a_role_are_at_most_four_and_in_order(role) -> None:
    may = {"", *PERMISSIONS[role]}
    tabs = [each for each in navigation.entries() if each.phone and each.permission in may]
    places = sorted(entry.phone for entry in tabs)
    assert places == sorted(set(places))
    assert 1 <= len(places) <= 4


def links(user, path: str = "/ledger/projects/P-1/"):
    request = RequestFactory().get(path)
    request.user = user
    return navigation.links(request)


def test_people_see_the_entries_that_they_may_open(zone, office, outsider) -> None:
    mine = {link.entry.url_name for link in links(office)}
    assert "ledger:projects" in mine
    assert "people:people" not in mine
    theirs = {link.entry.url_name for link in links(outsider)}
    assert "ledger:projects" not in theirs


def test_the_entry_of_the_deepest_page_is_on(zone, office) -> None:
    on = [link.entry.url_name for link in links(office) if link.on]
    assert on == ["ledger:projects"]
    assert [link.entry.url_name for link in links(office, "/") if link.on] == ["report:today"]


def test_an_unknown_icon_is_a_fault() -> None:
    with pytest.raises(KeyError):
        icon("nonsense")


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "没有这一页"), ("en", "no such page")])
def test_a_missing_page_says_so_in_both_languages(client, zone, language, word) -> None:
    answer = client.get("/nonsense/", headers={"accept-language": language})
    assert answer.status_code == 404
    assert word in answer.content.decode().lower()


def test_a_fault_of_ours_answers_without_the_database(settings) -> None:
    from gaoxin.web.refusals import broken

    answer = broken(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "系统出错了" in answer.content.decode()


def test_the_menu_lists_every_entry(client, zone, office) -> None:
    client.force_login(office)
    text = client.get("/menu/").content.decode()
    for link in links(office, "/menu/"):
        assert f'href="{link.address}"' in text


def test_the_kit_is_for_administrators(client, zone, office) -> None:
    client.force_login(office)
    assert client.get("/kit/").status_code == 404


def test_the_theme_of_the_cookie_is_drawn_by_the_server(client, zone) -> None:
    client.cookies["gx-theme"] = "dark"
    assert 'data-bs-theme="dark"' in client.get("/accounts/login/").content.decode()
    client.cookies["gx-theme"] = '"><script>'
    assert "data-bs-theme" not in client.get("/accounts/login/").content.decode()
