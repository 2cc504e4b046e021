"""Ledger (台账): registration of the room."""

from __future__ import annotations

from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gaoxin.web.navigation import NavEntry

# Projects and their events are what documents prove.
CITED = ("ledger.project", "ledger.milestone", "ledger.posting", "ledger.projectchange")


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
        """Tell sources who may open what is cited here, and what it is called."""
        from gaoxin.ledger import queries
        from gaoxin.sources.targets import Target, register

        for model in CITED:
            register(
                Target(
                    model,
                    visible=partial(queries.visible_record_ids, model=model),
                    labels=partial(queries.record_labels, model=model),
                    address=partial(queries.record_address, model=model),
                )
            )
