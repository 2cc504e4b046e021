"""Pages of people (人员的页面): the door, accounts by an administrator, who is in charge."""

from __future__ import annotations

import pytest

from gaoxin.people.models import Charge, User
from tests.rooms.conftest import person

SECRET = "a-long-password-1"  # noqa: S105  # of a test


@pytest.fixture
def admin(zone, client) -> User:
    found = person("admin", "admin")
    client.force_login(found)
    return found


def test_an_administrator_makes_an_account_and_gives_a_role(client, admin, parks) -> None:
    made = {"username": "new", "name": "新人", "title": "", "password": SECRET}
    answer = client.post("/people/add/", made, follow=True)
    assert answer.redirect_chain == [("/people/new/", 302)]
    client.post("/people/new/", {"do": "grant", "role": "park_operator", "park": parks[0].pk})
    new = User.objects.get(username="new")
    assert new.check_password(SECRET)
    assert new.park_ids == {parks[0].pk}


def test_a_refused_account_says_why_beside_the_form(client, admin) -> None:
    made = {"username": "admin", "name": "又一个", "password": ""}
    assert "已经有账号" in client.post("/people/add/", made).content.decode()
    made = {"username": "weak", "name": "弱", "password": "short"}
    client.post("/people/add/", made)
    assert not User.objects.filter(username="weak").exists()


def test_roles_are_taken_away_and_accounts_closed(client, admin) -> None:
    other = person("other", "officer")
    role = other.memberships.get()
    client.post("/people/other/", {"do": "revoke", "membership": role.pk})
    assert not other.memberships.exists()
    client.post("/people/other/", {"do": "close"})
    other.refresh_from_db()
    assert other.is_active is False


@pytest.mark.parametrize("posted", [{"do": "grant", "role": "king"}, {"do": "dance"}, {}])
def test_a_bad_change_is_refused_and_nothing_happens(client, admin, posted) -> None:
    other = person("other", "officer")
    answer = client.post("/people/other/", posted, follow=True)
    assert answer.status_code == 200
    assert "gx-note r" in answer.content.decode()
    assert other.memberships.count() == 1


def test_an_administrator_cannot_close_the_own_account(client, admin) -> None:
    answer = client.post("/people/admin/", {"do": "close"}, follow=True)
    assert "不能停用自己的账号" in answer.content.decode()
    admin.refresh_from_db()
    assert admin.is_active


def test_others_do_not_manage_accounts(client, zone, office) -> None:
    client.force_login(office)
    for path in ("/people/", "/people/add/", "/people/office/"):
        assert client.get(path).status_code == 403
    assert client.post("/people/add/", {"username": "x", "name": "x"}).status_code == 403
    assert not User.objects.filter(username="x").exists()


def test_the_list_of_accounts_is_exported(client, admin) -> None:
    answer = client.get("/people/?format=xlsx")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")


def test_the_own_account_shows_roles_and_the_second_factor(client, zone, office) -> None:
    client.force_login(office)
    text = client.get("/people/account/").content.decode()
    assert "督查办公室" in text
    assert "没开" in text


def test_the_second_factor_can_be_set_up_after_the_password_again(client, zone, office) -> None:
    office.set_password(SECRET)
    office.save()
    client.post("/accounts/login/", {"login": "office", "password": SECRET})
    asked = client.get("/accounts/2fa/totp/activate/", follow=True)
    assert asked.redirect_chain[0][0].startswith("/accounts/reauthenticate/")
    shown = client.post(asked.redirect_chain[0][0], {"password": SECRET}, follow=True)
    assert "data:image/svg+xml" in shown.content.decode()


def test_nobody_registers_on_their_own(client, zone) -> None:
    made = {"username": "stranger", "password1": SECRET}
    client.post("/accounts/signup/", made)
    assert not User.objects.filter(username="stranger").exists()


@pytest.mark.parametrize("demo", [True, False])
def test_demo_accounts_are_named_only_in_a_demo(client, zone, settings, demo) -> None:
    settings.GAOXIN_DEMO = demo
    person("office", "office")
    text = client.get("/accounts/login/").content.decode()
    assert ("演示账号" in text) is demo


def test_wrong_passwords_are_stopped_after_some_attempts(client, zone, office, settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    office.set_password(SECRET)
    office.save()
    for _n in range(12):
        answer = client.post("/accounts/login/", {"login": "office", "password": "wrong"})
    right = client.post("/accounts/login/", {"login": "office", "password": SECRET})
    assert answer.status_code in {200, 429}
    assert right.status_code != 302


def test_somebody_is_put_in_charge_from_today(client, zone, parks, build, office) -> None:
    project = build.project(parks[0])
    leader = person("boss", "leader")
    client.force_login(office)
    client.post(f"/people/charge/{project.code}/", {"kind": "leader", "user": leader.pk})
    charge = Charge.objects.get(project=project)
    assert (charge.user, charge.kind) == (leader, "leader")
    text = client.get(f"/ledger/projects/{project.code}/").content.decode()
    assert "谁在管" in text
    assert "boss" in text


def test_a_project_of_another_park_gets_nobody_in_charge(
    client, zone, parks, build, operator, leader
) -> None:
    project = build.project(parks[1])
    client.force_login(operator)
    posted = {"kind": "leader", "user": leader.pk}
    assert client.post(f"/people/charge/{project.code}/", posted).status_code == 404
    assert not Charge.objects.exists()


def test_the_last_administrator_stays_one(client, admin) -> None:
    role = admin.memberships.get()
    answer = client.post("/people/admin/", {"do": "revoke", "membership": role.pk}, follow=True)
    assert "最后一个系统管理员" in answer.content.decode()
    closed = person("gone", "admin")
    closed.is_active = False
    closed.save()
    client.post("/people/admin/", {"do": "revoke", "membership": role.pk})
    assert admin.memberships.exists()
    person("second", "admin")
    client.post("/people/admin/", {"do": "revoke", "membership": role.pk})
    assert not admin.memberships.exists()
