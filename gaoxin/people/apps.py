"""People (人员): registration of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gaoxin.web.navigation import NavEntry


class PeopleConfig(AppConfig):
    """Room people."""

    name = "gaoxin.people"
    verbose_name = _("人员")
    person_name = "gaoxin.people.queries.person_name"
    navigation = (
        NavEntry(
            _("人员"), "people:people", "user", group="foot", order=80, permission="people.manage"
        ),
        NavEntry(_("账号与安全"), "people:account", "settings", group="foot", order=90),
    )

    def ready(self) -> None:
        """Put who is in charge on the ledger's pages."""
        from gaoxin.people import extras

        extras.offer()
