"""People (人员): addresses."""

from __future__ import annotations

from django.urls import path

from gaoxin.people import views

app_name = "people"
urlpatterns = [
    path("", views.people, name="people"),
    path("account/", views.account, name="account"),
    path("add/", views.add, name="add"),
    path("charge/<str:code>/", views.charge, name="charge"),
    path("<str:username>/", views.person, name="person"),
]
