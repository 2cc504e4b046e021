"""Read (读报): registration of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gaoxin.web.navigation import NavEntry


class ReadConfig(AppConfig):
    """Room read."""

    name = "gaoxin.read"
    verbose_name = _("读报")
    navigation = (
        NavEntry(
            _("读报"), "read:home", "news", group="work", order=10, permission="read.view",
            badge="gaoxin.read.queries.waiting_count", phone=2,
        ),
    )  # fmt: skip

    def ready(self) -> None:
        """Offer what papers say to the ledger's pages, and the records that papers prove."""
        from gaoxin.read import extras

        extras.offer()
