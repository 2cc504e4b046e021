"""Report (通报): addresses; the home page is this room's."""

from __future__ import annotations

from django.urls import path

from gaoxin.report import views

app_name = "report"
urlpatterns = [
    path("", views.home, name="today"),
]
