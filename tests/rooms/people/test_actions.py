"""Accounts and people in charge (账号与责任人)."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner

from gaoxin.lib.access import System
from gaoxin.lib.errors import Denied, UserError
from gaoxin.people import actions, queries
from gaoxin.people.actions import Person
from gaoxin.people.commands import people
from gaoxin.people.core.roles import Role
from gaoxin.people.models import Charge, User
from gaoxin.sources.models import AuditEvent

GOOD = "long-enough-word-9"


@pytest.fixture
def admin(db):
    user = actions.add_person(Person("boss", name="管理员"), by=System())
    actions.grant_role(user, Role.ADMIN, by=System())
    return user


def fresh(user: User) -> User:
    """Return the user without the memberships that were read before."""
    return User.objects.get(pk=user.pk)


def test_an_account_is_made_with_a_role_and_leaves_a_trail(admin, parks):
    user = actions.add_person(Person("he", name="何清", password=GOOD), by=fresh(admin))
    actions.grant_role(user, Role.PARK_OPERATOR, by=fresh(admin), park=parks[0])
    assert fresh(user).park_ids == {parks[0].pk}
    assert fresh(user).check_password(GOOD)
    assert queries.role_words(user) == ["园区专员（1园）"]
    verbs = AuditEvent.objects.filter(actor="boss").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["add_person", "grant_role"]


@pytest.mark.parametrize("word", ["short", "1234567890", "password123"])
def test_a_weak_password_is_refused(admin, word):
    with pytest.raises(UserError):
        actions.add_person(Person("he", password=word), by=fresh(admin))
    assert not User.objects.filter(username="he").exists()


def test_a_name_is_taken_once_and_must_be_a_name(admin):
    with pytest.raises(UserError, match="boss"):
        actions.add_person(Person("boss"), by=fresh(admin))
    with pytest.raises(UserError):
        actions.add_person(Person("no spaces"), by=fresh(admin))


def test_only_an_administrator_manages(office, outsider):
    for by in (office, outsider):
        with pytest.raises(Denied):
            actions.add_person(Person("x"), by=by)
        with pytest.raises(Denied):
            actions.grant_role(outsider, Role.ADMIN, by=by)
        assert list(queries.people_for(by)) == [by]


def test_a_park_operator_needs_a_park(admin, outsider):
    with pytest.raises(UserError, match="园区"):
        actions.grant_role(outsider, Role.PARK_OPERATOR, by=fresh(admin))


def test_a_role_given_twice_is_one_and_a_taken_one_is_gone(admin, outsider):
    first = actions.grant_role(outsider, Role.LEADER, by=fresh(admin))
    assert actions.grant_role(outsider, Role.LEADER, by=fresh(admin)) == first
    assert fresh(outsider).sees_zone
    actions.revoke_role(first, by=fresh(admin))
    assert not fresh(outsider).sees_zone


def test_a_closed_account_has_no_rights(admin, office):
    actions.close_account(office, by=fresh(admin))
    assert not fresh(office).may("ledger.view")
    with pytest.raises(UserError, match="自己"):
        actions.close_account(fresh(admin), by=fresh(admin))


def test_another_leader_relieves_the_one_before(office, leader, outsider, parks, build):
    project = build.project(parks[0])
    kind = Charge.Kind.LEADER
    actions.put_in_charge(project, leader, kind, by=office, on=date(2026, 3, 1))
    actions.put_in_charge(project, outsider, kind, by=office, on=date(2026, 5, 1))

    def who(day):
        return [c.user.username for c in queries.charges_on([project.pk], day).get(project.pk, [])]

    assert who(date(2026, 2, 28)) == []
    assert who(date(2026, 4, 30)) == ["leader"]
    assert who(date(2026, 5, 1)) == ["outsider"]
    assert queries.projects_in_charge(leader, date(2026, 4, 1), kind=kind) == {project.pk}
    with pytest.raises(UserError, match="更晚"):
        actions.put_in_charge(project, leader, kind, by=office, on=date(2026, 4, 1))


def test_the_same_leader_again_changes_nothing(office, leader, parks, build):
    project = build.project(parks[0])
    first = actions.put_in_charge(project, leader, "leader", by=office, on=date(2026, 3, 1))
    again = actions.put_in_charge(project, leader, "leader", by=office, on=date(2026, 6, 1))
    assert again == first


def test_an_operator_puts_nobody_in_charge_of_another_parks_project(operator, leader, parks, build):
    with pytest.raises(UserError, match="园区"):
        actions.put_in_charge(
            build.project(parks[1]), leader, "leader", by=operator, on=date(2026, 3, 1)
        )


def test_the_command_line_makes_and_lists_accounts(parks):
    run = CliRunner().invoke
    made = run(
        people,
        ["add", "he", "--name", "何清", "--role", "park_operator", "--park", "1园"],
        input=f"{GOOD}\n{GOOD}\n",
    )
    assert made.exit_code == 0, made.output
    assert "园区专员（1园）" in made.output
    assert "何清" in run(people, ["list"]).output
    assert run(people, ["close", "he"]).exit_code == 0
    assert not User.objects.get(username="he").is_active


def test_the_command_line_names_what_it_does_not_know(parks):
    done = CliRunner().invoke(people, ["close", "nobody"])
    assert isinstance(done.exception, UserError)
    assert "nobody" in str(done.exception)
