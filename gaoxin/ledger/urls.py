"""Ledger (台账): addresses."""

from __future__ import annotations

from django.urls import include, path

from gaoxin.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.home, name="home"),
    path("projects/", views.projects, name="projects"),
    # Before the records: `projects/new/` is no code.
    path("", include("gaoxin.ledger.entry.urls")),
    path("projects/<str:code>/", views.project, name="project"),
    path("projects/<str:code>/later/", views.project_later, name="project_later"),
    path("projects/<str:code>/events/", views.project_events, name="events"),
    path("enterprises/", views.enterprises, name="enterprises"),
    path("enterprises/<int:pk>/", views.enterprise, name="enterprise"),
    path("imports/", include("gaoxin.ledger.exchange.urls")),
    path("parks/", views.parks, name="parks"),
]
