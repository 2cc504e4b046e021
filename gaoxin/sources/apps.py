"""Sources (来源): registration of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SourcesConfig(AppConfig):
    """Room sources."""

    name = "gaoxin.sources"
    verbose_name = _("来源")
