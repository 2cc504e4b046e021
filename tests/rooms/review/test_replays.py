"""Replays (重放): each case once for the rows it has, as the file itself says, in few queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from gaoxin.review import actions
from gaoxin.review.models import Review
from gaoxin.review.queries import replays
from gaoxin.review.queries.lists import overdue, stand_of, stands
from gaoxin.review.queries.state import CaseFile


@pytest.fixture
def new(build, parks):
    """Return what makes a project in talks."""
    days = {"lead": "2026-08-01", "contact": "2026-08-10"}
    return lambda: build.project(parks[0], planned_wan=60_000, **days)


@pytest.fixture
def counted(monkeypatch):
    """Return the cases that were replayed, in a memory of its own."""
    made: list[str] = []
    plain = replays.replayed

    def replayed(rules, begun, moves):
        made.append(rules.tier)
        return plain(rules, begun, moves)

    monkeypatch.setattr(replays, "replayed", replayed)
    replays._replay.cache_clear()
    yield made
    replays._replay.cache_clear()


def today(desk):
    return localtime(desk.at).date()


def test_a_second_look_replays_nothing_and_a_move_replays_one(desk, new, counted) -> None:
    first, second = (desk.opened(new()) for _ in range(2))
    rows = Review.objects.all()
    stands(rows, None, today(desk))
    assert len(counted) == 2
    again = stands(rows, None, today(desk) + timedelta(1))
    assert len(counted) == 2
    desk.passed(first)
    moved = stands(rows, None, today(desk))
    assert len(counted) == 3
    assert (again[first.pk].state, moved[first.pk].state) == ("intake", "pre")
    assert moved[second.pk].state == "intake"


def test_the_list_says_what_the_file_says_on_every_day(desk, new) -> None:
    review, other = desk.opened(new()), desk.opened(new())
    begun = desk.at
    asked = [actions.Wanted("补溶剂回收", "企业", today(desk) + timedelta(30), "批复")]
    meeting = desk.decided(review, "conditional", conditions=asked)
    actions.notify(review, paper="告知书", **desk.told())
    desk.tick(days=2)
    met = {"met_on": today(desk), "evidence": "批复", **desk.told()}
    actions.meet_condition(meeting.conditions.get(), **met)
    desk.to_joint(other)
    moments = [begun + timedelta(hours=6 * n) for n in range(30)]
    results = set()
    for until in moments:
        day = localtime(until).date()
        found = stands(Review.objects.filter(at__lte=until), until, day)
        assert found
        for row in Review.objects.filter(at__lte=until):
            assert found[row.pk] == stand_of(CaseFile(row, until), day)
        results.add(found[review.pk].result)
    assert {"", "conditional", "admit"} <= results
    late = today(desk) + timedelta(400)
    for row in Review.objects.all():
        assert stands(Review.objects.all(), None, late)[row.pk] == stand_of(CaseFile(row), late)


def test_queries_do_not_grow_with_the_cases(desk, new) -> None:
    desk.decided(desk.opened(new()))
    overdue(desk.office, today(desk))
    with CaptureQueriesContext(connection) as one:
        overdue(desk.office, today(desk))
    for _ in range(2):
        desk.decided(desk.opened(new()))
    with CaptureQueriesContext(connection) as three:
        found = overdue(desk.office, today(desk) + timedelta(60))
    assert len(found) == 3
    assert len(three) == len(one)


def test_the_same_file_is_scored_once(desk, new, monkeypatch) -> None:
    from gaoxin.review.queries import state

    review = desk.opened(new())
    state.scored.cache_clear()
    made: list[str] = []
    plain = state.score
    monkeypatch.setattr(
        state, "score", lambda case, scheme: made.append(case.id) or plain(case, scheme)
    )
    assert CaseFile(review).score.total == CaseFile(review).score.total
    assert made == [review.code]
    actions.put_values(review, {"rd_pct": actions.Told("9")}, **desk.told())
    after = CaseFile(Review.objects.get(pk=review.pk)).score
    assert made.count(review.code) == 2
    assert after.case.facts["rd_pct"] == 9
    state.scored.cache_clear()
