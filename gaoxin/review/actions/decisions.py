"""Decisions (会议决定): votes, conditions and papers; an admission reaches the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from gaoxin.ledger.actions import Record, reach_milestone, retract
from gaoxin.ledger.core.stage import Stage
from gaoxin.ledger.queries import effective
from gaoxin.lib.errors import UserError
from gaoxin.lib.moment import Moment
from gaoxin.review.actions.base import Clerk, current, moment, need, one_at_a_time
from gaoxin.review.actions.course import Step, filed, tell, write
from gaoxin.review.actions.panels import refuse_faults
from gaoxin.review.core.process import course as courses
from gaoxin.review.core.process.conditions import (
    EXPIRED,
    MET,
    Demand,
    check_demands,
    standing,
    status,
)
from gaoxin.review.core.process.motion import ADMITTING, check_motion, meeting_rule
from gaoxin.review.core.process.vote import tally
from gaoxin.review.core.scheme.model import ADMIT, CONDITIONAL
from gaoxin.review.models import Condition, ConditionMet, Filing, Meeting
from gaoxin.review.queries.state import CaseFile, demand_of
from gaoxin.review.queries.words import speaking
from gaoxin.sources.actions import audit, cite, store_document
from gaoxin.web import clock

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from gaoxin.ledger.models import Milestone
    from gaoxin.lib.access import Actor
    from gaoxin.review.models import Review
    from gaoxin.sources.actions import Upload
    from gaoxin.sources.models import Document


@dataclass(frozen=True, slots=True)
class Wanted:
    """A condition as told: what, by whom, until when, shown by what."""

    text: str
    owner: str
    due_on: date
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Motion:
    """What a meeting decided: where and when, the result, who voted how, why, on conditions."""

    result: str
    body: str
    held_on: date
    seats: Sequence[str]
    votes: Mapping[str, str]
    reason: str = ""
    recused: Sequence[str] = ()
    conditions: Sequence[Wanted] = ()


def decide(
    review: Review, motion: Motion, *, by: Actor, minutes: Upload | None = None,
    at: datetime | None = None,
) -> Meeting:  # fmt: skip
    """Record the meeting's decision; an admission becomes the ledger's milestone at once.

    Refused before the earlier steps are finished, over the score's line, without quorum or votes,
    and where conditions lack owner or day.
    """
    need(review, "review.decide", by)
    made_at = moment(at)
    if motion.held_on > timezone.localtime(made_at).date():
        raise UserError(_("%(day)s 还没有到，会议不能提前登记。") % {"day": motion.held_on})
    with one_at_a_time():
        file = current(review, made_at)
        _check(file, motion)
        refuse_faults(file)
        step = Step("decide", result=motion.result, reason=motion.reason)
        move = write(file, step, by=by, at=made_at)
        meeting = Meeting.objects.create(
            move=move, body=motion.body, held_on=motion.held_on, result=motion.result,
            seats=list(motion.seats), votes=dict(motion.votes), recused=list(motion.recused),
            reason=motion.reason.strip(), at=made_at, by=by.username,
        )  # fmt: skip
        conditions = Condition.objects.bulk_create(
            Condition(meeting=meeting, text=c.text.strip(), owner=c.owner.strip(), due_on=c.due_on,
                      proof=c.proof.strip())
            for c in motion.conditions
        )  # fmt: skip
        tell(file, step, move, meeting, *conditions, by=by)
        _tell_ledger(review, meeting, by=by, at=made_at)
        if minutes is not None:
            _file(meeting, Filing.Kind.MINUTES, minutes, by=by, at=made_at)
    return meeting


def _check(file: CaseFile, motion: Motion) -> None:
    if file.course.state != courses.DECIDE:
        _refuse_early(file)
    # With a fixed today (training) the office's day may lie behind the clock of the moves.
    begun = min(timezone.localtime(file.course.since).date(), clock.today())
    if motion.held_on < begun:
        # A meeting before the joint review and the panel had ended would go round the gate.
        raise UserError(_("会议不能早于前序步骤完成的日子 %(day)s。") % {"day": begun})
    if not motion.body.strip():
        raise UserError(_("须写明由哪个会议决定。"))
    rule = meeting_rule(file.scheme)
    with speaking():
        found = tally(
            motion.votes, motion.seats, recused=motion.recused, quorum=rule.quorum,
            needed=rule.needed,
        )  # fmt: skip
        check_motion(file.score, motion.result, found, motion.reason)
        if motion.result == CONDITIONAL:
            demands = [Demand(c.text, c.owner, c.due_on) for c in motion.conditions]
            check_demands(demands, motion.held_on, file.scheme.decision.condition_days)
        elif motion.conditions:
            raise UserError(_("只有附条件准入才写条件。"))


def _refuse_early(file: CaseFile) -> None:
    """Raise the core's own refusal of a decision before its time (the gate)."""
    move = courses.Move("decide", timezone.localtime(file.until), "-", result=ADMIT)
    with speaking():
        courses.apply(file.course, move, file.rules)


def _tell_ledger(review: Review, meeting: Meeting, *, by: Actor, at: datetime) -> None:
    """Write the admission into the ledger, or take back one that a second decision undid."""
    if meeting.result in ADMITTING:
        _admit(review, meeting.held_on, by=by, at=at)
        return
    found = milestone_of(review, at)
    if found is not None:
        # As for the admission: no number of the case in the ledger.
        reason = _("复议后另有决定")
        retract(found, record=Record(by=Clerk(by), at=at), reason=reason)


def _admit(review: Review, on: date, *, by: Actor, at: datetime) -> Milestone:
    """Reach the milestone of admission, proved by the minutes once they are on file."""
    # The ledger is read by many, a recused expert among them: no number of the case in it.
    note = _("评审会议决定准入")
    return reach_milestone(
        review.project, Stage.ADMITTED, record=Record(by=Clerk(by), at=at), on=on, note=note
    )


def milestone_of(review: Review, at: datetime) -> Milestone | None:
    """Return the milestone of admission that counts for the project, None without one."""
    now = Moment(timezone.localtime(at).date(), at)
    rows = review.project.milestones.filter(stage=Stage.ADMITTED, planned_for=None)
    return effective(rows, now).order_by("-id").first()


def file_paper(
    meeting: Meeting, kind: str, upload: Upload, *, by: Actor, at: datetime | None = None
) -> Filing:
    """Put minutes or letter on file; minutes are cited by the milestone that they prove."""
    review = meeting.move.review
    need(review, "review.decide" if by.may("review.decide") else "review.manage", by)
    with one_at_a_time():
        return _file(meeting, kind, upload, by=by, at=moment(at))


def _file(meeting: Meeting, kind: str, upload: Upload, *, by: Actor, at: datetime) -> Filing:
    review, clerk = meeting.move.review, Clerk(by)
    document = store_document(upload, by=clerk)
    made = Filing.objects.create(
        meeting=meeting, kind=kind, document=document, at=at, by=by.username
    )
    cite(document, review, by=clerk, field=kind)
    if kind == Filing.Kind.MINUTES:
        _prove(review, document, clerk, at)
    audit("file_paper", review, by=by, data={"kind": kind, "document": document.pk})
    return made


def _prove(review: Review, document: Document, clerk: Clerk, at: datetime) -> None:
    found = milestone_of(review, at)
    if found is not None:
        cite(document, found, by=clerk, field="happened_on")


def meet_condition(
    condition: Condition, *, met_on: date, evidence: str, by: Actor, upload: Upload | None = None,
    at: datetime | None = None,
) -> ConditionMet:  # fmt: skip
    """Record that a condition was met, with its evidence; the last one admits the project.

    Refused once the time allowed is over: then the conditional admission has become a rejection.
    """
    meeting = condition.meeting
    review, made_at = meeting.move.review, moment(at)
    need(review, "review.manage", by)
    file = current(review, made_at)
    today, days = timezone.localtime(made_at).date(), file.scheme.decision.condition_days
    if file.meeting != meeting or file.course.state not in {courses.REPLY, courses.APPEALABLE}:
        raise UserError(_("这个决定已不算数：件已撤回，或在复议、另有决定。"))
    now = status(demand_of(condition, made_at), meeting.held_on, today, days)
    if now == MET:
        raise UserError(_("这一条已办结。"))
    if now == EXPIRED:
        raise UserError(_("已满 %(days)s 天未办结，已转为不予准入。") % {"days": days})
    if not meeting.held_on <= met_on <= today:
        raise UserError(_("办结日期应在会议日与今天之间。"))
    if not evidence.strip():
        raise UserError(_("办结须写明凭什么材料。"))
    with one_at_a_time():
        document = filed(review, upload, by=by)
        made = ConditionMet.objects.create(
            condition=condition, met_on=met_on, evidence=evidence.strip(), document=document,
            at=made_at, by=by.username,
        )  # fmt: skip
        audit("meet_condition", review, by=by, data={"condition": condition.pk})
        _admit_if_met(review, meeting, by=by, at=made_at)
    return made


def _admit_if_met(review: Review, meeting: Meeting, *, by: Actor, at: datetime) -> None:
    file = current(review, at)
    if file.meeting != meeting or not file.demands:
        return
    days = file.scheme.decision.condition_days
    today = timezone.localtime(at).date()
    result, since = standing(file.demands, meeting.held_on, today, days)
    if result == ADMIT and since is not None:
        milestone = _admit(review, since, by=by, at=at)
        minutes = meeting.filings.filter(kind=Filing.Kind.MINUTES).last()
        if minutes is not None:
            cite(minutes.document, milestone, by=Clerk(by), field="happened_on")
