"""Stage and credit code (阶段与信用代码)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.ledger.core.creditcode import ALPHABET, check_character, is_credit_code
from gaoxin.ledger.core.stage import EXITS, PATH, Stage, next_stage, out_of_order, stage_of

DAY = date(2026, 1, 1)


def on(**days: int) -> dict[Stage, date]:
    return {Stage(name): date(2026, month, 1) for name, month in days.items()}


@pytest.mark.parametrize(
    ("actual", "stage", "following"),
    [
        ({}, None, Stage.LEAD),
        (on(lead=1), Stage.LEAD, Stage.CONTACT),
        (on(lead=1, signed=2), Stage.SIGNED, Stage.REGISTERED),
        (on(signed=2, started=5, suspended=6), Stage.SUSPENDED, None),
        (on(signed=2, started=5, suspended=6, production=9), Stage.PRODUCTION, Stage.CAPACITY),
        (on(signed=2, terminated=3), Stage.TERMINATED, None),
        (on(signed=2, withdrawn=3, started=4), Stage.WITHDRAWN, None),
        (on(benefit=9), Stage.BENEFIT, None),
    ],
)
def test_the_stage_is_what_the_milestones_say(actual, stage, following):
    assert stage_of(actual) == stage
    assert next_stage(actual) == following


@given(st.sets(st.sampled_from(PATH), min_size=1))
def test_without_exits_the_furthest_milestone_is_the_stage(stages):
    assert stage_of(dict.fromkeys(stages, DAY)) == max(stages, key=PATH.index)


def test_days_the_wrong_way_round_are_named_as_pairs():
    assert out_of_order(on(signed=5, started=3, production=9)) == [(Stage.SIGNED, Stage.STARTED)]
    assert out_of_order(on(signed=5, land=3, started=6)) == []
    assert not EXITS & set(PATH)


@given(st.text(ALPHABET, min_size=17, max_size=17))
def test_a_code_with_its_check_character_holds_and_with_another_does_not(first):
    sign = check_character(first)
    assert is_credit_code(first + sign)
    other = ALPHABET[(ALPHABET.index(sign) + 1) % len(ALPHABET)]
    assert not is_credit_code(first + other)


@pytest.mark.parametrize("text", ["", "91350100M000100Y4", "91350100M000100Y4O", "９１"])
def test_what_is_no_code(text):
    assert not is_credit_code(text)
