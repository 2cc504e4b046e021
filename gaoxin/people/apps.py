"""People (人员): registration of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Room people."""

    name = "gaoxin.people"
    verbose_name = _("人员")
