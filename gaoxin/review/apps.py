"""Review (评审): registration of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    """Room review."""

    name = "gaoxin.review"
    verbose_name = _("评审")
