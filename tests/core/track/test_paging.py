"""Paging (分页)."""

from __future__ import annotations

import pytest

from gaoxin.track.core.paging import PAGE, paged


@pytest.mark.parametrize(
    ("asked", "first", "page"), [(1, 0, 1), (3, 2 * PAGE, 3), (0, 0, 1), (99, 2 * PAGE, 3)]
)
def test_a_page_out_of_range_is_the_nearest_one(asked, first, page):
    lines = list(range(2 * PAGE + 1))
    assert paged(lines, asked) == (lines[first : first + PAGE], page, 3)


def test_an_empty_list_has_one_empty_page():
    assert paged([], 1) == ([], 1, 1)
