"""Figures (口径): registration of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gaoxin.web.navigation import NavEntry


class FiguresConfig(AppConfig):
    """Room figures."""

    name = "gaoxin.figures"
    verbose_name = _("口径")
    navigation = (
        NavEntry(
            _("口径"), "figures:list", "ruler", group="foot", order=10, permission="figures.view"
        ),
    )

    def ready(self) -> None:
        """Offer the selectors over the ledger."""
        from gaoxin.figures import selectors

        selectors.offer()
