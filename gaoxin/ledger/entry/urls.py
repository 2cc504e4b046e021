"""Entry (登记): addresses of the forms, beside those of the ledger's pages."""

from __future__ import annotations

from django.urls import path

from gaoxin.ledger.entry import views

urlpatterns = [
    path("projects/new/", views.lead, name="lead"),
    path("projects/<str:code>/milestone/", views.milestone, name="reach"),
    path("projects/<str:code>/plan/", views.plan, name="plan"),
    path("projects/<str:code>/money/", views.money, name="money"),
    path("projects/<str:code>/record/", views.record, name="record"),
    path("milestones/<int:pk>/evidence/", views.evidence, {"model": "milestone"},
         name="milestone_evidence"),
    path("milestones/<int:pk>/retract/", views.retract, {"model": "milestone"},
         name="milestone_retract"),
    path("postings/<int:pk>/evidence/", views.evidence, {"model": "posting"},
         name="posting_evidence"),
    path("postings/<int:pk>/retract/", views.retract, {"model": "posting"},
         name="posting_retract"),
]  # fmt: skip
