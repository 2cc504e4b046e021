"""What each role may do (角色权限)."""

from __future__ import annotations

import pytest

from gaoxin.people.core.roles import PERMISSIONS, Role, permissions_of, sees_zone


def test_every_role_is_described():
    assert set(PERMISSIONS) == set(Role)


def test_nobody_and_an_expert_open_no_ledger():
    assert permissions_of(frozenset()) == frozenset()
    assert "ledger.view" not in permissions_of(frozenset({Role.EXPERT}))


def test_only_the_administrator_manages_people():
    holders = {role for role in Role if "people.manage" in PERMISSIONS[role]}
    assert holders == {Role.ADMIN}


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR])
def test_those_who_only_look_do_not_write_the_ledger(role):
    assert not {"ledger.edit", "ledger.import"} & PERMISSIONS[role]


def test_a_park_operator_checks_nobodys_report_and_sees_no_other_park():
    assert not {"track.check", "track.approve"} & PERMISSIONS[Role.PARK_OPERATOR]
    assert not sees_zone(frozenset({Role.PARK_OPERATOR}))
    assert sees_zone(frozenset({Role.PARK_OPERATOR, Role.OFFICE}))
