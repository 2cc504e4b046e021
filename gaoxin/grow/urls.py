"""Grow (培育): addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import include, path

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

app_name = "grow"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("gaoxin.grow.board.urls")),
    path("", include("gaoxin.grow.record.urls")),
    path("", include("gaoxin.grow.filing.urls")),
    path("diagnosis/", include("gaoxin.grow.diagnosis.urls")),
    path("points/", include("gaoxin.grow.points.urls")),
    path("evaluation/", include("gaoxin.grow.evaluation.urls")),
]
