"""Papers of a review (评审文书): addresses."""

from __future__ import annotations

from django.urls import path

from gaoxin.review.papers import views

app_name = "papers"
urlpatterns = [
    path("backtests/", views.backtests, name="backtests"),
    path("<str:code>/backtest/", views.backtest, name="backtest"),
    path("<str:code>/backtest/<str:figure>/", views.figure, name="figure_panel"),
    path("<str:code>/minutes/", views.minutes, name="minutes"),
    path("<str:code>/letter/", views.letter, name="letter"),
]
