"""Figures (口径): registration of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gaoxin.web.navigation import NavEntry


class FiguresConfig(AppConfig):
    """Room figures."""

    name = "gaoxin.figures"
    verbose_name = _("口径")
    search = "gaoxin.figures.pages.search"
    navigation = (
        NavEntry(
            _("口径"), "figures:list", "ruler", group="foot", order=10, permission="figures.view"
        ),
    )

    def ready(self) -> None:
        """Offer the selectors over the ledger, and tell it the keys of its sums."""
        from gaoxin.figures import queries, selectors
        from gaoxin.ledger import extras

        selectors.offer()
        extras.offer_keys(queries.project_key)
