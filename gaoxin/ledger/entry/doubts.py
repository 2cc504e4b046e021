"""Doubts (存疑): what an act asks before it writes; it is done when each doubt was accepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class Doubt:
    """A sentence to confirm; the code names what exactly, so that other input is asked anew."""

    code: str
    text: str


class Doubtful(UserError):
    """Nothing was written: the doubts are to be accepted first."""

    def __init__(self, doubts: list[Doubt]) -> None:
        super().__init__(" ".join(doubt.text for doubt in doubts))
        self.doubts = doubts


def settle(doubts: list[Doubt], accepted: Collection[str]) -> None:
    """Raise `Doubtful` with all doubts unless each of them was accepted."""
    if any(doubt.code not in accepted for doubt in doubts):
        raise Doubtful(doubts)
