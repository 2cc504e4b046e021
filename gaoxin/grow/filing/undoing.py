"""Undoing a filing (撤回填报): all that was handed in at once, exactly, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gaoxin.grow.books import books
from gaoxin.grow.filing.batches import (
    corrections_of,
    counting,
    figures_of,
    handed_in_with,
    is_recent,
    may_undo,
)
from gaoxin.grow.models import Filing, YearFigure
from gaoxin.grow.queries import enterprises_for
from gaoxin.ledger.actions import Record
from gaoxin.ledger.exchange.queries import UNDO_DAYS
from gaoxin.ledger.exchange.writing import BATCH, retraction
from gaoxin.lib.access import Actor, require
from gaoxin.lib.errors import UserError
from gaoxin.sources.actions import audit
from gaoxin.sources.turns import recording

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gaoxin.ledger.models import Zone

MOST_NAMED = 3


@recording
def undo_filing(filing: Filing, *, by: Actor, reason: str) -> int:
    """Take back all that a workbook wrote; return how many values.

    UserError where a later record builds on it, the days are over, or no reason is given.
    """
    _may(by, reason)
    locked = Filing.objects.select_for_update(of=("self",)).select_related("zone").get(pk=filing.pk)
    if locked.state != Filing.State.CONFIRMED:
        raise UserError(_("这份填报没有写入，不用撤回。"))
    if not may_undo(locked):
        raise UserError(_("写入已过 %(days)s 天，不能整批撤回。") % {"days": UNDO_DAYS})
    record = Record(by=by)
    count = _take_back(figures_of(locked), locked.zone, record=record, reason=reason)
    locked.state = Filing.State.UNDONE
    locked.undone_by, locked.undone_at, locked.undone_for = by.username, record.at, reason
    locked.save(update_fields=["state", "undone_by", "undone_at", "undone_for"])
    audit("undo_filing", locked, by=by, data={"events": count}, reason=reason)
    return count


@recording
def undo_entry(event: YearFigure, *, by: Actor, reason: str) -> int:
    """Take back all that one press of the form recorded with this figure; return how many values.

    UserError as for a workbook's.
    """
    _may(by, reason)
    if event.filing_id is not None:
        raise UserError(_("这个数来自一份填报，请在那份填报里整批撤回。"))
    if not is_recent(event.recorded_at):
        raise UserError(_("写入已过 %(days)s 天，不能整批撤回。") % {"days": UNDO_DAYS})
    firm = event.enterprise
    count = _take_back(handed_in_with(event), firm.zone, record=Record(by=by), reason=reason)
    data = {"events": count, "year": event.year}
    audit("undo_entry", firm, by=by, data=data, reason=reason)
    return count


def _may(by: Actor, reason: str) -> None:
    require(by, "grow.record", _("您没有登记企业培育信息的权限。"))
    if not reason.strip():
        raise UserError(_("撤回要写明理由。"))


def _take_back(
    events: QuerySet[YearFigure], zone: Zone, *, record: Record, reason: str
) -> int:  # fmt: skip
    """Retract what still counts; what it had corrected counts again."""
    other = events.exclude(enterprise__in=enterprises_for(record.by, zone)).first()
    if other is not None:
        raise UserError(
            _("“%(name)s”现在不在您的园区，请管委会撤回。") % {"name": other.enterprise.name}
        )
    _refuse_if_built_upon(events)
    standing = list(counting(events).order_by("id"))
    if not standing:
        raise UserError(_("没有还算数的数，不用撤回。"))
    taken = [retraction(event, record.stamp(), reason) for event in standing]
    return len(YearFigure.objects.bulk_create(taken, BATCH))


def _refuse_if_built_upon(events: QuerySet[YearFigure]) -> None:
    """Raise UserError naming the values that were corrected later."""
    later = corrections_of(events)
    total = later.count()
    if not total:
        return
    terms = books().terms
    named = [
        f"{each.enterprise.name} {each.year} "
        f"{terms[each.indicator].zh if each.indicator in terms else each.indicator}"
        for each in later.select_related("enterprise").order_by("id")[:MOST_NAMED]
    ]
    raise UserError(
        _("不能整批撤回，这些数后来又更正过：%(named)s。共 %(count)s 处，请先处理。")
        % {"named": "；".join(named), "count": total}
    )
