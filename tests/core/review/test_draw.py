"""Draw: the seed decides, anybody can repeat it, and the panel is as the scheme asks."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.lib.errors import UserError
from gaoxin.review.core.process.draw import Candidate, draw, is_same_draw, outside_needed
from tests.core.review.made import RULE

FIELDS = ("industry", "finance", "safety")
POOL = [Candidate(f"e{n:02}", n % 4 != 0, FIELDS[n % 3]) for n in range(24)]


@given(st.text(min_size=1).filter(str.strip), st.permutations(POOL))
def test_a_draw_is_repeatable_and_fits_the_scheme(seed: str, shuffled: list[Candidate]) -> None:
    found = draw(POOL, RULE, tier="K", seed=seed, fields=FIELDS)
    assert draw(shuffled, RULE, tier="K", seed=seed, fields=FIELDS) == found
    assert is_same_draw(found, shuffled, RULE, tier="K", fields=FIELDS)
    who = {each.username: each for each in POOL}
    members = [who[name] for name in found.members]
    assert len(set(found.members)) == 5 and len(found.reserves) == 2
    assert not set(found.members) & set(found.reserves)
    assert sum(each.outside for each in members) >= outside_needed(5, RULE.outside_share) == 4
    assert {each.field for each in members} == set(FIELDS)


def test_another_pool_or_seed_is_another_draw() -> None:
    found = draw(POOL, RULE, tier="L", seed="20261125")
    assert len(found.members) == 7
    assert not is_same_draw(found, POOL[1:], RULE, tier="L")
    assert draw(POOL, RULE, tier="L", seed="20261126").members != found.members


def test_everybody_has_the_same_chance() -> None:
    everyone = [Candidate(f"e{n}", True, "industry") for n in range(10)]
    seats = Counter(
        name for n in range(2000) for name in draw(everyone, RULE, tier="K", seed=str(n)).members
    )
    assert len(seats) == 10 and all(900 < count < 1100 for count in seats.values())


def test_an_appeal_is_judged_by_others() -> None:
    first = draw(POOL, RULE, tier="K", seed="1", fields=FIELDS)
    again = draw(POOL, RULE, tier="K", seed="2", fields=FIELDS, excluded=first.members)
    assert not set(first.members) & {*again.members, *again.reserves}
    assert again.pool == first.pool


@pytest.mark.parametrize(
    ("pool", "tier", "seed", "reason"),
    [
        (POOL, "K", " ", "seed"), (POOL, "S", "1", "no panel"), (POOL[:4], "K", "1", "too small"),
        ([*POOL, POOL[0]], "K", "1", "twice"),
        ([c for c in POOL if not c.outside], "K", "1", "of these fields"),
        ([c for c in POOL if c.field != "safety"], "K", "1", "safety"),
    ],
)  # fmt: skip
def test_a_pool_that_cannot_give_a_panel_is_refused(
    pool: list[Candidate], tier: str, seed: str, reason: str
) -> None:
    with pytest.raises(UserError, match=reason):
        draw(pool, RULE, tier=tier, seed=seed, fields=FIELDS)


def test_two_thirds_is_two_of_three() -> None:
    assert [outside_needed(n, RULE.outside_share) for n in (3, 5, 6, 7)] == [2, 4, 4, 5]


def test_a_field_that_has_insiders_only_gets_the_inside_seat() -> None:
    pool = [Candidate(f"i{n}", False, "industry") for n in range(9)]
    pool += [Candidate(f"o{n}", True, "industry") for n in range(9)] + [
        Candidate("s", False, "safety")
    ]
    for seed in range(20):
        found = draw(pool, RULE, tier="K", seed=str(seed), fields=("industry", "safety"))
        assert "s" in found.members
