"""Ledger (台账): registration of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gaoxin.web.navigation import NavEntry


class LedgerConfig(AppConfig):
    """Room ledger."""

    name = "gaoxin.ledger"
    verbose_name = _("台账")
    site_name = "gaoxin.ledger.rows.site_name"
    search = "gaoxin.ledger.rows.search"
    navigation = (
        NavEntry(
            _("项目"), "ledger:projects", "folder", "ledger", 10, "ledger.view",
            badge="gaoxin.ledger.rows.project_count", phone=4,
        ),
        NavEntry(
            _("企业"), "ledger:enterprises", "factory", "ledger", 20, "ledger.view",
            badge="gaoxin.ledger.rows.enterprise_count",
        ),
        NavEntry(_("园区"), "ledger:parks", "building", "ledger", 30, "ledger.view"),
    )  # fmt: skip

    def ready(self) -> None:
        """Tell sources who may open what is cited here."""
        from gaoxin.ledger import targets

        targets.register()
