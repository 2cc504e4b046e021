"""Report (通报): addresses; the home page is this room's."""

from __future__ import annotations

from django.urls import path

from gaoxin.report import views

app_name = "report"
urlpatterns = [
    path("", views.home, name="today"),
    path("report/", views.latest, name="latest"),
    path("report/inspect/", views.inspect, name="inspect"),
    path("report/<str:month>/", views.month, name="month"),
    path("report/<str:month>/file/", views.word_file, name="word"),
    path("report/<str:month>/draft/", views.draft, name="draft"),
    path("report/<str:month>/check/", views.check, name="check"),
    path("report/<str:month>/back/", views.send_back, name="back"),
    path("report/<str:month>/publish/", views.publish, name="publish"),
]
