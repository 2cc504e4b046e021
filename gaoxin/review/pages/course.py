"""Course on the page (流程): each step with the last day it had, the day it was done, the gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gaoxin.review.core.process.course import APPEALABLE, due
from gaoxin.review.queries.state import replayed
from gaoxin.review.queries.words import is_english
from gaoxin.review.wording import state_words
from gaoxin.web.parts import difference

if TYPE_CHECKING:
    from datetime import date

    from gaoxin.review.queries.state import CaseFile

FINISHES = {"pass", "decide", "notify"}


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the course for the timeline."""

    name: str
    state: str
    planned: date | None = None
    actual: date | None = None
    gap: str = ""
    sign: str = ""


def steps(file: CaseFile, today: date) -> list[Step]:
    """Return the course: finished steps with last day and day, the present one with its last."""
    course, done = file.course, _done(file)
    here = course.resume if course.state not in course.path else course.state
    here = "" if course.state == APPEALABLE else here
    found = []
    for code in course.path:
        step = file.rules.step(code)
        name = step.zh if step and not is_english() else state_words(code)
        if code == here and course.state in course.path:
            last = due(course, file.rules)
            late = last is not None and today > last.on
            found.append(Step(name, "late" if late else "todo", last.on if last else None, None,
                              str(_("逾期")) if late else "", "plus" if late else ""))  # fmt: skip
        elif code in done:
            planned, actual = done[code]
            days = None if planned is None else (actual - planned).days
            sign = "plus" if days is not None and days > 0 else ""
            found.append(Step(name, "done", planned, actual, str(difference(days)), sign))
        else:
            found.append(Step(name, "todo"))
    return found


def _done(file: CaseFile) -> dict[str, tuple[date | None, date]]:
    """Return the last day and the day of each finished step; an appeal opens its steps again."""
    done: dict[str, tuple[date | None, date]] = {}
    for number, move in enumerate(file.moves):
        before = replayed(file.rules, file.review.at, file.moves[:number])
        after = replayed(file.rules, file.review.at, file.moves[: number + 1])
        if move.kind in FINISHES:
            last = due(before, file.rules)
            done[before.state] = (last.on if last else None, after.since.date())
        elif move.kind == "appeal":
            again = after.path[after.path.index(after.state) :]
            done = {code: days for code, days in done.items() if code not in again}
    return done
