"""Days of the demo (演示的日子)."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from gaoxin.samples.core.days import Span, any_day, last_full_month, recorded, workday


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2026, 11, 25), date(2026, 10, 1)),
        (date(2026, 11, 1), date(2026, 10, 1)),
        (date(2026, 1, 31), date(2025, 12, 1)),
    ],
)
def test_the_last_full_month_is_over(today, month):
    assert last_full_month(today) == month


def test_a_span_counts_its_months_from_both_ends():
    span = Span(date(2026, 2, 1), 24)
    assert (span.first, span.last) == (date(2024, 3, 1), date(2026, 2, 28))
    assert (span.month(0), span.month(-1), span.month(-2)) == (
        date(2024, 3, 1), date(2026, 2, 1), date(2026, 1, 1),
    )  # fmt: skip
    assert span.months() == [span.month(number) for number in range(24)]


def test_saturday_and_sunday_are_moved_to_monday():
    days = [date(2026, 11, day) for day in (20, 21, 22, 23)]
    assert [workday(day).day for day in days] == [20, 23, 23, 23]


def test_a_drawn_day_lies_between_its_limits():
    rng = Random("days")
    drawn = {any_day(rng, date(2026, 10, 30), date(2026, 10, 31)) for _ in range(40)}
    assert drawn == {date(2026, 10, 30), date(2026, 10, 31)}


def test_recording_follows_the_event_inside_the_months_and_in_office_hours():
    rng, span = Random("at"), Span(date(2026, 10, 1), 24)
    for day in (date(2024, 7, 1), date(2025, 5, 17), date(2026, 10, 31)):
        for _ in range(50):
            at = recorded(rng, day, span)
            assert max(day, span.first) <= at.date() <= span.last
            assert 9 <= at.hour < 17
