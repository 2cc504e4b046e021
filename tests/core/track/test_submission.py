"""Steps of a month (月度报送环节)."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gaoxin.track.core.submission import PATH, Step, standing

DUE = date(2026, 11, 5)


@given(st.lists(st.sampled_from(list(Step)), max_size=12))
def test_only_allowed_steps_keep_the_path_whole(wanted):
    taken = []
    for step in wanted:
        where = standing(taken, DUE)
        if where.allows(step):
            taken.append((step, DUE))
    where = standing(taken, DUE)
    assert [step for step, _on in where.done] == list(PATH[: len(where.done)])


def test_a_locked_month_allows_nothing():
    where = standing([(step, DUE) for step in PATH], DUE)
    assert not any(where.allows(step) for step in Step)
