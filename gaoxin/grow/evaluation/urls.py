"""Zone evaluation (高新区综合评价): addresses, in the namespace of grow."""

from __future__ import annotations

from django.urls import path

from gaoxin.grow.evaluation import views

urlpatterns = [
    path("", views.table, name="evaluation"),
    path("sheet/", views.sheet, name="evaluation_sheet"),
    path("line/<slug:line>/", views.line, name="evaluation_panel"),
    path("line/<slug:line>/record/", views.record, name="evaluation_record"),
]
