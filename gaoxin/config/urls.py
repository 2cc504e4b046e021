"""Addresses (网址): the first word of a path is the room."""

from __future__ import annotations

from django.urls import include, path

from gaoxin.config.api import api

urlpatterns = [
    path("", include("gaoxin.web.urls")),
    path("accounts/", include("gaoxin.people.account_urls")),
    path("sources/", include("gaoxin.sources.urls")),
    path("ledger/", include("gaoxin.ledger.urls")),
    path("people/", include("gaoxin.people.urls")),
    path("figures/", include("gaoxin.figures.urls")),
    path("read/", include("gaoxin.read.urls")),
    path("review/", include("gaoxin.review.urls")),
    path("track/", include("gaoxin.track.urls")),
    path("grow/", include("gaoxin.grow.urls")),
    path("api/", api.urls),
    path("", include("gaoxin.report.urls")),
]
handler400 = "gaoxin.web.refusals.bad_request"
handler403 = "gaoxin.web.refusals.forbidden"
handler404 = "gaoxin.web.refusals.not_found"
handler500 = "gaoxin.web.refusals.broken"
