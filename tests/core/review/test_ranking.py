"""Ranking: published examples to their digits, edges, and properties that must always hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.lib.errors import UserError
from gaoxin.review.core.ranking.ahp import compare
from gaoxin.review.core.ranking.matrix import BLOCK, places, problem
from gaoxin.review.core.ranking.order import order
from gaoxin.review.core.ranking.topsis import topsis
from gaoxin.review.core.ranking.vikor import vikor
from gaoxin.review.core.ranking.weighted import normalized, weighted_sum
from gaoxin.review.core.ranking.weights import critic, entropy, mean_ranks

METHODS: list[dict[str, Any]] = [
    {"method": "WSUM", "params": {"normalization": "minmax"}},
    {"method": "TOPSIS", "params": {"normalization": "vector"}},
    {"method": "TOPSIS", "params": {"normalization": "minmax"}},
    {"method": "TOPSIS", "params": {"normalization": "sum"}},
    {"method": "VIKOR", "params": {"v": 0.5}},
    {"method": "PROMETHEE_II", "params": {"preference": "usual"}},
    {"method": "PROMETHEE_II", "params": {"preference": "linear", "q": 1, "p": 5}},
    {"method": "PROMETHEE_II", "params": {"preference": "gaussian", "s": 2}},
]
TABLES = st.integers(1, 4).flatmap(
    lambda m: st.lists(st.lists(st.integers(1, 30), min_size=m, max_size=m), min_size=1, max_size=9)
)


def ranked(method: dict[str, Any], table: Any, types: list[int] | None = None) -> Any:
    weights = [1 / len(table[0])] * len(table[0])
    return order({**method, "matrix": table, "weights": weights, "types": types})


def test_published_examples_come_out_to_their_digits(shared: Path) -> None:
    files = sorted((shared / "data/review/examples").glob("*.json"))
    assert files
    for file in files:
        example = json.loads(file.read_text(encoding="utf-8"))
        found, digits = order(example), example["decimals"]
        want = example["expected"]
        if isinstance(want, dict):
            assert {k: round(found.scores[k], digits) for k in want} == want, file.name
            continue
        assert np.allclose(found.scores, want, atol=0.6 * 10**-digits, rtol=0), file.name
        if example["expected_ranking"]:
            assert list(found.ranking) == example["expected_ranking"], file.name


# Hwang & Yoon (1981): fighter aircraft; Tus & Aytac Adali (2019); Xu (2004): as printed there.
PRINTED = [
    (
        "TOPSIS",
        [[2, 1500, 20000, 5.5, 5, 9], [2.5, 2700, 18000, 6.5, 3, 5],
         [1.8, 2000, 21000, 4.5, 7, 7], [2.2, 1800, 20000, 5, 5, 5]],
        [0.2, 0.1, 0.1, 0.1, 0.2, 0.3], [1, 1, 1, -1, 1, 1], [0.643, 0.268, 0.613, 0.312], 2,
    ),
    (
        "CRITIC",
        [[5000, 3, 3, 4, 3, 2], [680, 5, 3, 2, 2, 1], [2000, 3, 2, 3, 4, 3],
         [600, 4, 3, 1, 2, 2], [800, 2, 4, 3, 3, 4]],
        None, None, [0.157, 0.249, 0.168, 0.121, 0.154, 0.151], 3,
    ),
    (
        "ENTROPY", [[30, 30, 38, 29], [19, 54, 86, 29], [19, 15, 85, 28.9], [68, 70, 60, 29]],
        None, None, [0.4630, 0.3992, 0.1378, 0.0], 4,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("method", "matrix", "weights", "types", "want", "digits"), PRINTED)
def test_more_printed_examples(
    method: str, matrix: Any, weights: Any, types: Any, want: list[float], digits: int
) -> None:
    found = order({"method": method, "matrix": matrix, "weights": weights, "types": types})
    assert np.allclose(found.scores, want, atol=0.6 * 10**-digits, rtol=0)


@pytest.mark.parametrize("method", METHODS)
@given(table=TABLES)
def test_a_dominating_project_is_never_behind(method: dict[str, Any], table: list[Any]) -> None:
    best = [max(column) for column in zip(*table, strict=True)]
    assert ranked(method, [*table, best]).ranking[-1] == 1


@pytest.mark.parametrize("method", METHODS)
@given(table=TABLES, data=st.data())
def test_the_order_of_rows_does_not_matter_and_equal_rows_share_a_place(
    method: dict[str, Any], table: list[Any], data: st.DataObject
) -> None:
    table = [*table, table[0]]
    shuffle = data.draw(st.permutations(range(len(table))))
    before = ranked(method, table)
    after = ranked(method, [table[n] for n in shuffle])
    assert np.allclose(np.asarray(before.scores)[list(shuffle)], after.scores, atol=1e-12)
    assert [before.ranking[n] for n in shuffle] == list(after.ranking)
    assert before.ranking[0] == before.ranking[-1]


@pytest.mark.parametrize(
    "method", [m for m in METHODS if m["params"].get("normalization") != "sum"]
)
@given(table=TABLES)
def test_a_cost_is_a_benefit_turned_round(method: dict[str, Any], table: list[Any]) -> None:
    m = len(table[0])
    turned = [[-value for value in row] for row in table]
    costs = ranked(method, turned, [-1] * m)
    assert np.allclose(costs.scores, ranked(method, table, [1] * m).scores, atol=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_one_project_a_constant_and_a_zero_column_give_no_error(method: dict[str, Any]) -> None:
    single = ranked(method, [[3, 4]])
    assert list(single.ranking) == [1] and np.isfinite(single.scores).all()
    flat = ranked(method, [[0, 5, 1], [0, 5, 2], [0, 5, 3]])
    assert np.isfinite(flat.scores).all() and list(flat.ranking) == [3, 2, 1]
    alike = ranked(method, [[2, 2], [2, 2], [2, 2]])
    assert list(alike.ranking) == [1, 1, 1] and len(set(np.round(alike.scores, 12))) == 1


def test_blocks_do_not_change_the_values() -> None:
    dice = np.random.default_rng(1)
    table = dice.uniform(1, 9, size=(2 * BLOCK + 3, 3))
    task = problem(table, [0.2, 0.5, 0.3], [1, -1, 1])
    scale = table / np.sqrt((table**2).sum(axis=0)) * task.weights * task.types
    near, far = (np.sqrt(((scale - end(scale)) ** 2).sum(axis=1)) for end in (_top, _bottom))
    assert np.allclose(topsis(task), far / (near + far), atol=1e-12)
    plain = normalized(table, task.types, "minmax") @ task.weights
    assert np.allclose(weighted_sum(task, "minmax"), plain, atol=1e-12)


def _top(table: np.ndarray) -> np.ndarray:
    return table.max(axis=0)


def _bottom(table: np.ndarray) -> np.ndarray:
    return table.min(axis=0)


def test_topsis_takes_each_normalisation() -> None:
    table, weights = [[1, 3000], [2, 3750], [5, 4500]], [0.5, 0.5]
    found = {
        kind: topsis(problem(table, weights, [-1, 1]), kind)
        for kind in ("vector", "minmax", "linear", "max", "sum", "none")
    }
    assert np.allclose(found["minmax"], found["linear"])
    # Opricovic & Tzeng (2004): the normalisation decides who comes first.
    assert int(np.argmax(found["vector"])) == 0 and int(np.argmax(found["minmax"])) == 1
    assert all(np.isfinite(values).all() for values in found.values())


def test_large_and_small_figures_neither_overflow_nor_vanish() -> None:
    task = problem([[1e200, 1e-200], [2e200, 3e-200], [3e200, 2e-200]], [0.5, 0.5])
    assert np.allclose(topsis(task), topsis(problem([[1, 1], [2, 3], [3, 2]], [0.5, 0.5])))


def test_the_normalisations_are_those_of_their_names() -> None:
    table, types = np.array([[1.0, 2.0], [4.0, 4.0]]), np.array([1.0, -1.0])
    assert np.allclose(normalized(table, types, "minmax"), [[0, 1], [1, 0]])
    assert np.allclose(normalized(table, types, "linear"), [[0.25, 1], [1, 0.5]])
    assert np.allclose(normalized(table, types, "max"), [[0.25, 0.5], [1, 0]])
    assert np.allclose(normalized(table, types, "sum"), [[0.2, 2 / 3], [0.8, 1 / 3]])
    assert np.allclose(normalized(table, types, "vector")[:, 0], [1 / 17**0.5, 4 / 17**0.5])


def test_vikor_gives_its_compromise_set() -> None:
    clear = vikor(problem([[9, 9], [1, 2], [2, 1]], [0.5, 0.5]))
    assert clear.compromise() == (0,)
    close = vikor(problem([[9, 1], [1, 9], [5, 5]], [0.5, 0.5]))
    assert set(close.compromise()) >= {2} and close.q[2] == 0
    assert vikor(problem([[1, 2]], [0.5, 0.5])).compromise() == (0,)


def test_places_are_shared_and_the_last_bits_do_not_part_equals() -> None:
    assert list(places(np.array([0.1 + 0.2, 0.3, 0.9, 0.1]))) == [2, 2, 1, 4]
    assert list(places(np.array([3.0, 1.0]), descending=False)) == [2, 1]


def test_weights_of_criteria_sum_to_one_and_a_constant_weighs_nothing() -> None:
    table = np.array([[1.0, 5.0, 0.0, 2.0], [2.0, 5.0, 0.0, 9.0], [4.0, 5.0, 0.0, 3.0]])
    for weights in (entropy(table), critic(table, np.ones(4))):
        assert abs(weights.sum() - 1) < 1e-12
        assert weights[1] < 1e-12 and weights[2] < 1e-12
    assert np.allclose([entropy(table[:1]), critic(table[:1], np.ones(4))], 0.25)
    assert np.allclose(entropy(np.ones((3, 2))), 0.5)
    three = table[:, [0, 3, 3]] + [[0, 0, 1], [0, 0, -4], [0, 0, 2]]
    assert not np.allclose(critic(three, np.ones(3)), critic(three, np.array([-1.0, 1, 1])))
    assert list(mean_ranks(np.array([5.0, 1.0, 5.0]))) == [2.5, 1, 2.5]
    with pytest.raises(UserError, match="negative"):
        entropy(np.array([[-1.0], [2.0]]))


def test_ahp_finds_the_weights_behind_a_consistent_matrix() -> None:
    weights = np.array([0.5, 0.3, 0.2])
    for priority in ("eigenvector", "geometric", "column_mean"):
        found = compare(weights[:, None] / weights[None, :], priority)
        assert np.allclose(found.weights, weights) and abs(found.ratio or 0) < 1e-9
    # Saaty's random index for three objects is 0.58.
    rough = compare([[1, 3, 5], [1 / 3, 1, 4], [1 / 5, 1 / 4, 1]])
    assert rough.ratio == pytest.approx((rough.eigenvalue - 3) / 2 / 0.58)
    assert compare(np.ones((16, 16))).ratio is None
    assert compare([[1, 4], [0.25, 1]]).ratio == 0


@pytest.mark.parametrize(
    ("example", "reason"),
    [
        ({"method": "MAGIC", "matrix": [[1]]}, "MAGIC"),
        ({"method": "TOPSIS", "weights": [1]}, "matrix"),
        ({"method": "TOPSIS", "matrix": [[1, 2]]}, "weights"),
        ({"method": "TOPSIS", "matrix": [[1, 2], [3]], "weights": [1, 1]}, "one length"),
        ({"method": "TOPSIS", "matrix": [[1, None]], "weights": [1, 1]}, "missing"),
        ({"method": "TOPSIS", "matrix": [], "weights": []}, "matrix"),
        ({"method": "TOPSIS", "matrix": [[1, 2]], "weights": [1]}, "numbers differ"),
        ({"method": "TOPSIS", "matrix": [[1, 2]], "weights": [1, -1]}, "negative"),
        ({"method": "TOPSIS", "matrix": [[1, 2]], "weights": [1, 1], "types": [1, 0]}, "types"),
        ({"method": "WSUM", "matrix": [[1]], "weights": [1], "types": [-1]}, "normalization"),
        (
            {"method": "TOPSIS", "matrix": [[1]], "weights": [1], "params": {"normalization": "x"}},
            "x",
        ),
        ({"method": "VIKOR", "matrix": [[1]], "weights": [1], "params": {"v": 2}}, "between"),
        ({"method": "AHP", "matrix": [[1, 2], [2, 1]]}, "inverse"),
        ({"method": "AHP", "matrix": [[1, 2]]}, "square"),
        ({"method": "AHP", "matrix": [[1, -2], [-0.5, 1]]}, "positive"),
        ({"method": "AHP", "matrix": [[1]], "params": {"alternatives": [[[1]], [[1]]]}}, "each"),
        ({"method": "AHP", "matrix": [[1]], "params": {"priority": "luck"}}, "luck"),
        ({"method": "CRITIC", "matrix": [[1]], "params": {"correlation": "x"}}, "spearman"),
    ],
)
def test_a_wrong_example_is_refused_with_the_reason(example: dict, reason: str) -> None:
    with pytest.raises(UserError, match=reason):
        order(example)


def test_keys_that_no_method_reads_are_named() -> None:
    found = order({"method": "ENTROPY", "matrix": [[1], [2]], "colour": 1, "params": {"q": 1}})
    assert found.ignored == ("colour", "params.q")
