"""Report (通报): registration of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gaoxin.web.navigation import NavEntry


class ReportConfig(AppConfig):
    """Room report."""

    name = "gaoxin.report"
    verbose_name = _("通报")
    navigation = (
        NavEntry(_("今日"), "report:today", "home", group="top", order=10, phone=1),
        NavEntry(
            _("通报"),
            "report:latest",
            "file-text",
            group="work",
            order=80,
            permission="report.view",
        ),
    )

    def ready(self) -> None:
        """Offer this room's selector and definitions."""
        from gaoxin.report import figures

        figures.offer()
