"""Roles (角色): what each may do; a permission is `room.verb`."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A role in the zone; a person may hold several."""

    ADMIN = "admin"
    OFFICE = "office"
    OFFICER = "officer"
    PARK_OPERATOR = "park_operator"
    EXPERT = "expert"
    SPECIALIST = "specialist"
    LEADER = "leader"
    AUDITOR = "auditor"


_READ = frozenset(
    {"ledger.view", "figures.view", "track.view", "report.view", "read.view", "grow.view"}
)
PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.ADMIN: _READ
    | {
        "people.manage", "audit.view", "sources.upload", "ledger.edit", "ledger.import",
        "figures.define", "track.submit", "track.check", "track.approve", "track.follow_up",
        "report.draft", "report.publish", "read.decide", "grow.record", "review.view",
        "review.manage", "review.opine", "review.decide",
    },
    Role.OFFICE: _READ
    | {
        "audit.view", "sources.upload", "ledger.edit", "ledger.import", "figures.define",
        "track.submit", "track.check", "track.approve", "track.follow_up", "report.draft",
        "read.decide", "grow.record", "review.view", "review.manage",
    },
    Role.OFFICER: _READ
    | {
        "sources.upload", "ledger.edit", "ledger.import", "track.follow_up", "read.decide",
        "grow.record", "review.view",
    },
    Role.PARK_OPERATOR: _READ
    | {
        "sources.upload", "ledger.edit", "ledger.import", "track.submit", "track.follow_up",
        "read.decide", "grow.record",
    },
    # An expert works in the review room only; the ledger stays closed.
    Role.EXPERT: frozenset({"review.judge"}),
    # Bureaux write their opinions through a specialist.
    Role.SPECIALIST: _READ
    | {"sources.upload", "track.follow_up", "grow.record", "review.view", "review.opine"},
    Role.LEADER: _READ | {"track.follow_up", "report.publish", "review.view", "review.decide"},
    Role.AUDITOR: _READ | {"audit.view", "review.view"},
}  # fmt: skip
ZONE_WIDE: frozenset[Role] = frozenset(
    {Role.ADMIN, Role.OFFICE, Role.OFFICER, Role.SPECIALIST, Role.LEADER, Role.AUDITOR}
)


def permissions_of(roles: frozenset[Role]) -> frozenset[str]:
    """Return every permission that one of the roles gives."""
    return frozenset().union(*(PERMISSIONS[role] for role in roles))


def sees_zone(roles: frozenset[Role]) -> bool:
    """Test whether the roles open every park's records in detail."""
    return bool(roles & ZONE_WIDE)
