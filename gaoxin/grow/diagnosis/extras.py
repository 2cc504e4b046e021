"""What the diagnosis offers to other rooms (诊断放到别处的): its cited records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from gaoxin.grow.models import Diagnosis
from gaoxin.grow.queries import visible_record_ids
from gaoxin.sources.targets import Target, register

if TYPE_CHECKING:
    from collections.abc import Collection

    from gaoxin.lib.access import Actor

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


def offer() -> None:
    """Tell sources who may open what is cited here, and what it is called."""
    register(Target(MODEL, visible, labels, address))
