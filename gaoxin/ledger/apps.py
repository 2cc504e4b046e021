"""Ledger (台账): registration of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """Room ledger."""

    name = "gaoxin.ledger"
    verbose_name = _("台账")

    def ready(self) -> None:
        """Tell sources who may open what is cited here."""
        from gaoxin.ledger import targets

        targets.register()
