"""Filing (填报): addresses."""

from __future__ import annotations

from django.urls import path

from gaoxin.grow.filing import views

urlpatterns = [
    path("filings/", views.filings, name="filings"),
    path("filings/template/", views.template, name="template"),
    path("filings/start/", views.start, name="filing_start"),
    path("filings/<int:pk>/", views.filing, name="filing"),
    path("filings/<int:pk>/confirm/", views.confirm, name="filing_confirm"),
    path("filings/<int:pk>/drop/", views.drop, name="filing_drop"),
    path("filings/<int:pk>/undo/", views.undo, name="filing_undo"),
]
