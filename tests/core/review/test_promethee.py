"""PROMETHEE II: flows by sorting are those of comparing each pair."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.lib.errors import UserError
from gaoxin.review.core.ranking.matrix import problem
from gaoxin.review.core.ranking.promethee import Preference, preferences, promethee

SHAPES = ("usual", "ushape", "vshape", "level", "linear", "gaussian")


def degree(shape: Preference, apart: float) -> float:
    """Return the preference for a difference, word by word from Brans & Vincke (1985)."""
    apart = max(0.0, apart)
    if shape.shape in {"usual", "ushape"}:
        return float(apart > (shape.q if shape.shape == "ushape" else 0))
    if shape.shape == "gaussian":
        return 1 - float(np.exp(-(apart**2) / (2 * shape.s**2)))
    if shape.shape == "level":
        return (float(apart > shape.q) + float(apart > shape.p)) / 2
    if apart <= shape.q or apart > shape.p:
        return float(apart > shape.p)
    return (apart - shape.q) / (shape.p - shape.q)


def pair_by_pair(table: Any, weights: Any, types: Any, shapes: Any) -> np.ndarray:
    n = len(table)
    flows = np.zeros(n)
    shares = np.asarray(weights) / sum(weights)
    for a in range(n):
        for b in range(n):
            for j, shape in enumerate(shapes):
                apart = (table[a][j] - table[b][j]) * types[j]
                flows[a] += shares[j] * (degree(shape, apart) - degree(shape, -apart))
    return flows / (n - 1)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=12),
    st.lists(st.sampled_from(SHAPES), min_size=2, max_size=2),
    st.tuples(st.integers(0, 10), st.integers(0, 10)),
    st.sampled_from([(1, 1), (1, -1), (-1, -1)]),
)
def test_sorting_gives_the_flows_of_all_pairs(
    table: list[Any], shapes: list[str], limits: tuple[int, int], types: tuple[int, int]
) -> None:
    low, high = sorted(limits)
    functions = preferences(shapes, 2, q=low, p=high, s=high + 1)
    task = problem(table, [2, 3], types)
    want = pair_by_pair(table, [2, 3], types, functions)
    found = promethee(task, functions)
    assert np.allclose(found.net, want, atol=1e-12)
    assert abs(found.net.sum()) < 1e-9 and (np.abs(found.net) <= 1 + 1e-12).all()
    assert (found.leaving >= -1e-12).all() and (found.entering >= -1e-12).all()


def test_a_difference_that_equals_the_limit_but_for_its_last_bits_is_no_preference() -> None:
    task = problem([[0.1], [0.4], [0.7]], [1])
    found = promethee(task, preferences("ushape", 1, q=0.3))
    assert found.net == pytest.approx([-0.5, 0, 0.5])


def test_far_from_zero_no_digits_are_lost() -> None:
    table = np.array([[0.0], [1.0], [2.5], [4.0]])
    functions = preferences("linear", 1, q=0.5, p=3)
    near, far = (promethee(problem(table + shift, [1]), functions).net for shift in (0.0, 1e9))
    assert np.allclose(near, far, atol=1e-12)


@pytest.mark.parametrize(
    ("name", "shape"),
    [("Usual", "usual"), ("U-shape", "ushape"), ("V shape", "vshape"), ("type 5", "linear"),
     ("vshape_2", "linear"), ("V-shape with indifference", "linear"), ("IV", "level")],
)  # fmt: skip
def test_the_functions_go_by_their_usual_names(name: str, shape: str) -> None:
    assert preferences(name, 1, q=1, p=2)[0].shape == shape


@pytest.mark.parametrize(
    ("shape", "limits", "reason"),
    [("odd", {}, "odd"), ("linear", {"q": 3, "p": 1}, "q 3"), ("usual", {"q": [1, 2, 3]}, "each"),
     ("usual", {"p": [-1, 1]}, "negative"), ("gaussian", {}, "positive"), (["usual"], {}, "each")],
)  # fmt: skip
def test_wrong_limits_are_refused(shape: Any, limits: dict[str, Any], reason: str) -> None:
    with pytest.raises(UserError, match=reason):
        preferences(shape, 2, **limits)
