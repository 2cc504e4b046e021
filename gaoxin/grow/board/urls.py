"""Board (梯级看板): addresses."""

from __future__ import annotations

from django.urls import path

from gaoxin.grow.board import views

urlpatterns = [
    path("", views.home, name="home"),
    path("reach/", views.reach, name="reach"),
    path("due/", views.due, name="due"),
    path("rules/", views.rules, name="rules"),
    path("rules/<str:name>/", views.rule, name="rule"),
]
