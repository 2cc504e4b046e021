"""Web (外观): registration of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """Room web."""

    name = "gaoxin.web"
    verbose_name = _("外观")
