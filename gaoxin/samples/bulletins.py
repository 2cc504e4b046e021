"""Bulletins of the demo (演示区的通报): one published on its day, one awaiting signature."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gaoxin.lib.moment import Moment
from gaoxin.people.models import User
from gaoxin.report import actions, issue
from gaoxin.report.queries import bulletin_of
from gaoxin.samples.core.days import OFFICE, add_months, workday

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from gaoxin.ledger.models import Zone

# Parks' months are locked on the 20th; the bulletin of the month follows.
ISSUE_DAY = 21


def issue_bulletins(zone: Zone, final: date, home: Path, today: date) -> bool:
    """Publish the month before the final one as it was known then; check the final one's draft."""
    before = add_months(final, -1)
    issued = workday(final.replace(day=ISSUE_DAY))
    then = Moment(issued, datetime.combine(issued, time(16), OFFICE))
    changed = _made(zone, before, then, issued=issued)
    changed |= _made(zone, final, Moment(today, timezone.now()))
    for month in (before, final):
        path = home / file_name(month)
        if not path.exists():
            issue.write_month(zone.code, month, path)
            changed = True
    return changed


def file_name(month: date) -> str:
    """Return the file name of a month's bulletin, such as 通报2026年10月.docx."""
    return f"通报{month.year}年{month.month}月.docx"


@transaction.atomic
def _made(zone: Zone, month: date, now: Moment, *, issued: date | None = None) -> bool:
    """Draft and check a month's bulletin, publish it where a day is given; all of it or nothing."""
    if bulletin_of(zone, month) is not None:
        return False
    office = User.objects.get(username="office")
    bulletin = actions.check(actions.draft(zone, month, by=office, now=now), by=office)
    if issued is not None:
        actions.publish(bulletin, by=User.objects.get(username="leader"), on=issued, now=now)
    return True
