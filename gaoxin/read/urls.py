"""Read (读报): addresses."""

from __future__ import annotations

from django.urls import path

from gaoxin.read import views

app_name = "read"
urlpatterns = [
    path("", views.home, name="home"),
    path("upload/", views.upload, name="upload"),
    path("board/", views.board, name="board"),
    path("check/", views.check, name="check"),
    path("<int:pk>/", views.reading, name="reading"),
    path("<int:pk>/add/", views.add, name="add"),
    path("facts/<int:pk>/accept/", views.accept, name="accept"),
    path("facts/<int:pk>/reject/", views.reject, name="reject"),
    path("facts/<int:pk>/later/", views.later, name="later"),
    path("facts/<int:pk>/back/", views.take_back, name="back"),
]
