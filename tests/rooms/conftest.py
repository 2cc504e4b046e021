"""A small zone for tests of rooms (测试用小区): two parks, four people by role."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from gaoxin.figures import sight
from gaoxin.ledger import actions
from gaoxin.ledger.actions import Amount, Record
from gaoxin.ledger.core.stage import Stage
from gaoxin.ledger.models import Park, Project, Zone
from gaoxin.lib.access import System
from gaoxin.lib.moment import Moment
from gaoxin.people.models import Membership, User


@pytest.fixture(autouse=True)
def _fresh_sights():
    sight.forget()
    yield
    sight.forget()


@pytest.fixture
def zone(db) -> Zone:
    return Zone.objects.create(code="test", name="测试高新区", short_name="测试区")


@pytest.fixture
def parks(zone) -> list[Park]:
    return [
        Park.objects.create(
            zone=zone, code=f"p{n}", name=f"{n}号产业园", short_name=f"{n}园", order=n
        )
        for n in (1, 2)
    ]


def person(username: str, role: str | None, park: Park | None = None) -> User:
    user = User.objects.create_user(username, password=None, name=username)
    if role is not None:
        Membership.objects.create(user=user, role=role, park=park)
    return user


@pytest.fixture
def office(db) -> User:
    return person("office", "office")


@pytest.fixture
def leader(db) -> User:
    return person("leader", "leader")


@pytest.fixture
def operator(parks) -> User:
    return person("operator", "park_operator", parks[0])


@pytest.fixture
def outsider(db) -> User:
    return person("outsider", None)


def instant(text: str) -> datetime:
    """Return the aware instant of `2026-03-05` or `2026-03-05T10:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def moment(as_of: str, known_at: str = "2030-01-01") -> Moment:
    return Moment(date.fromisoformat(as_of), instant(known_at))


def told(at: str) -> Record:
    """Return a record made by the system at an instant."""
    return Record(by=System(), at=instant(at))


class Builder:
    """Makes projects in few words: `build.project(park, signed="2026-01-05")`."""

    def __init__(self, zone: Zone) -> None:
        self.zone = zone
        self.count = 0

    def project(self, park: Park | None, *, planned_wan: int = 0, **days: str) -> Project:
        self.count += 1
        fields = {"name": f"项目{self.count}", "park": park}
        project = actions.record_project(self.zone, record=told("2025-01-01"), fields=fields)
        for stage, day in days.items():
            self.reach(project, stage, day)
        if planned_wan:
            on = next(iter(days.values()), "2025-01-01")
            for kind in ("planned", "contracted"):
                self.post(project, kind, planned_wan * 10_000, on)
        return project

    def reach(self, project: Project, stage: str, day: str, at: str | None = None):
        on = date.fromisoformat(day)
        return actions.reach_milestone(
            project, Stage(stage), record=told(at or f"{day}T12:00"), on=on
        )

    def post(self, project: Project, kind: str, yuan: int | str, day: str, at: str | None = None):
        on = date.fromisoformat(day)
        amount = Amount(Decimal(yuan))
        return actions.post(project, kind, amount, record=told(at or f"{day}T12:00"), on=on)


@pytest.fixture
def build(zone) -> Builder:
    return Builder(zone)
