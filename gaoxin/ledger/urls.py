"""Ledger (台账): addresses."""

from __future__ import annotations

from django.urls import path

from gaoxin.ledger import views

app_name = "ledger"
urlpatterns = [
    path("projects/", views.projects, name="projects"),
    path("projects/<str:code>/", views.project, name="project"),
    path("projects/<str:code>/later/", views.project_later, name="project_later"),
    path("enterprises/", views.enterprises, name="enterprises"),
    path("enterprises/<int:pk>/", views.enterprise, name="enterprise"),
    path("parks/", views.parks, name="parks"),
]
