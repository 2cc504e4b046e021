"""Grow (培育): registration of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GrowConfig(AppConfig):
    """Room grow."""

    name = "gaoxin.grow"
    verbose_name = _("培育")
