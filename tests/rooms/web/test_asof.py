"""As-of (截至日): what an address means, what is refused, and that links keep the day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from gaoxin.lib.errors import UserError
from gaoxin.lib.moment import Moment
from gaoxin.web import asof

NOW = Moment(date(2026, 11, 20), datetime(2026, 11, 20, 2, 0, tzinfo=UTC))


def read(**parameters: str) -> asof.AsOf:
    return asof.read(parameters, NOW)


def test_without_a_day_today_is_shown_and_may_be_edited() -> None:
    found = read()
    assert (found.moment, found.is_past, found.query) == (NOW, False, "")


def test_a_day_is_shown_as_it_was_known_at_its_end_in_the_office() -> None:
    found = read(as_of="2026-09-30")
    assert found.moment.as_of == date(2026, 9, 30)
    # The office is eight hours before UTC's midnight.
    assert found.moment.known_at.astimezone(UTC).isoformat() == "2026-09-30T15:59:59.999999+00:00"
    assert found.is_past and not found.as_known_today
    assert found.query == "as_of=2026-09-30"


def test_a_day_may_be_shown_with_what_is_known_now() -> None:
    found = read(as_of="2026-09-30", known_at="now")
    assert found.moment == Moment(date(2026, 9, 30), NOW.known_at)
    assert found.is_past and found.as_known_today


@pytest.mark.parametrize(
    ("known_at", "utc"),
    [
        ("2026-10-23T09:00", "2026-10-23T01:00:00+00:00"),
        ("2026-10-23", "2026-10-23T15:59:59.999999+00:00"),
        ("2026-10-23T09:00:00+00:00", "2026-10-23T09:00:00+00:00"),
        ("2027-01-01", NOW.known_at.isoformat()),
    ],
)
def test_knowledge_may_be_dated_and_never_lies_in_the_future(known_at, utc) -> None:
    found = read(as_of="2026-09-30", known_at=known_at)
    assert found.moment.known_at.astimezone(UTC).isoformat() == utc


def test_today_as_known_earlier_is_the_past_too() -> None:
    assert read(as_of="2026-11-20", known_at="2026-11-01").is_past


@pytest.mark.parametrize(
    ("parameters", "word"),
    [
        ({"as_of": "2026-13-02"}, "读不懂"),
        ({"as_of": "昨天"}, "读不懂"),
        ({"as_of": "2026-11-21"}, "还没有到"),
        ({"as_of": "2026-09-30", "known_at": "later"}, "读不懂"),
    ],
)
def test_a_day_that_cannot_be_shown_is_refused_with_the_reason(parameters, word) -> None:
    with pytest.raises(UserError, match=word):
        read(**parameters)


def test_links_keep_the_day_and_only_then() -> None:
    past = read(as_of="2026-09-30", known_at="now")
    assert asof.keep(past, "/a/?x=1") == "/a/?x=1&as_of=2026-09-30&known_at=now"
    assert asof.keep(past, "/a/?as_of=2025-01-01") == "/a/?as_of=2026-09-30&known_at=now"
    assert asof.keep(read(), "/a/?x=1") == "/a/?x=1"
    assert asof.keep(None, "/a/") == "/a/"


def test_presets_are_days_before_today() -> None:
    days = [day for _word, day in read().presets]
    assert days == ["2026-11-19", "2026-10-31", "2025-12-31"]


def test_what_is_past_cannot_be_written_to(client, db) -> None:
    answer = client.post("/accounts/login/?as_of=2026-01-31", {"login": "x", "password": "y"})
    assert answer.status_code == 400
    assert "不能改" in answer.content.decode()


def test_a_bad_day_answers_a_page_that_says_why(client, db) -> None:
    answer = client.get("/accounts/login/?as_of=2026-13-02")
    assert answer.status_code == 400
    assert "写成 2026-09-30 这样" in answer.content.decode()
