"""Answers (一家一句): on each path the title reached, the next one, and what is missing to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gaoxin.grow import words
from gaoxin.grow.core.judging import ORDER
from gaoxin.rulebook.verdict import FAIL

if TYPE_CHECKING:
    from gaoxin.grow.core.judging import Rung, Standing


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer on one path: the title reached, the next rung (None at the top), what it lacks.

    `is_shaky` is true where the title reached would not pass its re-check on the data of the day.
    """

    way: str
    top: Rung | None
    reached: str
    next: Rung | None
    word: str
    says: str

    @property
    def is_shaky(self) -> bool:
        """Test whether the title reached would fail its re-check."""
        return self.top is not None and self.top.outcome == FAIL


def answers(ways: tuple[Standing, ...]) -> tuple[Answer, ...]:
    """Return the answer on each path, the nearest next rung first."""
    return tuple(_answer(each) for each in sorted(ways, key=_order))


def _answer(each: Standing) -> Answer:
    top = next((rung for rung in each.rungs if rung.title is each.top), None)
    following = each.next
    return Answer(
        words.way_word(each.way), top, words.title_word(top.title) if top else "", following,
        words.title_word(following.title) if following else "",
        words.lacking(following) if following else "",
    )  # fmt: skip


def _order(each: Standing) -> tuple[int, Any]:
    following = each.next
    if following is None:
        return len(ORDER), ()
    return ORDER[following.state], following.distance.order
