"""Innovation points (创新积分): addresses, in the namespace of grow."""

from __future__ import annotations

from django.urls import path

from gaoxin.grow.points import views

urlpatterns = [
    path("", views.ranking, name="points"),
    path("<int:firm>/", views.one_firm, name="points_firm"),
    path("<int:firm>/<slug:indicator>/", views.value, name="points_panel"),
]
