"""Replays (重放): where each of many cases stands, read in a few queries, each replayed once.

What a replay gives hangs on nothing but the rows that go into it, so it is kept in memory under
those very rows: a move, a decision, a met condition more and it is replayed anew. Nothing of it is
stored. What hangs on the day (overdue, run out) is worked out at each look.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gaoxin.review.core.process import course as courses
from gaoxin.review.core.process.conditions import Demand, standing
from gaoxin.review.core.scheme.model import CONDITIONAL
from gaoxin.review.models import Condition, Meeting, Move, SchemeVersion
from gaoxin.review.queries.schemes import scheme_from
from gaoxin.review.queries.state import Step, replayed

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from gaoxin.lib.workday import Deadline
    from gaoxin.review.models import Review
    from gaoxin.review.queries.state import CaseFile

KEPT = 8192
_MOVE = ("kind", "at", "by", "bureau", "result", "paper", "reason")
_CONDITION = ("text", "owner", "due_on", "met__evidence", "met__met_on", "met__at")


@dataclass(frozen=True, slots=True)
class Decided:
    """The last decision: when the meeting was held, its result, and what it asks for."""

    held_on: date
    result: str
    demands: tuple[Demand, ...] = ()


@dataclass(frozen=True, slots=True)
class Replay:
    """A case after its moves: the course, the last day of its state, and the decision."""

    course: courses.Course
    due: Deadline | None
    decided: Decided | None
    condition_days: int

    def result(self, today: date) -> str:
        """Return the result as it stands on a day: conditions met admit, run out they reject.

        Run out is `reject`; who shows it may say why.
        """
        if self.course.state == courses.VETOED:
            return "veto"
        if self.course.result != CONDITIONAL or self.decided is None:
            return self.course.result
        held_on, days = self.decided.held_on, self.condition_days
        return standing(self.decided.demands, held_on, today, days)[0]

    @property
    def is_conditional(self) -> bool:
        """Test whether the decision asks for conditions."""
        return self.course.result == CONDITIONAL and self.decided is not None


@dataclass(frozen=True, slots=True)
class _Rows:
    """All that a replay hangs on."""

    scheme: str
    label: str
    tier: str
    with_panel: bool
    begun: datetime
    steps: tuple[Step, ...]
    decided: Decided | None


def replay_of(file: CaseFile) -> Replay:
    """Return the replay of one case whose rows are at hand."""
    meeting, days = file.meeting, file.scheme.decision.condition_days
    decided = (
        None if meeting is None else Decided(meeting.held_on, meeting.result, tuple(file.demands))
    )
    return Replay(file.course, courses.due(file.course, file.rules), decided, days)


def replays(rows: QuerySet[Review], until: datetime | None = None) -> dict[int, Replay]:
    """Return the replay of each case, by id, in five queries however many there are."""
    known_at = until or timezone.now()
    ids = rows.order_by().values("pk")
    steps, decisions = _steps(ids, known_at), _decisions(ids, known_at)
    columns = ("pk", "scheme_id", "tier", "with_panel", "at")
    found = list(rows.order_by().values_list(*columns))
    versions = {
        pk: (content, f"{name} {version}")
        for pk, content, name, version in SchemeVersion.objects.filter(
            pk__in={row[1] for row in found}
        ).values_list("pk", "content", "name", "version")
    }
    return {
        pk: _replay(_Rows(*versions[scheme], tier, wished, begun, steps[pk], decisions.get(pk)))
        for pk, scheme, tier, wished, begun in found
    }


@lru_cache(maxsize=KEPT)
def _replay(rows: _Rows) -> Replay:
    scheme = scheme_from(rows.scheme, rows.label)
    rules = courses.Rules(scheme, rows.tier, rows.with_panel)
    course = replayed(rules, rows.begun, rows.steps)
    due = courses.due(course, rules)
    return Replay(course, due, rows.decided, scheme.decision.condition_days)


def _steps(ids: Any, known_at: datetime) -> defaultdict[int, tuple[Step, ...]]:
    """Return the moves of each case in their order."""
    moves = Move.objects.filter(review__in=ids, at__lte=known_at).order_by("review_id", "number")
    found: defaultdict[int, list[Step]] = defaultdict(list)
    for review, *columns in moves.values_list("review_id", *_MOVE):
        found[review].append(Step(*columns))
    steps = {pk: tuple(each) for pk, each in found.items()}
    return defaultdict(tuple, steps)


def _decisions(ids: Any, known_at: datetime) -> dict[int, Decided]:
    """Return the last decision of each case with its conditions as they were known."""
    meetings = Meeting.objects.filter(
        move__review__in=ids, move__at__lte=known_at, move__kind=Move.Kind.DECIDE
    ).order_by("move__review_id", "move__number")
    columns = ("move__review_id", "pk", "held_on", "result")
    last = {review: told for review, *told in meetings.values_list(*columns)}
    demands: defaultdict[int, list[Demand]] = defaultdict(list)
    asked = Condition.objects.filter(meeting__move__review__in=ids).order_by("id")
    for meeting, text, owner, due_on, evidence, met_on, met_at in asked.values_list(
        "meeting_id", *_CONDITION
    ):
        is_met = met_at is not None and met_at <= known_at
        shown = (evidence, met_on) if is_met else ("", None)
        demands[meeting].append(Demand(text, owner, due_on, *shown))
    return {
        review: Decided(held_on, result, tuple(demands.get(pk, ())))
        for review, (pk, held_on, result) in last.items()
    }
