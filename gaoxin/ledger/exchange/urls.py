"""Import and export (导入导出): addresses under `/ledger/imports/`."""

from __future__ import annotations

from django.urls import path

from gaoxin.ledger.exchange import views

urlpatterns = [
    path("", views.imports, name="imports"),
    path("template/", views.import_template, name="import_template"),
    path("export/", views.export_all, name="export_all"),
    path("<int:pk>/", views.import_run, name="import"),
    path("<int:pk>/columns/", views.import_columns, name="import_columns"),
    path("<int:pk>/confirm/", views.import_confirm, name="import_confirm"),
    path("<int:pk>/undo/", views.import_undo, name="import_undo"),
    path("<int:pk>/marked/", views.import_marked, name="import_marked"),
]
