"""Sources (来源): a document's page, its file with safe headers, and the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from gaoxin.sources import queries
from gaoxin.sources.models import Document
from gaoxin.web.listing import page_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

# Types that a browser may show by itself without running anything of the file.
SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp", "text/plain"})


def _open(request: HttpRequest, pk: int) -> Document:
    document = get_object_or_404(Document, pk=pk)
    if not queries.may_open(request.user, document):
        # Whoever may not open a document does not learn that it exists.
        raise Http404
    return document


@login_required
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a document is and which records it proves."""
    found = _open(request, pk)
    cited = queries.records_citing(request.user, found)
    return render(request, "sources/document.html", {"document": found, "cited": cited})


@login_required
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a document's bytes; the browser may neither guess their type nor run them."""
    found = _open(request, pk)
    path = queries.stored_path(found)
    if not path.is_file():
        raise Http404
    response = FileResponse(
        path.open("rb"),
        as_attachment=found.content_type not in SHOWN or "save" in request.GET,
        filename=found.file_name,
        content_type=found.content_type,
    )
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=0"
    return response


@login_required
@require_safe
def audit_trail(request: HttpRequest) -> HttpResponse:
    """Show who did what, newest first."""
    if not request.user.may("audit.view"):
        raise Http404
    events = queries.audit_events(request.user)
    return render(request, "sources/audit.html", page_of(request, events))
