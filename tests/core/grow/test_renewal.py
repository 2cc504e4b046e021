"""Renewal (只重判变了的): made anew where what it hangs on changed, and only there."""

from __future__ import annotations

from gaoxin.grow.core.renewal import KEEP, Renewal

RULES = object()


def counted():
    made: list[int] = []

    def make(value: int) -> int:
        made.append(value)
        return value * 10

    return made, make


def test_only_what_changed_came_or_went_is_made_anew() -> None:
    made, make = counted()
    kept: Renewal[int, int] = Renewal()
    assert kept.results("a", RULES, {1: 1, 2: 2, 3: 3}, make) == {1: 10, 2: 20, 3: 30}
    made.clear()
    assert kept.results("a", RULES, {1: 1, 2: 5, 4: 4}, make) == {1: 10, 2: 50, 4: 40}
    assert made == [5, 4]
    made.clear()
    assert kept.results("a", RULES, {2: 5, 3: 3}, make) == {2: 50, 3: 30}
    assert made == [3]


def test_other_rules_or_another_key_make_all_anew() -> None:
    made, make = counted()
    kept: Renewal[int, int] = Renewal()
    kept.results("a", RULES, {1: 1, 2: 2}, make)
    kept.results("a", object(), {1: 1, 2: 2}, make)
    kept.results("b", RULES, {1: 1, 2: 2}, make)
    assert made == [1, 2] * 3


def test_a_few_keys_are_kept_the_latest_used() -> None:
    made, make = counted()
    kept: Renewal[int, int] = Renewal()
    for key in range(KEEP):
        kept.results(key, RULES, {1: key}, make)
    kept.results(0, RULES, {1: 0}, make)
    kept.results(KEEP, RULES, {1: KEEP}, make)
    made.clear()
    kept.results(0, RULES, {1: 0}, make)
    assert made == []
    kept.results(1, RULES, {1: 1}, make)
    assert made == [1]
