"""Evidence of projects (项目的证据): what the milestones and the money of projects cite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from gaoxin.ledger.models import Milestone, Posting
from gaoxin.ledger.queries import effective
from gaoxin.sources.queries import citations_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from gaoxin.lib.moment import Moment
    from gaoxin.sources.models import Citation


@dataclass(frozen=True, slots=True)
class Proof:
    """A cited place with the event it proves."""

    event: Any
    label: Any
    on: date
    title: str
    place: str
    kind: str
    address: str


def proof_of(event: Any, citation: Citation) -> Proof:
    """Return an event's citation as a page prints it."""
    label = event.get_stage_display() if isinstance(event, Milestone) else event.get_kind_display()
    document = citation.document
    return Proof(
        event=event,
        label=label,
        on=event.happened_on,
        title=document.title,
        place=citation.place,
        kind=document.kind,
        address=reverse("sources:document", args=[document.pk]),
    )


def proofs_of(events: Collection[Any]) -> dict[int, list[Proof]]:
    """Return the proofs of events of one model, by event id."""
    found = list(events)
    if not found:
        return {}
    cited = citations_of(type(found[0])._meta.label_lower, [event.pk for event in found])
    return {
        event.pk: [proof_of(event, citation) for citation in cited[event.pk]]
        for event in found
        if event.pk in cited
    }


def latest_proofs(projects: Collection[int], at: Moment) -> dict[int, Proof]:
    """Return the proof of each project's latest cited milestone or payment."""
    newest: dict[int, Proof] = {}
    for model in (Milestone, Posting):
        events = effective(model._default_manager.filter(project_id__in=list(projects)), at)
        if model is Milestone:
            events = events.filter(planned_for=None)
        rows = list(events)
        proofs = proofs_of(rows)
        for event in rows:
            before = newest.get(event.project_id)
            for proof in proofs.get(event.pk, ()):
                if before is None or proof.on > before.on:
                    newest[event.project_id] = before = proof
    return newest
