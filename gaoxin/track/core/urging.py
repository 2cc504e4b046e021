"""Ladder of urging (督办阶梯): reminder, order slip, talk, so many days after the due day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LADDER: tuple[tuple[str, int], ...] = (("reminded", 0), ("ordered", 15), ("talked", 30))
"""Step and days after the due day from which it is to be taken (product default, editable)."""


@dataclass(frozen=True, slots=True)
class Urging:
    """What is to be done now (None = nothing yet, or all done) and what follows when."""

    now: str | None
    since: date | None
    following: str | None
    following_on: date | None
    days_overdue: int


def urging(
    due_on: date,
    taken: Mapping[str, date],
    today: date,
    ladder: Sequence[tuple[str, int]] = LADDER,
) -> Urging:
    """Return the step of the ladder that is due for an open issue on a day.

    An issue is overdue from the day after `due_on`; a step falls due so many days after `due_on`
    (the first, at +0, on the day after). A step that was skipped is not made up for once a later
    one is due: the strongest due step that has not been taken is the one to take.
    """
    days = [(step, due_on + timedelta(days=max(after, 1))) for step, after in ladder]
    reached = [(step, day) for step, day in days if day <= today]
    coming = [(step, day) for step, day in days if day > today]
    last = reached[-1] if reached else None
    open_step = last if last is not None and last[0] not in taken else None
    return Urging(
        now=open_step[0] if open_step else None,
        since=open_step[1] if open_step else None,
        following=coming[0][0] if coming else None,
        following_on=coming[0][1] if coming else None,
        days_overdue=max((today - due_on).days, 0),
    )
