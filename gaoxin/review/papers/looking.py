"""Looking back (回头看): admitted cases against the ledger, three years on or so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.utils.translation import gettext as _

from gaoxin.ledger.models import Posting
from gaoxin.ledger.queries import effective
from gaoxin.lib.errors import Denied
from gaoxin.review.core.backtest import Actual, anniversary, backtest, window
from gaoxin.review.core.process.motion import ADMITTING
from gaoxin.review.core.scheme.model import CONDITIONAL
from gaoxin.review.queries import CaseFile, reviews_for
from gaoxin.review.queries.lists import read_rows

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from gaoxin.ledger.models import Project
    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment
    from gaoxin.review.core.backtest import Backtest
    from gaoxin.review.models import Meeting, Review

KINDS = {
    "invested": Posting.Kind.INVESTED,
    "tax": Posting.Kind.TAX,
    "output": Posting.Kind.OUTPUT,
}


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


def postings(project: Project, source: str, day: date, at: Moment) -> QuerySet[Posting]:
    """Return the postings that an actual figure is the sum of, known at the moment."""
    first, last = window(day)
    rows = effective(Posting.objects.filter(project=project, kind=KINDS[source]), at)
    if source == "invested":
        return rows.filter(happened_on__lte=day).order_by("period", "id")
    return rows.filter(period__gte=first, period__lte=last).order_by("period", "id")


def actual_of(project: Project, day: date, at: Moment) -> Actual:
    """Return what the ledger holds of a project; the ledger knows no land, so area stays None."""
    found = {
        source: postings(project, source, day, at).aggregate(sum=Sum("amount"))["sum"]
        for source in KINDS
    }
    return Actual(**found)


def looked_back(review: Review, at: Moment) -> LookedBack | None:
    """Return a case's back-test; None where it was not admitted."""
    file = CaseFile(review)
    meeting = file.meeting
    if meeting is None or meeting.result not in {*ADMITTING, CONDITIONAL}:
        return None
    due_on = anniversary(meeting.held_on)
    day = min(due_on, at.as_of)
    test = backtest(file.case, file.scheme, actual_of(review.project, day, at))
    return LookedBack(review, meeting, test, due_on, day, is_due=at.as_of >= due_on)


def all_looked_back(user: Actor, at: Moment) -> list[LookedBack]:
    """Return the admitted cases that the user may see, the oldest decision first."""
    require_sight(user)
    found = [looked_back(review, at) for review in read_rows(reviews_for(user))]
    return sorted(
        (each for each in found if each is not None), key=lambda each: each.meeting.held_on
    )
