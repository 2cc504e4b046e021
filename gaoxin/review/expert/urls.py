"""Experts' area (专家工作区): addresses."""

from __future__ import annotations

from django.urls import path

from gaoxin.review.expert import views

app_name = "expert"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("<str:code>/", views.sheet, name="sheet"),
    path("<str:code>/declare/", views.declare, name="declare"),
    path("<str:code>/calibration/", views.calibration, name="calibration"),
    path("<str:code>/draft/", views.draft, name="draft"),
    path("<str:code>/settle/", views.settle, name="settle"),
    path("<str:code>/sign/", views.sign, name="sign"),
    path("<str:code>/papers/<int:pk>/", views.paper, name="paper"),
]
