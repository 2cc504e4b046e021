"""Evidence of projects (项目的证据): what the milestones and the money of projects cite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from gaoxin.ledger.models import Milestone, Posting
from gaoxin.ledger.queries import effective
from gaoxin.sources.models import Citation
from gaoxin.sources.queries import citations_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from django.db.models import QuerySet

    from gaoxin.ledger.models.events import ProjectEvent
    from gaoxin.lib.moment import Moment


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
    """Return the proof of each project's latest cited milestone or payment.

    Only keys and days are read of all events, and only the chosen ones are loaded: a list asks
    for fifty projects with hundreds of events.
    """
    newest: dict[int, tuple[date, type[ProjectEvent], int, int]] = {}
    for model, events in _events(projects, at):
        rows = {pk: (project, on) for pk, project, on in
                events.values_list("pk", "project_id", "happened_on")}  # fmt: skip
        cited = Citation.objects.filter(
            target_model=model._meta.label_lower, target_id__in=list(rows)
        )
        for citation, target in cited.order_by("-pk").values_list("pk", "target_id"):
            project, on = rows[target]
            if project not in newest or on >= newest[project][0]:
                newest[project] = (on, model, target, citation)
    return _loaded(newest)


def _events(
    projects: Collection[int], at: Moment
) -> list[tuple[type[ProjectEvent], QuerySet[Any]]]:
    wanted = {"project_id__in": list(projects)}
    milestones = Milestone.objects.filter(planned_for=None, **wanted)
    postings = Posting.objects.filter(**wanted)
    return [(Milestone, effective(milestones, at)), (Posting, effective(postings, at))]


def _loaded(chosen: dict[int, tuple[date, type[ProjectEvent], int, int]]) -> dict[int, Proof]:
    """Return the proofs of the chosen events and citations, by project."""
    found = chosen.values()
    citations = Citation.objects.select_related("document").in_bulk([pk for *_e, pk in found])
    events: dict[type[ProjectEvent], dict[int, Any]] = {
        model: model._default_manager.in_bulk([pk for _on, of, pk, _c in found if of is model])
        for model in (Milestone, Posting)
    }
    return {
        project: proof_of(events[model][pk], citations[citation])
        for project, (_on, model, pk, citation) in chosen.items()
    }
