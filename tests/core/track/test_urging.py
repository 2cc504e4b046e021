"""The ladder of urging: +0, +15, +30 days after the due day."""

from __future__ import annotations

from datetime import date

import pytest

from gaoxin.track.core.urging import urging

DUE = date(2026, 10, 31)


@pytest.mark.parametrize(
    ("today", "now", "following"),
    [
        (date(2026, 10, 31), None, ("reminded", date(2026, 11, 1))),
        (date(2026, 11, 1), "reminded", ("ordered", date(2026, 11, 15))),
        (date(2026, 11, 15), "ordered", ("talked", date(2026, 11, 30))),
        (date(2026, 11, 30), "talked", (None, None)),
    ],
)
def test_steps_fall_due_in_turn(
    today: date, now: str | None, following: tuple[str | None, date | None]
) -> None:
    found = urging(DUE, {}, today)
    assert found.now == now
    assert (found.following, found.following_on) == following


def test_a_step_taken_is_not_asked_again_and_the_next_is_announced() -> None:
    found = urging(DUE, {"reminded": date(2026, 11, 2)}, date(2026, 11, 10))
    assert found.now is None
    assert found.following_on == date(2026, 11, 15)
    assert found.days_overdue == 10


def test_a_skipped_step_is_not_made_up_for() -> None:
    found = urging(DUE, {}, date(2026, 11, 20))
    assert (found.now, found.since) == ("ordered", date(2026, 11, 15))


def test_an_office_can_use_its_own_ladder() -> None:
    found = urging(DUE, {}, date(2026, 11, 8), [("reminded", 3), ("talked", 10)])
    assert (found.now, found.following_on) == ("reminded", date(2026, 11, 10))
