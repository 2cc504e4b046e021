"""Read (读报): addresses."""

from __future__ import annotations

from django.urls import path

from gaoxin.read import views
from gaoxin.read.bulletin import views as bulletin
from gaoxin.read.taking import views as taking

app_name = "read"
urlpatterns = [
    path("", views.home, name="home"),
    path("upload/", taking.upload, name="upload"),
    path("board/", views.board, name="board"),
    path("check/", bulletin.check, name="check"),
    path("<int:pk>/", views.reading, name="reading"),
    path("<int:pk>/add/", views.add, name="add"),
    path("<int:pk>/on/", taking.go_on, name="on"),
    path("<int:pk>/day/", taking.day, name="day"),
    path("facts/<int:pk>/accept/", views.accept, name="accept"),
    path("facts/<int:pk>/reject/", views.reject, name="reject"),
    path("facts/<int:pk>/later/", views.later, name="later"),
    path("facts/<int:pk>/back/", views.take_back, name="back"),
    path("facts/<int:pk>/remove/", views.remove, name="remove"),
]
