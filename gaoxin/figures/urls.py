"""Figures (口径): addresses; a key holds slashes, so its pages come last."""

from __future__ import annotations

from django.urls import path

from gaoxin.figures import views

app_name = "figures"
urlpatterns = [
    path("", views.definitions, name="list"),
    path("define/", views.define, name="define"),
    path("definition/<str:full_id>/", views.definition, name="definition"),
    path("<path:key>/panel", views.panel, name="panel"),
    path("<path:key>/rows.xlsx", views.rows, name="rows"),
    path("<path:key>/", views.figure, name="figure"),
]
