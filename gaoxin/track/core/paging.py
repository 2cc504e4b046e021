"""Paging (分页): one page of a list that is already in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
PAGE = 20


def paged(lines: Sequence[T], page: int) -> tuple[list[T], int, int]:
    """Return a page's lines, its number brought into range, and how many pages there are."""
    pages = -(-len(lines) // PAGE) or 1
    page = max(1, min(page, pages))
    return list(lines[(page - 1) * PAGE : page * PAGE]), page, pages
