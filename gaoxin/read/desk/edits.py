"""Edits (改动): what was printed and what the officer wrote instead, side by side."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gaoxin.ledger.core.stage import Stage
from gaoxin.ledger.models import Observation
from gaoxin.ledger.models.events import STAGE_LABELS
from gaoxin.read.queries import value_text

if TYPE_CHECKING:
    from gaoxin.read.models import Fact


LABELS = {
    "value": gettext_lazy("数值"),
    "stage": gettext_lazy("里程碑"),
    "subject": gettext_lazy("主体"),
    "place": gettext_lazy("所说的区"),
    "first_day": gettext_lazy("期初"),
    "last_day": gettext_lazy("期末"),
    "basis": gettext_lazy("性质"),
}


class Change(NamedTuple):
    """A field of a fact: as read, and as the officer wrote it."""

    label: str
    was: str
    now: str


def changes_of(fact: Fact) -> list[Change]:
    """Return what the officer changed on a fact, the figure first."""
    return [
        Change(
            str(LABELS[name]),
            _words(fact, name, fact.before[name]),
            _words(fact, name, str(getattr(fact, name) or "")),
        )
        for name in LABELS
        if name in fact.before
    ]


def kept_value(fact: Fact) -> str:
    """Return the figure that was kept where it is not the printed one, else nothing."""
    return value_text(fact.value, fact.unit) if "value" in fact.before else ""


def _words(fact: Fact, name: str, value: str) -> str:
    if not value:
        return _("没有写")
    if name == "value":
        return _figure(fact, value)
    if name == "stage":
        return str(STAGE_LABELS[Stage(value)])
    if name == "basis":
        labels = dict(Observation.Basis.choices)
        planned = fact.kind == fact.Kind.EVENT and value == Observation.Basis.PLANNED
        return _("计划") if planned else str(labels.get(value, value))
    return value


def _figure(fact: Fact, value: str) -> str:
    try:
        return value_text(Decimal(value), fact.unit)
    except InvalidOperation:
        return value
