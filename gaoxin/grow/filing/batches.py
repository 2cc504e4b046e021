"""Batches (成批的登记): figures handed in at once, by workbook or form, and what still counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils import timezone

from gaoxin.grow.models import Filing, YearFigure
from gaoxin.ledger.exchange.queries import UNDO_DAYS
from gaoxin.ledger.queries import effective
from gaoxin.lib.moment import Moment

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from gaoxin.ledger.models import Enterprise


@dataclass(frozen=True, slots=True)
class Batch:
    """What one press of the form recorded; one of its events that still counts stands for all."""

    event: int
    at: datetime
    by: str
    written: int
    counting: int
    may_undo: bool


def figures_of(filing: Filing) -> QuerySet[YearFigure]:
    """Return the figures that a workbook wrote, those that no longer count too."""
    return YearFigure.objects.filter(filing=filing, is_retraction=False)


def handed_in_with(event: YearFigure) -> QuerySet[YearFigure]:
    """Return the figures that one press of the form recorded together with this one."""
    return YearFigure.objects.filter(
        enterprise=event.enterprise_id, year=event.year, filing=None, is_retraction=False,
        recorded_at=event.recorded_at, recorded_by=event.recorded_by,
    )  # fmt: skip


def counting(events: QuerySet[YearFigure]) -> QuerySet[YearFigure]:
    """Return which of the figures count now, whatever day they were handed in."""
    return effective(events, Moment(date.max, timezone.now()))


def corrections_of(events: QuerySet[YearFigure]) -> QuerySet[YearFigure]:
    """Return what was recorded later in place of one of the figures, and was not taken back."""
    taken_back = YearFigure.objects.filter(voids=OuterRef("pk"), is_retraction=True)
    later = YearFigure.objects.filter(voids__in=events.values("pk"), is_retraction=False)
    return later.exclude(Exists(taken_back))


def is_recent(at: datetime | None) -> bool:
    """Test whether something was written within the days in which it may be taken back whole."""
    return at is not None and timezone.now() - at <= timedelta(days=UNDO_DAYS)


def may_undo(filing: Filing) -> bool:
    """Test whether the filing was written, and within the days in which it may be taken back."""
    return filing.state == Filing.State.CONFIRMED and is_recent(filing.settled_at)


def batches_of(enterprise: Enterprise, year: int) -> list[Batch]:
    """Return what was recorded of a year by form, newest first."""
    by_hand = YearFigure.objects.filter(
        enterprise=enterprise, year=year, filing=None, is_retraction=False
    )
    still = set(counting(by_hand).values_list("pk", flat=True))
    found: dict[tuple[datetime, str], list[int]] = {}
    for pk, at, by in by_hand.order_by("id").values_list("pk", "recorded_at", "recorded_by"):
        found.setdefault((at, by), []).append(pk)
    return [
        _batch(at, by, pks, [pk for pk in pks if pk in still])
        for (at, by), pks in sorted(found.items(), reverse=True)
    ]


def _batch(at: datetime, by: str, pks: list[int], still: list[int]) -> Batch:
    return Batch((still or pks)[0], at, by, len(pks), len(still), bool(still) and is_recent(at))
