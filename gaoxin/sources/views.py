"""Sources (来源): a document's page, its file with safe headers, and the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gaoxin.lib.errors import Denied
from gaoxin.sources import queries
from gaoxin.sources.models import Document
from gaoxin.sources.tables import AUDIT, DOCUMENTS
from gaoxin.web.export import export_list
from gaoxin.web.listpage import list_page

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from gaoxin.web.asof import Request

# Types that a browser may show by itself without running anything of the file.
SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp", "text/plain"})


def _open(request: Request, pk: int) -> Document:
    document = get_object_or_404(Document, pk=pk)
    if not queries.may_open(request.user, document):
        # Whoever may not open a document does not learn that it exists.
        raise Http404
    return document


@login_required
@require_safe
def documents(request: Request) -> HttpResponse:
    """Show the documents that the user may open, latest first."""
    if not (request.user.sees_zone or request.user.park_ids):
        raise Denied(_("您的角色不能看这一页。"))
    page = list_page(DOCUMENTS, request, queries.documents_for(request.user))
    if request.GET.get("format") == "xlsx":
        return export_list(page, _("来源"))
    return render(request, "sources/documents.html", {
        "page": page, "may_audit": request.user.may("audit.view"),
    })  # fmt: skip


@login_required
@require_safe
def document(request: Request, pk: int) -> HttpResponse:
    """Show what a document is and which records it proves."""
    found = _open(request, pk)
    cited = queries.records_citing(request.user, found)
    return render(request, "sources/document.html", {"document": found, "cited": cited})


@login_required
@require_safe
def download(request: Request, pk: int) -> HttpResponseBase:
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
def audit_trail(request: Request) -> HttpResponse:
    """Show who did what, newest first."""
    if not request.user.may("audit.view"):
        raise Http404
    page = list_page(AUDIT, request, queries.audit_events(request.user))
    if request.GET.get("format") == "xlsx":
        return export_list(page, _("审计记录"))
    return render(request, "sources/audit.html", {"page": page})
