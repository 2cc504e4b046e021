"""Addresses of web (外观的网址): search, notices, menu, kit, language."""

from __future__ import annotations

from django.urls import include, path

from gaoxin.web import views
from gaoxin.web.kit.views import components

web = (
    [
        path("search/", views.search, name="search"),
        path("notices/", views.notices, name="notices"),
        path("menu/", views.menu, name="menu"),
        path("kit/", components, name="kit"),
    ],
    "web",
)
urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include(web)),
]
