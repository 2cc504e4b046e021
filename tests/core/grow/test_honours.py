"""Honours held (持有的称号): granted, re-checked, revoked, expired, due."""

from __future__ import annotations

from datetime import date

from gaoxin.grow.core.honours import Told, due, spells


def told(kind: str, on: str, until: str | None = None, *, title: str = "specialized") -> Told:
    expires = None if until is None else date.fromisoformat(until)
    return Told(1, title, kind, date.fromisoformat(on), expires)


def one(*events: Told):
    (found,) = spells(events)
    return found


def test_a_title_holds_to_its_last_day() -> None:
    held = one(told("granted", "2023-07-01", "2026-06-30"))
    assert held.holds_on(date(2026, 6, 30))
    assert not held.holds_on(date(2026, 7, 1))
    assert not held.holds_on(date(2023, 6, 30))
    assert held.ended_on == date(2026, 7, 1)


def test_a_recheck_in_time_goes_on_with_the_same_title() -> None:
    held = one(
        told("granted", "2023-07-01", "2026-06-30"), told("rechecked", "2026-06-20", "2029-06-30")
    )
    assert (held.since, held.confirmed_on) == (date(2023, 7, 1), date(2026, 6, 20))
    assert held.holds_on(date(2028, 1, 1))


def test_a_title_granted_anew_after_a_break_is_a_new_time() -> None:
    found = spells([told("granted", "2020-01-01", "2022-12-31"), told("granted", "2025-01-01")])
    assert [each.since for each in found] == [date(2020, 1, 1), date(2025, 1, 1)]


def test_a_revoked_title_ends_that_day() -> None:
    held = one(told("granted", "2023-07-01", "2026-06-30"), told("revoked", "2025-03-01"))
    assert held.ended_on == date(2025, 3, 1)
    assert not held.holds_on(date(2025, 3, 1))


def test_revoking_what_is_not_held_changes_nothing() -> None:
    held = one(told("granted", "2020-01-01", "2020-12-31"), told("revoked", "2025-03-01"))
    assert held.ended_on == date(2021, 1, 1)


def test_a_title_without_an_end_holds_on() -> None:
    assert one(told("granted", "2020-01-01")).holds_on(date(2099, 1, 1))


def test_rechecks_due_within_six_months_and_updates_not_filed() -> None:
    held = spells([
        told("granted", "2023-07-01", "2026-06-30"),
        told("granted", "2024-07-01", "2027-06-30", title="little_giant"),
        told("granted", "2026-01-10", "2029-01-09", title="gazelle"),
    ])  # fmt: skip
    asked = {"updates": {"specialized": "05-31", "gazelle": "05-31"}, "filed": set()}
    found = due(held, date(2026, 3, 1), **asked)
    assert [(d.held.title, d.what, d.by.isoformat()) for d in found] == [
        ("specialized", "update", "2026-05-31"),
        ("specialized", "recheck", "2026-06-30"),
    ]
    assert found[0].days_left(date(2026, 6, 2)) == -2


def test_an_update_that_was_filed_is_not_asked_again() -> None:
    held = spells([told("granted", "2023-07-01", "2027-06-30")])
    day, updates = date(2026, 3, 1), {"specialized": "05-31"}
    assert due(held, day, updates=updates, filed={1}) == []
    assert len(due(held, day, updates=updates, filed={2})) == 1
