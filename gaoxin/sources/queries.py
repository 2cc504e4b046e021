"""Sources (来源): reads of documents, citations and audit events."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q

from gaoxin.sources.models import AuditEvent, Citation, Document
from gaoxin.sources.targets import hidden_from, target_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

    from gaoxin.lib.access import Actor


def documents_for(user: Actor) -> QuerySet[Document]:
    """Return the documents that the user may open: all, or those of the zone and own parks."""
    if user.sees_zone:
        return Document.objects.exclude(pk__in=_closed_documents(user))
    if not user.park_ids:
        return Document.objects.none()
    own = Document.objects.filter(park_id__in=user.park_ids)
    return own.exclude(pk__in=_closed_documents(user))


def _closed_documents(user: Actor) -> set[int]:
    """Return the documents of records that are closed to the user."""
    wanted = Q(pk__in=[])
    for model, ids in hidden_from(user).items():
        wanted |= Q(target_model=model, target_id__in=ids)
    return set(Citation.objects.filter(wanted).values_list("document_id", flat=True))


# Made of many records: one that the user may see does not open the rows of all the others.
WIDE = frozenset({Document.Kind.WORKBOOK, Document.Kind.BULLETIN})


def may_open(user: Actor, document: Document) -> bool:
    """Test whether the user may download a document: by its park, or by records that cite it.

    One record that the user sees opens a document; a workbook or bulletin takes all of them.
    """
    if documents_for(user).filter(pk=document.pk).exists():
        return True
    if document.pk in _closed_documents(user):
        return False
    cited = _cited_by(document)
    seen = {
        model: target.visible(user, ids) if (target := target_of(model)) else set()
        for model, ids in cited.items()
    }
    if document.kind in WIDE:
        return bool(cited) and all(seen[model] >= ids for model, ids in cited.items())
    return any(seen.values())


def _cited_by(document: Document) -> dict[str, set[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    rows = document.citations.values_list("target_model", "target_id").distinct()
    for model, pk in rows:
        found[model].add(pk)
    return found


@dataclass(frozen=True, slots=True)
class Cited:
    """A record that a document proves, with the place and the record's page."""

    label: str
    address: str
    citation: Citation


def records_citing(user: Actor, document: Document) -> list[Cited]:
    """Return the records proved by a document that the user may see."""
    citations = list(document.citations.order_by("id"))
    found: list[Cited] = []
    for model, ids in _cited_by(document).items():
        target = target_of(model)
        if target is None:
            continue
        seen = target.visible(user, ids)
        labels = target.labels(seen)
        for citation in citations:
            if citation.target_model == model and citation.target_id in seen:
                label = labels[citation.target_id]
                found.append(Cited(label, target.address(citation.target_id), citation))
    return found


def citations_of(model: str, ids: Collection[int]) -> dict[int, list[Citation]]:
    """Return the citations of records of one model, by record id, documents loaded."""
    found: defaultdict[int, list[Citation]] = defaultdict(list)
    rows = Citation.objects.filter(target_model=model, target_id__in=list(ids))
    for citation in rows.select_related("document").order_by("id"):
        found[citation.target_id].append(citation)
    return dict(found)


def stored_path(document: Document) -> Path:
    """Return where the bytes of a document lie: by hash, two letters a folder."""
    return hashed_path(document.sha256)


def hashed_path(sha256: str) -> Path:
    """Return the place of a file by its content hash."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def audit_events(user: Actor) -> QuerySet[AuditEvent]:
    """Return the audit trail, newest first, for those who may read it."""
    events = AuditEvent.objects.order_by("-id")
    if not user.may("audit.view"):
        return events.none()
    for model, ids in hidden_from(user).items():
        events = events.exclude(target_model=model, target_id__in=[str(pk) for pk in ids])
    # Storing a document is an event of the document: its title would tell.
    papers = [str(pk) for pk in _closed_documents(user)]
    return events.exclude(target_model="sources.document", target_id__in=papers)


def audit_trail_of(targets: Iterable[tuple[str, int]]) -> QuerySet[AuditEvent]:
    """Return the audit events of the given records, newest first."""
    wanted = Q(pk__in=[])
    for model, pk in targets:
        wanted |= Q(target_model=model, target_id=str(pk))
    return AuditEvent.objects.filter(wanted).order_by("-id")
