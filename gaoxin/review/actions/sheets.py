"""Sheets (评分表): drafts that may be lost by nobody, signatures that nobody may change."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gaoxin.lib.access import require
from gaoxin.lib.errors import Denied, UserError
from gaoxin.review.actions.base import current, moment, need
from gaoxin.review.core.process import panel as panels
from gaoxin.review.models import Calibration, Draft, Panel, Signature
from gaoxin.review.queries.parts import has_declared
from gaoxin.review.queries.words import speaking
from gaoxin.sources.actions import audit
from gaoxin.sources.turns import recording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaoxin.lib.access import Actor
    from gaoxin.review.core.process.panel import Panel as Sitting
    from gaoxin.review.models import Review
    from gaoxin.review.queries.state import CaseFile

ATTEMPTS = 5
FOREVER = datetime(9999, 12, 31, tzinfo=UTC)


def _sitting(review: Review, by: Actor, at: datetime) -> tuple[CaseFile, Panel, Sitting]:
    """Return the panel on which somebody judges; for anybody else there is no such case."""
    need(review, "review.judge", by)
    file = current(review, at)
    row, sitting = file.panel_row, file.panel
    if row is None or sitting is None or by.username not in sitting.active:
        raise Denied(_("没有这一评审。"))
    if not has_declared(row, by.username):
        raise UserError(_("先声明是否回避，再看材料、评分。"))
    return file, row, sitting


def round_of(sitting: Sitting, username: str) -> int:
    """Return the round in which somebody would write now: the revision once the first is signed."""
    return panels.REVISED if sitting.has_signed(username) else panels.FIRST


@transaction.atomic
def save_draft(
    review: Review, fields: Mapping[str, Any], *, by: Actor, at: datetime | None = None
) -> Draft:
    """Keep what an expert has typed; refused once the sheet of the round is signed or closed."""
    made_at = moment(at)
    file, row, sitting = _sitting(review, by, made_at)
    if sitting.papers_at is None:
        raise UserError(_("材料尚未开放。"))
    if sitting.closed_at is not None:
        raise UserError(_("评审已关闭，不能再改。"))
    now = round_of(sitting, by.username)
    if now == panels.REVISED and (
        sitting.discussion_at is None or sitting.has_signed(by.username, panels.REVISED)
    ):
        raise UserError(_("已签名，不能再改。"))
    unknown = {name.partition(".")[0] for name in fields} - set(file.judged)
    if unknown:
        raise UserError(_("不由专家评判：%(names)s") % {"names": "、".join(sorted(unknown))})
    draft, _new = Draft.objects.update_or_create(
        panel=row, username=by.username, round=now,
        defaults={"fields": dict(fields), "saved_at": made_at},
    )  # fmt: skip
    return draft


def sign_sheet(
    review: Review,
    levels: Mapping[str, int],
    reasons: Mapping[str, str],
    *,
    by: Actor,
    at: datetime | None = None,
) -> Signature:
    """Sign a sheet into the chain; of two who sign at once one takes the next link.

    The round is that of the state. A refusal leaves the draft as it is.
    """
    for _attempt in range(ATTEMPTS):
        try:
            with recording:
                return _signed(review, (levels, reasons), by=by, at=at)
        except IntegrityError:
            # Somebody else signed in the same instant: look again and follow that signature.
            continue
    raise UserError(_("同时签名的人太多，您的签名没有登记，草稿还在。请再签一次。"))


def _signed(
    review: Review,
    told: tuple[Mapping[str, int], Mapping[str, str]],
    *,
    by: Actor,
    at: datetime | None,
) -> Signature:
    """Write one signature, or raise IntegrityError where the link is taken."""
    # What was signed while this waited must be seen, so the clock is read after the chain.
    file, row, sitting = _sitting(review, by, FOREVER)
    levels, reasons = told
    kept = {name: text.strip() for name, text in reasons.items() if text.strip()}
    sheet = panels.Sheet(by.username, dict(levels), kept, round_of(sitting, by.username))
    with speaking():
        after = panels.sign(
            sitting, sheet, at=moment(at), rule=file.scheme.panel, items=list(file.judged)
        )
    link = after.chain[-1]
    made = Signature.objects.create(
        panel=row, username=link.author, round=sheet.round, at=link.at,
        content=dict(link.content), previous=link.previous, digest=link.digest,
    )  # fmt: skip
    audit("sign_sheet", review, by=by, data={"round": sheet.round, "digest": link.digest})
    return made


@transaction.atomic
def calibrate(
    scheme: str, levels: Mapping[str, int], *, by: Actor, at: datetime | None = None
) -> Calibration:
    """Keep an expert's levels for the calibration case of a scheme; the first ones stay."""
    require(by, "review.judge", _("只有评审专家做校准题。"))
    made, _new = Calibration.objects.get_or_create(
        by=by.username, scheme=scheme, defaults={"levels": dict(levels), "at": moment(at)}
    )
    return made
