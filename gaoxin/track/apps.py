"""Track (督查): registration of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gaoxin.web.navigation import NavEntry


class TrackConfig(AppConfig):
    """Room track."""

    name = "gaoxin.track"
    verbose_name = _("督查")
    navigation = (
        NavEntry(
            _("督查"), "track:home", "traffic-lights", group="work", order=50,
            permission="track.view", badge="gaoxin.track.queries.red_count", hot=True, phone=3,
        ),
        NavEntry(
            _("项目批次"), "track:sets", "folder", group="ledger", order=40, permission="track.view"
        ),
        NavEntry(
            _("亮灯规则"), "track:rules", "ruler", group="foot", order=20, permission="track.view"
        ),
    )  # fmt: skip

    def ready(self) -> None:
        """Offer selectors to definitions, and lights, issues and visits to the ledger's pages."""
        from gaoxin.track import extras, figures

        figures.offer()
        extras.offer()
