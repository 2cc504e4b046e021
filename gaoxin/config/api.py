"""REST API (接口): what scripts read, at `/api/`; its document at `/api/openapi.json`.

Rooms add their routers here. A signed-in session is the key: the same rights as on the pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from ninja import NinjaAPI
from ninja.security import django_auth

from gaoxin.figures.api import router as figures
from gaoxin.grow.record.api import router as grow
from gaoxin.ledger.api import router as ledger
from gaoxin.lib.errors import Denied, UserError
from gaoxin.read.bulletin.api import router as read
from gaoxin.review.api import router as review
from gaoxin.track.api import router as track

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

# Its browser page would need scripts that our Content-Security-Policy refuses; the document is
# enough for tools.
api = NinjaAPI(
    title="gaoxin",
    version="1",
    auth=django_auth,
    urls_namespace="api",
    docs_url=None,
    docs_decorator=login_required,
)
api.add_router("/figures", figures)
api.add_router("/ledger", ledger)
api.add_router("/read", read)
api.add_router("/review", review)
api.add_router("/track", track)
api.add_router("/grow", grow)


@api.exception_handler(Denied)
def denied(request: HttpRequest, why: Denied) -> HttpResponse:
    """Answer 403 with the sentence for the user."""
    return api.create_response(request, {"detail": str(why)}, status=403)


@api.exception_handler(UserError)
def refused(request: HttpRequest, why: UserError) -> HttpResponse:
    """Answer 400 with the sentence for the user."""
    return api.create_response(request, {"detail": str(why)}, status=400)
