"""Selectors over diagnoses (诊断取数): enterprises diagnosed, and those that stand at a level."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from pydantic import Field

from gaoxin.figures.core.compute import Row
from gaoxin.figures.registry import Params, Selector, offer_definitions, offer_latest
from gaoxin.figures.registry import offer as offer_selector
from gaoxin.grow.diagnosis.queries import latest
from gaoxin.grow.models import Diagnosis

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from gaoxin.figures.core.window import Window
    from gaoxin.figures.sight import Sight
    from gaoxin.ledger.models import Zone

ONE = Decimal(1)


class Nothing(Params):
    """No parameters."""


class AtLevel(Params):
    """A level of the digital diagnosis."""

    level: int = Field(ge=0, le=9)


def diagnosed(sight: Sight, window: Window, _params: Nothing) -> list[Row]:
    """Return the enterprises diagnosed by the end of the window."""
    return [
        Row(ONE, enterprise_id=firm, on=each.record.happened_on)
        for firm, each in latest(sight).items()
        if each.record.happened_on <= window.last
    ]


def at_level(sight: Sight, window: Window, params: AtLevel) -> list[Row]:
    """Return the enterprises whose latest diagnosis settles the level."""
    return [
        Row(ONE, enterprise_id=firm, on=each.record.happened_on)
        for firm, each in latest(sight).items()
        if each.found.level == params.level and each.record.happened_on <= window.last
    ]


def undetermined(sight: Sight, window: Window, _params: Nothing) -> list[Row]:
    """Return the enterprises whose latest diagnosis leaves the level open."""
    return [
        Row(ONE, enterprise_id=firm, on=each.record.happened_on)
        for firm, each in latest(sight).items()
        if each.found.level is None and each.record.happened_on <= window.last
    ]


def every_firm(sight: Sight, _window: Window, _params: Nothing) -> list[Row]:
    """Return every enterprise that stands in the ledger."""
    return [Row(ONE, enterprise_id=firm) for firm in sight.enterprises]


def _events(_params: Any) -> QuerySet[Any]:
    return Diagnosis.objects.all()


def last_recorded(zone: Zone) -> datetime | None:
    """Return when a diagnosis of the zone was last recorded."""
    of_zone = Diagnosis.objects.filter(enterprise__zone=zone)
    found: datetime | None = of_zone.aggregate(last=Max("recorded_at"))["last"]
    return found


def offer() -> None:
    """Offer the selectors over diagnoses and the definitions made of them."""
    for selector in (
        Selector("diagnosed", Nothing, diagnosed, "做过数字化诊断的企业", events=_events),
        Selector("at_digital_level", AtLevel, at_level, "最近一次诊断达到某级的企业",
                 events=_events),
        Selector("digital_open", Nothing, undetermined, "最近一次诊断等级未定的企业",
                 events=_events),
        Selector("every_firm", Nothing, every_firm, "企业台账中的全部企业"),
    ):  # fmt: skip
        offer_selector(selector)
    offer_latest(last_recorded)
    offer_definitions(Path(__file__).parent / "presets" / "figures")
