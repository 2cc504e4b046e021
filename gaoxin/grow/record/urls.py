"""Record (企业档案): addresses."""

from __future__ import annotations

from django.urls import path

from gaoxin.grow.record import views

urlpatterns = [
    path("enterprises/<int:pk>/", views.enterprise, name="enterprise"),
    path("enterprises/<int:pk>/rungs/<str:title>/", views.rung, name="rung"),
    path("enterprises/<int:pk>/values/<slug:indicator>/", views.value, name="value_panel"),
    path("enterprises/<int:pk>/whatif/", views.what_if, name="whatif"),
    path("enterprises/<int:pk>/figures/", views.figures, name="figures"),
    path("enterprises/<int:pk>/honour/", views.honour, name="honour"),
    path("enterprises/<int:pk>/tie/", views.tie, name="tie"),
    path("honours/<int:pk>/evidence/", views.evidence, {"model": "honour"},
         name="honour_evidence"),
    path("figures/<int:pk>/retract/", views.retract, {"model": "figure"}, name="figure_retract"),
    path("figures/<int:pk>/undo/", views.undo, name="figure_undo"),
    path("figures/<int:pk>/evidence/", views.evidence, {"model": "figure"},
         name="figure_evidence"),
    path("honours/<int:pk>/retract/", views.retract, {"model": "honour"}, name="honour_retract"),
    path("ties/<int:pk>/retract/", views.retract, {"model": "tie"}, name="tie_retract"),
]  # fmt: skip
