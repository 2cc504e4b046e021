"""Course (流程): finish, return, resubmit, withdraw, tell, appeal; the core decides whether."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from gaoxin.lib.errors import UserError
from gaoxin.review.actions.base import current, moment, need, one_at_a_time
from gaoxin.review.core.process import course as courses
from gaoxin.review.core.process.gates import step_causes
from gaoxin.review.models import Move, Review
from gaoxin.review.queries.witness import seen
from gaoxin.review.queries.words import is_english, speaking
from gaoxin.sources.actions import audit, cite, store_document

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model

    from gaoxin.lib.access import Actor
    from gaoxin.review.queries.state import CaseFile
    from gaoxin.sources.actions import Upload
    from gaoxin.sources.models import Document


@dataclass(frozen=True, slots=True)
class Step:
    """What goes with a move: a bureau, a result, a reason, and the paper that it rests on."""

    kind: str
    bureau: str = ""
    result: str = ""
    reason: str = ""
    paper: str = ""
    upload: Upload | None = None


def record(file: CaseFile, step: Step, *, by: Actor, at: datetime) -> Move:
    """Write a move that the core allows, and its event; inside the transaction of an act."""
    made = write(file, step, by=by, at=at)
    tell(file, step, made, by=by)
    return made


def tell(file: CaseFile, step: Step, *rows: Model, by: Actor) -> None:
    """Write the event of a move, which witnesses the rows that were written with it."""
    why = step.reason[:500]
    audit(f"review_{step.kind}", file.review, by=by, reason=why, data=seen(*rows))


def write(file: CaseFile, step: Step, *, by: Actor, at: datetime) -> Move:
    """Write a move that the core allows, without its event."""
    document = filed(file.review, step.upload, by=by)
    paper = step.paper or (document.title if document else "")
    local = timezone.localtime(at)
    move = courses.Move(step.kind, local, by.username, step.bureau, step.result, paper, step.reason)
    with speaking():
        courses.apply(file.course, move, file.rules)
    return Move.objects.create(
        review=file.review, number=len(file.moves) + 1, kind=step.kind, bureau=step.bureau,
        result=step.result, paper=paper[:300], document=document, reason=step.reason, at=at,
        by=by.username,
    )  # fmt: skip


def filed(review: Review, upload: Upload | None, *, by: Actor) -> Document | None:
    """Return the stored document of an upload, cited by the case; None without one."""
    if upload is None:
        return None
    document = store_document(upload, by=by)
    cite(document, review, by=by, field="")
    return document


def pass_step(
    review: Review, *, by: Actor, paper: str = "", upload: Upload | None = None,
    at: datetime | None = None,
) -> Move:  # fmt: skip
    """Finish the present step; refused with everything that is still lacking."""
    need(review, "review.manage", by)
    with one_at_a_time():
        made_at = moment(at)
        file = current(review, made_at)
        causes = step_causes(file.scheme, file.course.state, file.lacking)
        if causes:
            words = "; ".join(c.en for c in causes) if is_english() else "；".join(
                c.zh for c in causes)  # fmt: skip
            raise UserError(_("还不能完成这一步：%(causes)s。") % {"causes": words})
        return record(file, Step("pass", paper=paper, upload=upload), by=by, at=made_at)


def _office_move(review: Review, step: Step, by: Actor, at: datetime | None) -> Move:
    need(review, "review.manage", by)
    with one_at_a_time():
        made_at = moment(at)
        return record(current(review, made_at), step, by=by, at=made_at)


def return_case(review: Review, reason: str, *, by: Actor, at: datetime | None = None) -> Move:
    """Return the case for papers, with the reason; it comes back to the same step."""
    return _office_move(review, Step("return", reason=reason), by, at)


def resubmit(review: Review, *, by: Actor, at: datetime | None = None) -> Move:
    """Hand a returned case in again."""
    return _office_move(review, Step("resubmit"), by, at)


def withdraw(review: Review, reason: str, *, by: Actor, at: datetime | None = None) -> Move:
    """Take a case out at the investor's wish."""
    return _office_move(review, Step("withdraw", reason=reason), by, at)


def notify(review: Review, *, by: Actor, paper: str = "", at: datetime | None = None) -> Move:
    """Tell the investor the result; from now on the days of the appeal run."""
    return _office_move(review, Step("notify", paper=paper), by, at)


def appeal(
    review: Review, reason: str, *, by: Actor, upload: Upload | None = None,
    at: datetime | None = None,
) -> Move:  # fmt: skip
    """Record the investor's appeal: once, within its working days; other experts judge."""
    return _office_move(review, Step("appeal", reason=reason, upload=upload), by, at)
