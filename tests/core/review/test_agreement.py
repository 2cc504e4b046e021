"""Agreement: textbook values, ties, gaps, and what happens where nothing varies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.lib.errors import UserError
from gaoxin.review.core.agreement import icc, kendall_w, krippendorff_alpha
from gaoxin.review.core.ranking.order import order

# Shrout & Fleiss (1979), table 2.
TARGETS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def test_all_six_coefficients_of_shrout_and_fleiss() -> None:
    want = {"ICC1": 0.17, "ICC2": 0.29, "ICC3": 0.71, "ICC1k": 0.44, "ICC2k": 0.62, "ICC3k": 0.91}
    assert {name: round(value, 2) for name, value in icc(TARGETS).items()} == want


def test_judges_may_stand_in_rows_or_in_columns() -> None:
    turned = [list(row) for row in zip(*TARGETS, strict=True)]
    as_rows = order({"method": "ICC", "matrix": turned, "params": {"rows": "judges"}})
    assert as_rows.scores == pytest.approx(icc(TARGETS))
    w = kendall_w([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]])
    columns = [[1, 1, 6], [6, 5, 3], [3, 6, 2], [2, 4, 5], [5, 2, 4], [4, 3, 1]]
    found = order({"method": "KENDALL_W", "matrix": columns, "params": {"rows": "objects"}})
    assert found.scores == pytest.approx(w) and round(w["W"], 3) == 0.162


def test_kendall_corrects_for_ties_and_takes_scores_for_ranks() -> None:
    # Siegel & Castellan (1988): ranks with ties give the same as the scores behind them.
    assert kendall_w([[80, 70, 70, 50], [90, 60, 60, 10]])["W"] == pytest.approx(1)
    assert kendall_w([[1, 2, 3], [3, 2, 1]])["W"] == pytest.approx(0)
    assert kendall_w([[5, 5, 5], [5, 5, 5]])["W"] == 0


@given(st.lists(st.lists(st.integers(0, 4), min_size=4, max_size=4), min_size=2, max_size=6))
def test_w_lies_between_none_and_full_and_same_judges_agree(table: list[list[int]]) -> None:
    assert -1e-12 <= kendall_w(table)["W"] <= 1 + 1e-12
    if len(set(table[0])) > 1:
        assert kendall_w([table[0], table[0], table[0]])["W"] == pytest.approx(1)
        assert krippendorff_alpha([table[0], table[0]]) == pytest.approx(1)


def test_alpha_leaves_out_units_that_one_person_judged() -> None:
    with_gap = krippendorff_alpha([[1, 2, None, 4], [1, 3, 5, 4]])
    assert with_gap == pytest.approx(krippendorff_alpha([[1, 2, 4], [1, 3, 4]]))
    assert krippendorff_alpha([[3, 3], [3, 3]]) == 1
    assert krippendorff_alpha([[0, 0, 1], [0, 1, 1]], "ratio") < 1


def test_nothing_varies_leaves_the_coefficient_at_zero() -> None:
    assert set(icc([[3, 3], [3, 3]]).values()) == {0.0}


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (lambda: kendall_w([[1, 2]]), "two judges"), (lambda: icc([[1], [2]]), "two judges"),
        (lambda: icc([[1, None], [2, 3]]), "missing"),
        (lambda: krippendorff_alpha([[1, None], [None, 2]]), "twice"),
        (lambda: krippendorff_alpha([[1], [1, 2]]), "length"),
        (lambda: krippendorff_alpha([[1], [1]], "odd"), "odd"),
    ],
)  # fmt: skip
def test_too_little_is_refused(work, reason: str) -> None:
    with pytest.raises(UserError, match=reason):
        work()


def test_alpha_falls_as_judges_part() -> None:
    base = np.array([[1, 2, 3, 4, 5], [1, 2, 3, 4, 5]])
    apart = [krippendorff_alpha(np.add(base, [[0], [n]]).tolist()) for n in range(4)]
    assert apart == sorted(apart, reverse=True) and apart[0] == 1
