"""Sources (来源): addresses."""

from __future__ import annotations

from django.urls import path

from gaoxin.sources import views

app_name = "sources"
urlpatterns = [
    path("", views.documents, name="documents"),
    path("<int:pk>/", views.document, name="document"),
    path("<int:pk>/file/", views.download, name="download"),
    path("audit/", views.audit_trail, name="audit"),
]
