"""Digital diagnosis (数字化诊断): addresses, in the namespace of grow."""

from __future__ import annotations

from django.urls import path

from gaoxin.grow.diagnosis import views

urlpatterns = [
    path("", views.zone, name="diagnosis_zone"),
    path("<int:pk>/", views.enterprise, name="diagnosis"),
    path("<int:pk>/answer/", views.answer, name="diagnosis_answer"),
    path("<int:pk>/draft/", views.draft, name="diagnosis_draft"),
    path("<int:pk>/sign/", views.sign, name="diagnosis_sign"),
    path("signed/<int:pk>/", views.record, name="diagnosis_record"),
    path("signed/<int:pk>/void/", views.void, name="diagnosis_record_void"),
    path("signed/<int:pk>/evidence/", views.evidence, name="diagnosis_record_proof"),
]
