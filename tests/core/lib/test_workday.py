"""Working days: holidays, make-up days, provisional years, and the officer's own notice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.lib.workday import (
    is_published,
    is_workday,
    published_years,
    workdays_after,
    workdays_between,
)

DAYS = st.dates(date(2010, 1, 1), date(2026, 10, 31))


def test_holidays_and_make_up_days_are_those_of_the_notice() -> None:
    assert not is_workday(date(2026, 10, 1))
    assert is_workday(date(2026, 10, 10))  # a Saturday made up for the National Day holidays
    assert not is_workday(date(2026, 11, 21))


def test_the_first_day_does_not_count() -> None:
    assert workdays_after(date(2026, 11, 20), 1).on == date(2026, 11, 23)
    assert workdays_after(date(2026, 11, 20), 0).on == date(2026, 11, 20)
    with pytest.raises(ValueError, match="negative"):
        workdays_after(date(2026, 11, 20), -1)


def test_beyond_the_published_years_a_deadline_is_provisional() -> None:
    beyond = date(published_years().stop, 3, 1)
    found = workdays_after(beyond, 5)
    assert found.provisional and not is_published(beyond)
    assert not workdays_after(date(2026, 11, 20), 5).provisional
    over_the_year = workdays_after(date(published_years().stop - 1, 12, 30), 10)
    assert over_the_year.provisional


def test_a_notice_that_is_entered_is_followed_and_ends_the_guess() -> None:
    year = published_years().stop
    week = [date(year, 3, 1) + timedelta(n) for n in range(7)]
    notice = dict.fromkeys(week, False) | {week[-1]: True}
    found = workdays_after(week[0] - timedelta(0), 1, notice)
    assert found.on == week[-1] and not found.provisional


@given(DAYS, st.integers(0, 40))
def test_counting_back_gives_the_same_number(day: date, days: int) -> None:
    last = workdays_after(day, days).on
    assert workdays_between(day, last) == days
    assert days == 0 or is_workday(last)
