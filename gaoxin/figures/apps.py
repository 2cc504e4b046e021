"""Figures (口径): registration of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FiguresConfig(AppConfig):
    """Room figures."""

    name = "gaoxin.figures"
    verbose_name = _("口径")

    def ready(self) -> None:
        """Offer the selectors over the ledger."""
        from gaoxin.figures import selectors

        selectors.offer()
