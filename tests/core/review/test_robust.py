"""Robustness: drawn weights repeat by their seed; the smallest flip is the smallest."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.lib.errors import UserError
from gaoxin.review.core.ranking.matrix import problem
from gaoxin.review.core.ranking.robust import acceptability, draw_weights, tipping_weights
from gaoxin.review.core.ranking.topsis import topsis
from gaoxin.review.core.ranking.trial import robustness

TABLE = np.array([[0.9, 0.1, 0.5], [0.2, 0.9, 0.4], [0.1, 0.2, 0.3]])


def test_the_seed_gives_the_same_weights_again() -> None:
    stated = np.array([0.5, 0.3, 0.2])
    one, same, other = (draw_weights(stated, draws=50, seed=seed) for seed in (7, 7, 8))
    assert (one == same).all() and not (one == other).all()
    assert np.allclose(one.sum(axis=1), 1)
    near = draw_weights(stated, draws=500, seed=1, around=0.2)
    # Each within 20 %, then all made to sum to 1.
    assert (near / stated > 0.8 / 1.2).all() and (near / stated < 1.2 / 0.8).all()
    with pytest.raises(UserError, match="draws"):
        draw_weights(stated, draws=0, seed=1)


def test_acceptabilities_are_shares() -> None:
    weights = draw_weights(np.ones(3), draws=400, seed=3)
    found = acceptability(lambda load: TABLE @ load, weights, count=3, seed=3)
    assert np.allclose(found.ranks.sum(axis=1), 1)
    assert found.ranks[2, 0] == 0 and np.isnan(found.central[2]).all()
    assert np.allclose(found.wins + found.wins.T + np.eye(3), 1)
    # Who comes first does so with weights that favour the own strong side.
    assert found.central[0, 0] > found.central[1, 0]
    assert (found.draws, found.seed) == (400, 3)


def test_any_method_can_be_tried() -> None:
    weights = draw_weights(np.ones(3), draws=50, seed=3)
    found = acceptability(lambda load: topsis(problem(TABLE, load)), weights, count=3, seed=3)
    assert found.ranks[:2, 0].sum() == pytest.approx(1)


@given(
    st.lists(st.tuples(*[st.integers(0, 9)] * 3), min_size=2, max_size=6, unique=True),
    st.tuples(*[st.integers(1, 9)] * 3),
)
def test_at_the_tipping_weight_the_rival_draws_level_and_before_it_nobody_leads(
    rows: list[tuple[int, int, int]], load: tuple[int, int, int]
) -> None:
    values, weights = np.array(rows, dtype=float), np.array(load, dtype=float)
    stated = weights / weights.sum()
    leader = int(np.argmax(np.round(values @ stated, 12)))
    for tip in tipping_weights(values, weights):
        at = _moved(stated, tip.criterion, tip.weight)
        assert values[leader] @ at == pytest.approx(values[tip.rival] @ at, abs=1e-9)
        half = _moved(stated, tip.criterion, (tip.weight + stated[tip.criterion]) / 2)
        assert (values @ half).max() == pytest.approx(values[leader] @ half, abs=1e-9)


def _moved(stated: np.ndarray, criterion: int, weight: float) -> np.ndarray:
    found = stated * (1 - weight) / (1 - stated[criterion])
    found[criterion] = weight
    return found


def test_a_leader_on_every_criterion_is_never_tipped() -> None:
    assert tipping_weights(np.array([[3.0, 3.0], [1.0, 2.0]]), np.array([0.5, 0.5])) == ()


@pytest.mark.parametrize("method", ["WSUM", "TOPSIS", "VIKOR", "PROMETHEE_II"])
def test_an_example_is_tried_under_many_weights(method: str) -> None:
    example = {"method": method, "matrix": TABLE.tolist(), "weights": [0.6, 0.2, 0.2]}
    found = robustness(example, draws=60, seed=1, around=0.1)
    shares = np.array(found["rank_acceptability"])
    # A tenth of the weights does not bring down a clear leader; the dominated one is never first.
    assert shares[0, 0] == 1 and shares[2, 0] == 0
    assert found["central_weights"][0] == pytest.approx([0.6, 0.2, 0.2], abs=0.05)
    assert found["central_weights"][2] is None
    assert robustness(example, draws=60, seed=1, around=0.1) == found
    assert ("tipping" in found) == (method == "WSUM")
