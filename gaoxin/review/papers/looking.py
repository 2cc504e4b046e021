"""Looking back (回头看): admitted cases against the ledger, three years on or so far."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gaoxin.ledger.models import Posting
from gaoxin.ledger.queries import effective
from gaoxin.lib.errors import Denied
from gaoxin.review.core.backtest import Actual, anniversary, backtest, window
from gaoxin.review.core.process.motion import ADMITTING
from gaoxin.review.core.scheme.model import CONDITIONAL
from gaoxin.review.queries import CaseFile, reviews_for, sight_of
from gaoxin.review.queries.lists import read_rows
from gaoxin.review.queries.replays import replays
from gaoxin.review.queries.state import KEPT, Given, scored

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment
    from gaoxin.review.core.backtest import Backtest
    from gaoxin.review.models import Meeting, Review

KINDS = {
    "invested": Posting.Kind.INVESTED,
    "tax": Posting.Kind.TAX,
    "output": Posting.Kind.OUTPUT,
}
ADMITS = frozenset({*ADMITTING, CONDITIONAL})


@dataclass(frozen=True, slots=True)
class LookedBack:
    """A case with its test, the day it is looked at for, and whether three years have passed."""

    review: Review
    meeting: Meeting
    test: Backtest
    due_on: date
    day: date
    is_due: bool

    @property
    def months(self) -> tuple[date, date]:
        """Return the first and last of the twelve months that tax and output are of."""
        return window(self.day)


def require_sight(user: Actor) -> None:
    """Refuse those who see no scores: a back-test shows the score that was given."""
    if not any(user.may(p) for p in ("review.manage", "review.decide", "audit.view")):
        raise Denied(_("您的角色不能看评分的回头看。"))


def _is_counted(row: Posting, source: str, day: date) -> bool:
    """Test whether a posting is part of an actual figure: investment so far, else twelve months."""
    if row.kind != KINDS[source]:
        return False
    if source == "invested":
        return row.happened_on <= day
    first, last = window(day)
    return first <= row.period <= last


def _recorded(projects: Collection[int], at: Moment) -> dict[int, list[Posting]]:
    """Return what the ledger holds of projects, in one read."""
    found: defaultdict[int, list[Posting]] = defaultdict(list)
    rows = Posting.objects.filter(project__in=projects, kind__in=KINDS.values())
    for row in effective(rows, at).order_by("period", "id"):
        found[row.project_id].append(row)
    return found


def postings(found: LookedBack, source: str, at: Moment) -> list[Posting]:
    """Return the postings that an actual figure is the sum of, known at the moment."""
    pk = found.review.project_id
    return [row for row in _recorded([pk], at)[pk] if _is_counted(row, source, found.day)]


def actual_of(rows: Sequence[Posting], day: date) -> Actual:
    """Return a project's actual figures; the ledger knows no land, so area stays None."""
    sums: dict[str, Decimal] = {}
    for source in KINDS:
        amounts = [row.amount for row in rows if _is_counted(row, source, day)]
        if amounts:
            sums[source] = sum(amounts, Decimal(0))
    return Actual(sums.get("invested"), sums.get("tax"), sums.get("output"))


def admitted_by(file: CaseFile) -> Meeting | None:
    """Return the meeting that admits the project, None where the last decision does not."""
    meeting = file.meeting
    admits = meeting is not None and meeting.result in ADMITS
    return meeting if admits else None


def _is_open(user: Actor, file: CaseFile) -> bool:
    """Test whether the score may be seen: under appeal it holds sheets that are not yet open."""
    return file.panel is None or sight_of(user, file).scores


def looked_back(review: Review, user: Actor, at: Moment) -> LookedBack | None:
    """Return a case's back-test; None where it was not admitted, or the user sees no scores."""
    file = CaseFile(review)
    meeting = admitted_by(file)
    if meeting is None or not _is_open(user, file):
        return None
    rows = _recorded([review.project_id], at)[review.project_id]
    return _looked_back(file, meeting, rows, at)


def _looked_back(
    file: CaseFile, meeting: Meeting, rows: Sequence[Posting], at: Moment
) -> LookedBack:
    due_on = anniversary(meeting.held_on)
    day = min(due_on, at.as_of)
    test = _tested(file.given, actual_of(rows, day))
    return LookedBack(file.review, meeting, test, due_on, day, is_due=at.as_of >= due_on)


@lru_cache(maxsize=KEPT)
def _tested(given: Given, actual: Actual) -> Backtest:
    """Test a case once: the same file against the same actual figures gives the same."""
    then = scored(given)
    return backtest(then.case, then.scheme, actual)


def all_looked_back(user: Actor, at: Moment) -> list[LookedBack]:
    """Return the admitted cases whose scores the user may see, the oldest decision first."""
    require_sight(user)
    rows = reviews_for(user)
    admitted = [
        pk for pk, each in replays(rows).items() if each.decided and each.decided.result in ADMITS
    ]
    every = [CaseFile(review) for review in read_rows(rows.filter(pk__in=admitted))]
    files = [file for file in every if _is_open(user, file)]
    pairs = [(file, meeting) for file in files if (meeting := admitted_by(file)) is not None]
    money = _recorded([file.review.project_id for file, _meeting in pairs], at)
    found = [
        _looked_back(file, meeting, money[file.review.project_id], at) for file, meeting in pairs
    ]
    return sorted(found, key=lambda each: each.meeting.held_on)
