"""The interval of the ICC: published values, quantiles of the F table, and its bounds."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gaoxin.lib.errors import UserError
from gaoxin.review.core.agreement import icc
from gaoxin.review.core.interval import beta_share, f_quantile, icc_interval
from tests.core.review.test_agreement import TARGETS


def test_the_interval_of_shrout_and_fleiss_as_it_is_published() -> None:
    # Revelle, psych, ICC(sf): ICC2 .29 (.019 .76), ICC2k .62 (.071 .93).
    found = icc_interval(TARGETS)
    assert found is not None
    assert [round(each, 2) for each in found.single] == [0.29, 0.02, 0.76]
    assert [round(each, 2) for each in found.average] == [0.62, 0.07, 0.93]
    assert round(found.single[1], 3) == 0.019 and round(found.average[1], 3) == 0.071


@pytest.mark.parametrize(
    ("first", "second", "point"),
    [(1, 1, 161.45), (5, 10, 3.33), (10, 5, 4.74), (3, 20, 3.10), (60, 120, 1.43)],
)
def test_quantiles_are_those_of_the_printed_table(first: int, second: int, point: float) -> None:
    assert f_quantile(0.95, first, second) == pytest.approx(point, abs=0.006)


def test_the_beta_function_at_its_ends_and_where_it_is_known() -> None:
    assert (beta_share(0, 2, 3), beta_share(1, 2, 3)) == (0, 1)
    assert beta_share(0.5, 4, 4) == pytest.approx(0.5)
    assert beta_share(0.3, 1, 1) == pytest.approx(0.3)
    assert beta_share(0.2, 2, 1) == pytest.approx(0.04)


@given(st.lists(st.lists(st.integers(0, 4), min_size=5, max_size=5), min_size=4, max_size=4))
def test_the_coefficient_lies_within_its_interval(table: list[list[int]]) -> None:
    found = icc_interval(table)
    assume(found is not None)
    value, low, high = found.single
    assert value == pytest.approx(icc(table)["ICC2"])
    assert low - 1e-9 <= value <= high + 1e-9


def test_where_nothing_varies_there_is_no_interval() -> None:
    assert icc_interval([[3, 3], [3, 3]]) is None
    with pytest.raises(UserError, match="at least two"):
        icc_interval([[1, 2, 3]])
