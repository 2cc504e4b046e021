"""Track (督查): registration of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrackConfig(AppConfig):
    """Room track."""

    name = "gaoxin.track"
    verbose_name = _("督查")

    def ready(self) -> None:
        """Offer the selectors over visits, issues and lights."""
        from gaoxin.track import figures

        figures.offer()
