"""Drafts: nothing typed is lost, nothing is overwritten unseen, on whatever devices."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.lib.errors import UserError
from gaoxin.review.core.sheet.drafts import (
    Edit,
    Held,
    as_json,
    conflicts,
    device_name,
    from_kept,
    kept,
    levels_of,
    merge,
    read_edits,
    reasons_of,
    settle,
)

NOW = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
LEVELS = range(5)


def at(minute: int) -> datetime:
    return NOW + timedelta(minutes=minute)


def typed(held, name, value, minute, device="desk", seen=None):
    stamp = held[name].stamp if seen is None and name in held else seen or ""
    return merge(held, {name: Edit(value, at(minute), stamp)}, device=device, now=at(99))


def test_one_device_changes_its_own_words_without_conflict() -> None:
    held = typed({}, "a.reason", "好", 0)
    held = typed(held, "a.reason", "好，有检测", 1, seen="")
    assert held["a.reason"].value == "好，有检测" and conflicts(held) == []


def test_the_newest_edit_wins_and_the_other_stays_beside_it() -> None:
    held = typed({}, "a.reason", "电脑上写的", 5)
    held = typed(held, "a.reason", "手机上写的", 7, device="phone", seen="")
    assert held["a.reason"].value == "手机上写的"
    assert held["a.reason"].other.value == "电脑上写的"
    assert conflicts(held) == ["a.reason"]


def test_an_older_edit_that_comes_late_loses_and_is_kept() -> None:
    held = typed({}, "a.reason", "电脑上写的", 5)
    held = typed(held, "a.reason", "手机离线时写的", 3, device="phone", seen="")
    assert held["a.reason"].value == "电脑上写的"
    assert held["a.reason"].other.value == "手机离线时写的"


def test_an_edit_in_view_of_the_others_is_no_conflict() -> None:
    held = typed({}, "a.level", 3, 5)
    held = typed(held, "a.level", 4, 6, device="phone")
    assert held["a.level"].value == 4 and conflicts(held) == []


def test_fields_do_not_disturb_each_other() -> None:
    held = typed(typed({}, "a.level", 3, 5), "b.level", 1, 6, device="phone", seen="")
    assert levels_of(held) == {"a": 3, "b": 1} and conflicts(held) == []


def test_a_clock_that_runs_ahead_does_not_win_for_ever() -> None:
    ahead = merge({}, {"a.level": Edit(1, at(500))}, device="phone", now=at(10))
    later = merge(ahead, {"a.level": Edit(2, at(20))}, device="desk", now=at(20))
    assert later["a.level"].value == 2


def test_a_delayed_copy_of_the_same_edit_changes_nothing() -> None:
    held = typed({}, "a.reason", "一", 1)
    newer = typed(held, "a.reason", "二", 2)
    assert typed(newer, "a.reason", "一", 1, seen="") == newer


def test_a_conflict_is_settled_by_the_expert_alone() -> None:
    held = typed({}, "a.reason", "甲", 5)
    held = typed(held, "a.reason", "乙", 7, device="phone", seen="")
    assert settle(held, "a.reason", take_other=True, now=at(8))["a.reason"].value == "甲"
    kept = settle(held, "a.reason", take_other=False, now=at(8))
    assert kept["a.reason"].value == "乙" and conflicts(kept) == []
    with pytest.raises(UserError):
        settle(kept, "a.reason", take_other=True, now=at(9))


def test_what_devices_send_is_checked() -> None:
    sent = {"a.level": {"value": "4", "at": at(0).isoformat()}, "a.reason": {"value": "有"}}
    found = read_edits(sent, ["a"], LEVELS, NOW)
    assert found["a.level"].value == 4 and found["a.reason"].at == NOW
    for bad in (
        {"z.level": {}}, {"a.level": 3}, [], {"a.level": {"value": 5}},
        {"a.level": {"value": True}}, {"a.reason": {"value": "长" * 1001}},
    ):  # fmt: skip
        with pytest.raises(UserError):
            read_edits(bad, ["a"], LEVELS, NOW)
    assert read_edits({"a.level": {"value": "", "at": "x"}}, ["a"], LEVELS, NOW)["a.level"] == Edit(
        None, NOW
    )
    assert device_name("d-1f") == "d-1f" and device_name("<b>") == ""


def test_empty_reasons_and_missing_levels_are_not_in_the_sheet() -> None:
    held = {
        "a.level": Held(None, NOW, ""), "a.reason": Held("  ", NOW, ""),
        "b.reason": Held(" 有 ", NOW, ""),
    }  # fmt: skip
    assert levels_of(held) == {} and reasons_of(held) == {"b": "有"}


VALUES = st.one_of(st.none(), st.integers(0, 4), st.text(max_size=5))
EDITS = st.lists(st.tuples(st.sampled_from("xyz"), VALUES, st.integers(0, 50), st.booleans()))


@given(EDITS)
def test_no_device_writes_over_another_unseen(edits) -> None:
    held: dict[str, Held] = {}
    for device, value, minute, saw in edits:
        before = held.get("a.reason")
        stamp = before.stamp if saw and before else ""
        held = merge(held, {"a.reason": Edit(value, at(minute), stamp)}, device=device, now=at(60))
        after = held["a.reason"]
        assert before is None or after.at >= before.at
        if before and not saw and before.device != device and before.value != value:
            lost = before.value if after.value == value else value
            assert after.other is None if lost in (None, "") else after.other.value == lost
    assert from_kept(kept(held)) == held
    assert {name: each["value"] for name, each in as_json(held).items()} == {
        name: field.value for name, field in held.items()
    }
