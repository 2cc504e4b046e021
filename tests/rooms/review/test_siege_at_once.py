"""Siege by two at once (同时办理的攻防): each in a connection of its own, on PostgreSQL too."""

from __future__ import annotations

import pytest

from gaoxin.lib.errors import UserError
from gaoxin.review import actions
from gaoxin.review.models import Meeting, Signature
from gaoxin.review.queries.proof import chain_faults
from tests.rooms.review.conftest import CALM
from tests.rooms.review.test_acceptance import in_threads, on_file

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_signature_and_a_close_at_once_leave_a_whole_file(desk, review, tmp_path):
    desk.drawn(review)
    desk.papers(review)
    *four, last = desk.active(review)
    for expert in four:
        desk.sign(review, expert)
    with on_file(tmp_path / "copy.sqlite3"):
        found = in_threads([
            lambda: actions.sign_sheet(review, CALM, {}, by=last).digest,
            lambda: actions.close_panel(review, by=desk.office).kind,
        ])  # fmt: skip
        [kept] = in_threads([lambda: (Signature.objects.count(), chain_faults())])
    refused = [each for each in found if isinstance(each, Exception)]
    assert "close" in found and all(isinstance(each, UserError) for each in refused)
    assert kept == (5 - len(refused), (1, []))


def test_of_two_leaders_one_decides(desk, review, tmp_path):
    desk.closed(review)
    motion = desk.motion()
    with on_file(tmp_path / "copy.sqlite3"):
        found = in_threads([lambda: actions.decide(review, motion, by=desk.leader).result] * 2)
        [kept] = in_threads([
            lambda: (Meeting.objects.count(), review.project.milestones.filter(
                stage="admitted").count())
        ])  # fmt: skip
    assert sorted(isinstance(each, UserError) for each in found) == [False, True]
    assert kept == (1, 1)
