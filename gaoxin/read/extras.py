"""What papers say, put on the ledger's pages (报上的事实放进台账页)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from gaoxin.ledger import extras
from gaoxin.ledger.models import Enterprise, Observation
from gaoxin.ledger.queries import home_zone
from gaoxin.read.desk.edits import kept_value
from gaoxin.read.models import Fact
from gaoxin.read.queries import facts_for, readings_for, with_source
from gaoxin.sources.targets import Target
from gaoxin.sources.targets import register as register_target

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import Model

    from gaoxin.ledger.models import Project
    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment


def papers_card(project: Project, user: Actor, at: Moment) -> dict[str, Any] | None:
    """Return what papers say of a project: sources that agree and those that do not."""
    facts = facts_for(user, project.zone).filter(
        project=project, state=Fact.State.ACCEPTED, decided_at__lte=at.known_at
    )
    rows = list(with_source(facts).order_by("-decided_at")[:6])
    if not rows:
        return None
    for fact in rows:
        fact.kept = kept_value(fact)
    opened = set(readings_for(user, project.zone).values_list("pk", flat=True))
    return {"facts": rows, "opened": opened, "total": facts.count()}


def _seen(user: Actor, ids: Collection[int], model: type[Model]) -> set[int]:
    zone = home_zone(user)
    if zone is None or not (user.may("read.view") and user.sees_zone):
        return set()
    return set(model._default_manager.filter(pk__in=list(ids)).values_list("pk", flat=True))


def _observed(ids: Collection[int]) -> dict[int, str]:
    rows = Observation.objects.filter(pk__in=list(ids)).select_related("indicator", "zone")
    return {row.pk: f"{row.zone.name} {row.indicator.name}" for row in rows}


def _named(ids: Collection[int]) -> dict[int, str]:
    return dict(Enterprise.objects.filter(pk__in=list(ids)).values_list("pk", "name"))


def offer() -> None:
    """Offer the card of a project, and the records beside projects that papers prove."""
    extras.offer_card(extras.ExtraCard("read/card_papers.html", papers_card, "third", 30))
    register_target(
        Target(
            "ledger.observation",
            visible=lambda user, ids: _seen(user, ids, Observation),
            labels=_observed,
            address=lambda _pk: reverse("read:board"),
        )
    )
    register_target(
        Target(
            "ledger.enterprise",
            visible=lambda user, ids: _seen(user, ids, Enterprise),
            labels=_named,
            address=lambda pk: reverse("ledger:enterprise", args=[pk]),
        )
    )
