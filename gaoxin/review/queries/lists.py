"""Lists of cases (评审列表): where each case stands, replayed, then sorted by the database."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from gaoxin.review.core.process import course as courses
from gaoxin.review.core.scheme.model import REJECT
from gaoxin.review.models import Move
from gaoxin.review.queries.replays import Replay, replay_of, replays
from gaoxin.review.queries.scope import reviews_for

if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import date, datetime

    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment
    from gaoxin.review.models import Review
    from gaoxin.review.queries.state import CaseFile

OPEN, OVERDUE, OVER = "open", "overdue", "over"
EXPIRED = "expired"
FILE_ROWS = (
    "moves__meeting__conditions__met", "values", "veto_answers",
    "panels__seats", "panels__acts", "panels__signatures",
)  # fmt: skip
# After these a case waits for nobody's deadline.
_LAST = (Move.Kind.NOTIFY, Move.Kind.WITHDRAW, Move.Kind.VETO)
_OVER = frozenset({*courses.ENDS, courses.APPEALABLE})


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a case stands on a day: state, last day of it, open, overdue or over, and result."""

    state: str
    since: date
    due: date | None
    phase: str
    result: str


def stand_of(file: CaseFile, today: date) -> Stand:
    """Return where one case stands."""
    return stand_on(replay_of(file), today)


def stand_on(replay: Replay, today: date) -> Stand:
    """Return where a replayed case stands on a day."""
    course = replay.course
    last = None if replay.due is None else replay.due.on
    phase, state = OPEN, course.state
    if state in _OVER:
        phase = OVER
        if state in courses.ENDS or course.appeals or (last is not None and today > last):
            last, state = None, courses.FINAL if state == courses.APPEALABLE else state
    elif last is not None and today > last:
        phase = OVERDUE
    return Stand(state, course.since.date(), last, phase, result_on(replay, today))


def result_now(file: CaseFile, today: date) -> str:
    """Return the result as it stands on a day: conditions met admit, run out they reject."""
    return result_on(replay_of(file), today)


def result_on(replay: Replay, today: date) -> str:
    """Return the result of a replayed case on a day; run out is a word of its own."""
    found = replay.result(today)
    return EXPIRED if replay.is_conditional and found == REJECT else found


def stands(rows: QuerySet[Review], until: datetime | None, today: date) -> dict[int, Stand]:
    """Return where each case stands, by id."""
    return {pk: stand_on(each, today) for pk, each in replays(rows, until).items()}


def read_rows(rows: QuerySet[Review]) -> QuerySet[Review]:
    """Return cases with everything that a replay and a score read."""
    return rows.prefetch_related(*FILE_ROWS)


def listed(user: Actor, until: datetime | None, today: date) -> QuerySet[Review]:
    """Return the cases that the user may see, each with `stand_*` columns for order and filters."""
    rows = reviews_for(user)
    if until is not None:
        rows = rows.filter(at__lte=until)
    found = stands(rows, until, today)
    return (
        read_rows(rows)
        .select_related("project__park")
        .annotate(
            stand_state=_column(found, "state", CharField()),
            stand_phase=_column(found, "phase", CharField()),
            stand_due=_column(found, "due", DateField()),
            stand_since=_column(found, "since", DateField()),
            stand_result=_column(found, "result", CharField()),
            project_name=F("project__name"),
        )
    )


def _column(found: dict[int, Stand], name: str, field: Any) -> Any:
    """Return the replayed values of one column as an expression, few cases to a value."""
    ids: defaultdict[Hashable, list[int]] = defaultdict(list)
    for pk, stand in found.items():
        ids[getattr(stand, name)].append(pk)
    whens = [
        When(pk__in=pks, then=Value(value, field))
        for value, pks in ids.items()
        if value is not None
    ]
    if not whens:
        return Value(None, field)
    return Coalesce(Case(*whens, output_field=field), Value(None, field))


def overdue_count(*, user: Actor, moment: Moment) -> int | None:
    """Return how many of the cases that the user sees are overdue, for the badge of the menu."""
    return len(overdue(user, moment.as_of)) or None if user.may("review.view") else None


def overdue(user: Actor, today: date) -> dict[int, Stand]:
    """Return the overdue cases of today with where they stand; only running ones are replayed."""
    last = Move.objects.filter(review=OuterRef("pk")).order_by("-number").values("kind")[:1]
    rows = reviews_for(user).annotate(last=Coalesce(Subquery(last), Value("")))
    found = stands(rows.exclude(last__in=_LAST), None, today)
    return {pk: stand for pk, stand in found.items() if stand.phase == OVERDUE}
