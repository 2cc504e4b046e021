"""Bureaux (部门): written opinions, and answers to the vetoes that a bureau owns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gaoxin.lib.errors import Denied, UserError
from gaoxin.review.actions.base import current, moment, need, one_at_a_time
from gaoxin.review.actions.course import Step, filed, record
from gaoxin.review.core.process.course import VETOED
from gaoxin.review.core.process.gates import OPINION_STEPS, bureaux
from gaoxin.review.models import Delegate, Opinion, VetoAnswer
from gaoxin.review.queries.witness import seen
from gaoxin.sources.actions import audit

if TYPE_CHECKING:
    from datetime import datetime

    from gaoxin.ledger.models import Zone
    from gaoxin.lib.access import Actor
    from gaoxin.people.models import User
    from gaoxin.review.models import Review
    from gaoxin.review.queries.state import CaseFile
    from gaoxin.sources.actions import Upload


@dataclass(frozen=True, slots=True)
class Written:
    """What a bureau wrote: its words, and the paper."""

    text: str
    upload: Upload | None = None


def delegate(user: User, bureau: str, *, zone: Zone, by: Actor) -> Delegate:
    """Let a person write a bureau's opinions."""
    if not by.may("review.manage"):
        raise Denied(_("只有评审办公室能指定部门联络人。"))
    made, is_new = Delegate.objects.get_or_create(zone=zone, user=user, bureau=bureau)
    if is_new:
        audit("delegate", made, by=by, data={"user": user.username, "bureau": bureau})
    return made


def bureaux_of(user: Actor, review: Review) -> tuple[str, ...]:
    """Return the bureaux for which somebody may write: all for the office, else one's own."""
    every = bureaux(current(review).scheme)
    if user.may("review.manage"):
        return every
    rows = Delegate.objects.filter(zone=review.zone, user__username=user.username)
    own = set(rows.values_list("bureau", flat=True))
    return tuple(name for name in every if name in own)


def _may_speak(review: Review, bureau: str, by: Actor, written: Written) -> None:
    """Refuse strangers; the office enters a bureau's opinion only with the bureau's paper."""
    permission = "review.manage" if by.may("review.manage") else "review.opine"
    need(review, permission, by)
    if bureau not in bureaux_of(by, review):
        raise Denied(_("您不是“%(bureau)s”的联络人。") % {"bureau": bureau})
    if permission == "review.manage" and written.upload is None:
        raise UserError(_("代部门登记须附部门的书面意见。"))


def give_opinion(
    review: Review, bureau: str, stance: str, written: Written, *, by: Actor,
    at: datetime | None = None,
) -> Opinion:  # fmt: skip
    """Record a bureau's opinion on the present step; a later one counts instead."""
    _may_speak(review, bureau, by, written)
    with one_at_a_time():
        made_at = moment(at)
        state = current(review, made_at).course.state
        if state not in OPINION_STEPS:
            raise UserError(_("现在不是征求部门意见的环节。"))
        if stance not in Opinion.Stance.values:
            raise UserError(_("意见应为同意、附条件同意或不同意。"))
        if not written.text.strip():
            raise UserError(_("意见须写明理由。"))
        document = filed(review, written.upload, by=by)
        made = Opinion.objects.create(
            review=review, step=state, bureau=bureau, stance=stance, text=written.text.strip(),
            document=document, at=made_at, by=by.username,
        )  # fmt: skip
        audit("give_opinion", review, by=by, data={
            "bureau": bureau, "stance": stance, **seen(made),
        })  # fmt: skip
    return made


def answer_veto(
    review: Review, veto: str, written: Written, *, raised: bool, by: Actor,
    at: datetime | None = None,
) -> VetoAnswer:  # fmt: skip
    """Record its bureau's answer to a veto: not raised, raised (the case stops), or lifted."""
    made_at = moment(at)
    file = current(review, made_at)
    owned = file.scheme.vetoes.get(veto)
    if owned is None:
        raise UserError(_("方案里没有 %(veto)s 这一条否决。") % {"veto": veto})
    _may_speak(review, owned.by, by, written)
    if raised and not written.text.strip():
        raise UserError(_("否决须写明依据。"))
    with one_at_a_time():
        kind = _kind(file, veto, raised=raised)
        document = filed(review, written.upload, by=by)
        made = VetoAnswer.objects.create(
            review=review, veto=veto, raised=raised, bureau=owned.by, text=written.text.strip(),
            document=document, at=made_at, by=by.username,
        )  # fmt: skip
        told = {"veto": veto, "raised": raised, **seen(made)}
        audit("answer_veto", review, by=by, data=told)
        if kind:
            paper = document.title if document else written.text.strip()
            step = Step(kind, bureau=owned.by, paper=paper, reason=f"{veto} {owned.words.zh}")
            record(file, step, by=by, at=made_at)
    return made


def _kind(file: CaseFile, veto: str, *, raised: bool) -> str:
    """Return the move that an answer makes: veto, lift, or none."""
    state = file.course.state
    if raised:
        return "veto"
    if state == VETOED:
        if veto not in file.raised:
            raise UserError(_("这一条没有触发，不用撤销。"))
        return "lift"
    if state not in OPINION_STEPS:
        raise UserError(_("否决只在预审、联审两步签认。"))
    return ""
