"""Track (督查): addresses."""

from __future__ import annotations

from django.urls import path

from gaoxin.track import views

app_name = "track"
urlpatterns = [
    path("", views.home, name="home"),
    path("submissions/step/", views.submission_step, name="submission_step"),
    path("light/<str:code>/", views.light_panel, name="light"),
    path("rules/", views.rules, name="rules"),
    path("issues/", views.issues, name="issues"),
    path("issues/<int:pk>/step/", views.issue_step, name="issue_step"),
    path("projects/<str:code>/visit/", views.visit, name="visit"),
    path("projects/<str:code>/issue/", views.issue, name="issue"),
    path("sets/", views.sets, name="sets"),
    path("sets/make/", views.make_set, name="make_set"),
    path("sets/<int:pk>/", views.project_set, name="set"),
]
