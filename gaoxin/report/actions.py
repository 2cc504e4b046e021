"""Report (通报): draft, check, send back and publish a bulletin."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gaoxin.ledger.models import Zone
from gaoxin.lib.access import System, require
from gaoxin.lib.errors import Denied, UserError
from gaoxin.report import queries
from gaoxin.report.core.freeze import freeze
from gaoxin.report.core.word.write import code_of
from gaoxin.report.intake.month import moment_of
from gaoxin.report.models import Bulletin
from gaoxin.sources.actions import Upload, audit, store_document
from gaoxin.sources.models import Document

if TYPE_CHECKING:
    from datetime import date

    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment
    from gaoxin.report.core.document import Bulletin as Paper


@transaction.atomic
def draft(zone: Zone, month: date, *, by: Actor, now: Moment, plans: str = "") -> Bulletin:
    """Draft a month's bulletin, or draft it anew with what is known now.

    UserError where the month has not begun or its bulletin is published; a draft that was checked
    goes back to be checked again.
    """
    require(by, "report.draft", _("您没有拟通报的权限。"))
    if month > now.as_of:
        raise UserError(_("%(month)s 月还没有到，拟不了通报。") % {"month": f"{month:%Y-%m}"})
    at = moment_of(zone, month, now)
    found = Bulletin.objects.select_for_update().filter(zone=zone, month=month).first()
    bulletin = found or Bulletin(zone=zone, month=month)
    if bulletin.is_published:
        raise UserError(_("%(month)s 月通报已经签发，不能重拟。") % {"month": f"{month:%Y-%m}"})
    bulletin.state = Bulletin.State.DRAFT
    bulletin.as_of, bulletin.known_at, bulletin.plans = at.as_of, at.known_at, plans.strip()
    bulletin.drafted_by, bulletin.drafted_at = by.username, timezone.now()
    bulletin.checked_by, bulletin.checked_at = "", None
    bulletin.save()
    audit("draft_bulletin", bulletin, by=by, data={"known_at": at.known_at.isoformat()})
    return bulletin


@transaction.atomic
def check(bulletin: Bulletin, *, by: Actor) -> Bulletin:
    """Mark a draft as checked; UserError names the first fault where something is wrong."""
    require(by, "report.draft", _("您没有核稿的权限。"))
    locked = _locked(bulletin, Bulletin.State.DRAFT)
    _refuse_faults(queries.paper_of(locked))
    locked.state = Bulletin.State.CHECKED
    locked.checked_by, locked.checked_at = by.username, timezone.now()
    locked.save(update_fields=["state", "checked_by", "checked_at"])
    audit("check_bulletin", locked, by=by)
    return locked


@transaction.atomic
def send_back(bulletin: Bulletin, *, by: Actor, reason: str) -> Bulletin:
    """Send a checked bulletin back to be drafted again, with the reason."""
    require(by, "report.publish", _("您没有签发通报的权限。"))
    if not reason.strip():
        raise UserError(_("请写明退回的理由。"))
    locked = _locked(bulletin, Bulletin.State.CHECKED)
    locked.state = Bulletin.State.DRAFT
    locked.checked_by, locked.checked_at = "", None
    locked.save(update_fields=["state", "checked_by", "checked_at"])
    audit("send_back_bulletin", locked, by=by, reason=reason.strip())
    return locked


@transaction.atomic
def publish(bulletin: Bulletin, *, by: Actor, on: date, now: Moment) -> Bulletin:
    """Publish a checked bulletin: everything is recomputed, then frozen with its file.

    UserError where it is not checked, where what is known now says otherwise than the draft, or
    where the day is wrong; Denied to whoever drafted or checked it.
    """
    require(by, "report.publish", _("您没有签发通报的权限。"))
    locked = _locked(bulletin, Bulletin.State.CHECKED)
    if queries.made_by(locked, by):
        raise Denied(_("拟稿、核稿的人不能签发自己的通报。"))
    if on < locked.as_of:
        raise UserError(
            _("印发日期不能早于数据截至日 %(day)s。") % {"day": locked.as_of.isoformat()}
        )
    # Two months published at once must not get the same number.
    Zone.objects.select_for_update().get(pk=locked.zone_id)
    number = queries.next_number(locked.zone)
    drafted = queries.paper_of(locked)
    changes = queries.changes_since(locked, drafted, now)
    if changes:
        raise UserError(
            _("草稿之后有 %(count)s 处变化，请重新拟稿、核稿再签发。") % {"count": changes}
        )
    paper = replace(drafted, issued_on=on, issue=queries.issue_words(locked.month, number))
    _refuse_faults(paper)
    locked.frozen, locked.check_code = freeze(paper), code_of(paper, queries.template())
    locked.document = _stored(paper, locked)
    locked.total_number, locked.issued_on = number, on
    locked.published_by, locked.published_at = by.username, timezone.now()
    locked.state = Bulletin.State.PUBLISHED
    locked.save()
    audit(
        "publish_bulletin",
        locked,
        by=by,
        data={"check_code": locked.check_code, "number": number, "document": locked.document.pk},
    )
    return locked


def _locked(bulletin: Bulletin, state: str) -> Bulletin:
    """Return the bulletin's row locked; UserError where it is not in the state."""
    locked = Bulletin.objects.select_for_update().select_related("zone").get(pk=bulletin.pk)
    if locked.state != state:
        message = _("这期通报现在是“%(now)s”，不是“%(wanted)s”。")
        wanted = Bulletin.State(state).label
        raise UserError(message % {"now": locked.get_state_display(), "wanted": wanted})
    return locked


def _refuse_faults(paper: Paper) -> None:
    found = queries.checked(paper).findings
    if found:
        message = _("验算有 %(count)s 处不对，第一处在“%(place)s”：%(what)s。")
        first = found[0]
        raise UserError(
            message % {"count": len(found), "place": first.place, "what": first.message}
        )


def _stored(paper: Paper, bulletin: Bulletin) -> Document:
    """Store the file under its hash; the publisher need not hold the right to upload."""
    content = queries.laid_out(paper)
    upload = Upload(
        content=content,
        file_name=f"bulletin-{bulletin.month:%Y-%m}.docx",
        kind=Document.Kind.BULLETIN,
        title=paper.title.replace("\n", ""),
        publisher=paper.organ,
        published_on=paper.issued_on,
    )
    return store_document(upload, by=System())
