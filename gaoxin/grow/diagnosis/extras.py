"""What the diagnosis offers to other rooms (诊断放到别处的): its cited records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gaoxin.grow.cards import EnterpriseCard, offer_card
from gaoxin.grow.diagnosis.queries import history
from gaoxin.grow.diagnosis.results import interval, level_said
from gaoxin.grow.models import Diagnosis
from gaoxin.grow.queries import visible_record_ids
from gaoxin.sources.targets import Target, register

if TYPE_CHECKING:
    from collections.abc import Collection

    from gaoxin.ledger.models import Enterprise
    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment

MODEL = "grow.diagnosis"


def visible(user: Actor, ids: Collection[int]) -> set[int]:
    """Return which of the cited diagnoses the user may see."""
    return visible_record_ids(user, ids, model=MODEL)


def labels(ids: Collection[int]) -> dict[int, str]:
    """Return what each cited diagnosis is called on an evidence list."""
    said = _("%(firm)s %(day)s 数字化诊断")
    records = Diagnosis.objects.filter(pk__in=list(ids)).select_related("enterprise")
    return {
        record.pk: said % {"firm": record.enterprise.name, "day": record.happened_on.isoformat()}
        for record in records
    }


def address(pk: int) -> str:
    """Return the page of a cited diagnosis."""
    return reverse("grow:diagnosis_record", args=[pk])


def card(enterprise: Enterprise, _user: Actor, at: Moment) -> dict[str, Any]:
    """Return the latest diagnosis of an enterprise in words, or nothing said yet."""
    found = history(enterprise, at)
    if not found:
        return {"enterprise": enterprise, "times": 0}
    latest = found[0]
    return {
        "enterprise": enterprise,
        "times": len(found),
        "level": level_said(latest.found),
        "score": interval(*latest.found.score),
        "on": latest.record.happened_on,
    }


def offer() -> None:
    """Tell sources who may open what is cited here, and put a card on the enterprise page."""
    register(Target(MODEL, visible, labels, address))
    offer_card(EnterpriseCard("grow/diagnosis/card.html", card, place="side", order=40))
