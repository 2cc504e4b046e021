"""Scopes (所属稿件): to which story each place of the clean text belongs."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gaoxin.read.core.stories import Story


class Scope(NamedTuple):
    """A stretch of the text: where it begins, its story, and whether it is the headline."""

    start: int
    story: int  # below zero: of no story, each such stretch for itself
    head: bool


class Scopes:
    """The stretches of a page; without stories the whole text is one."""

    def __init__(self, stories: Iterable[Story] = ()) -> None:
        scopes: dict[int, Scope] = {0: Scope(0, -1, head=False)}
        ends: set[int] = set()
        for story, told in enumerate(stories):
            for start, end in told.spans:
                scopes[start] = Scope(start, story, head=False)
                ends.add(end)
            if told.headline_span:
                start, end = told.headline_span
                scopes[start] = Scope(start, story, head=True)
                ends.add(end)
        for number, end in enumerate(sorted(ends), 2):
            scopes.setdefault(end, Scope(end, -number, head=False))
        self.starts = sorted(scopes)
        self.scopes = [scopes[start] for start in self.starts]

    def at(self, spot: int) -> Scope:
        """The stretch that holds a place."""
        return self.scopes[bisect_right(self.starts, spot) - 1]
