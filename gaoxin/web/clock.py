"""Clock (时钟): today in the office's time zone; the only place that asks for the day."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from gaoxin.lib.moment import Moment


def today() -> date:
    """Return today, or the fixed day of `GAOXIN_TODAY`."""
    fixed: str = settings.GAOXIN_TODAY
    return date.fromisoformat(fixed) if fixed else timezone.localdate()


def now() -> Moment:
    """Return the moment in which today is looked at with all that is known."""
    return Moment(as_of=today(), known_at=timezone.now())


def office_time(instant: datetime) -> datetime:
    """Return an instant in the office's time zone."""
    return timezone.localtime(instant)
