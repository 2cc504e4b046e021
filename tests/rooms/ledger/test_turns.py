"""轮流登记: on PostgreSQL who records later is known later, also when two record at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connections, transaction
from django.utils import timezone

from gaoxin.figures.queries import current_moment
from gaoxin.ledger.actions import Amount, Record, post
from gaoxin.ledger.models import Posting, Project, Zone
from gaoxin.lib.access import System
from gaoxin.lib.moment import Moment
from gaoxin.sources.turns import recorded_now, recording
from tests import environment, optional

DAY = date(2026, 3, 5)


@pytest.fixture
def project(transactional_db) -> Project:
    zone = Zone.objects.create(code="turns", name="轮流高新区", short_name="轮流")
    return Project.objects.create(
        zone=zone, code="P-1", name="轮流项目", recorded_at=timezone.now(), recorded_by="x"
    )


@pytest.fixture
def on_postgres() -> None:
    optional.need("postgres")
    if not environment.ON_POSTGRES:
        pytest.skip("the run on SQLite: there only one writer begins at all")


def paid(project: Project, yuan: int) -> Posting:
    return post(project, "in_place", Amount(Decimal(yuan)), record=Record(by=System()), on=DAY)


def in_thread(work: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_a_frozen_moment_is_not_written_into_by_who_began_earlier(on_postgres, project) -> None:
    """The slow writer stamps first and commits last; who reads in between must not be outrun."""
    stamped, release = threading.Event(), threading.Event()

    def slowly() -> None:
        with recording:
            paid(project, 100)
            stamped.set()
            release.wait(20)

    slow = in_thread(slowly)
    assert stamped.wait(20)
    quick = in_thread(lambda: paid(project, 7))
    quick.join(1.5)
    waited = quick.is_alive()
    frozen = current_moment(project.zone, DAY, Moment(DAY, timezone.now()))
    known = Posting.objects.filter(project=project, recorded_at__lte=frozen.known_at)
    before = set(known.values_list("amount", flat=True))
    release.set()
    slow.join(20)
    quick.join(20)
    assert set(known.values_list("amount", flat=True)) == before
    assert waited
    rows = Posting.objects.filter(project=project).order_by("recorded_at")
    assert [int(row.amount) for row in rows] == [100, 7]
    assert rows[0].recorded_at < rows[1].recorded_at


def test_a_failed_recording_gives_its_turn_back(on_postgres, project) -> None:
    with transaction.atomic():
        with pytest.raises(ValueError, match="no"), recording:
            paid(project, 1)
            raise ValueError("no")
        other = in_thread(lambda: paid(project, 2))
        other.join(20)
        assert not other.is_alive()
    assert list(Posting.objects.values_list("amount", flat=True)) == [2]


def test_the_time_is_taken_after_the_turn(project) -> None:
    """A record made early, as a screen does, is stamped when it is written."""
    record = Record(by=System())
    early = timezone.now()
    with recording:
        between = recorded_now()
        first = post(project, "in_place", Amount(Decimal(1)), record=record, on=DAY)
        second = post(project, "in_place", Amount(Decimal(2)), record=record, on=DAY)
    assert early <= between <= first.recorded_at == second.recorded_at
    third = post(project, "in_place", Amount(Decimal(3)), record=record, on=DAY)
    assert third.recorded_at > second.recorded_at


def test_a_given_time_stays(project) -> None:
    at = timezone.now()
    record = Record(by=System(), at=at)
    for _turn in range(2):
        made = post(project, "in_place", Amount(Decimal(1)), record=record, on=DAY)
        assert made.recorded_at == record.at == at


def test_one_turn_for_nested_recordings(project, django_assert_num_queries) -> None:
    """Inside a turn another one costs its savepoint only."""
    with recording, django_assert_num_queries(2), recording:
        recorded_now()
