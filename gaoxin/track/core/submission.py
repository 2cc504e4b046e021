"""Monthly submission (月度报送): submitted, checked, approved, locked; or returned to the park.

A locked month is closed: later changes of its numbers are corrections. The order of steps follows
the approval of periodic data in statistics systems (报、审、批、锁).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


class Step(StrEnum):
    """A step of a month's submission."""

    SUBMITTED = "submitted"
    CHECKED = "checked"
    APPROVED = "approved"
    LOCKED = "locked"
    RETURNED = "returned"


PATH: tuple[Step, ...] = (Step.SUBMITTED, Step.CHECKED, Step.APPROVED, Step.LOCKED)
PERMISSION: dict[Step, str] = {
    Step.SUBMITTED: "track.submit",
    Step.CHECKED: "track.check",
    Step.APPROVED: "track.approve",
    Step.LOCKED: "track.approve",
    Step.RETURNED: "track.check",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a park's month stands: steps done with their days, and what it waits for."""

    done: tuple[tuple[Step, date], ...]
    returned: bool
    due: date

    @property
    def last(self) -> Step | None:
        """Return the last step done; None where nothing was submitted, or it was returned."""
        return self.done[-1][0] if self.done else None

    @property
    def next(self) -> Step | None:
        """Return the step it waits for; None once locked."""
        return PATH[len(self.done)] if len(self.done) < len(PATH) else None

    def days_late(self, today: date) -> int:
        """Return how many days the report is or was late; 0 where it came in time."""
        came = self.done[0][1] if self.done else today
        return max(0, (came - self.due).days)

    def allows(self, step: Step) -> bool:
        """Test whether the step may be taken now."""
        if step is Step.RETURNED:
            return self.last in {Step.SUBMITTED, Step.CHECKED, Step.APPROVED}
        return step is self.next


def standing(steps: Sequence[tuple[Step, date]], due: date) -> Standing:
    """Return where a month stands after its steps in order; a return starts it anew."""
    done: list[tuple[Step, date]] = []
    returned = False
    for step, on in steps:
        if step is Step.RETURNED:
            done, returned = [], True
        else:
            done.append((step, on))
            returned = False
    return Standing(tuple(done), returned, due)
