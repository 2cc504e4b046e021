"""Figures (口径): local definitions that an office entered by a form."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gaoxin.ledger.models import Zone


class LocalDefinition(models.Model):
    """A definition of the zone's own, kept as the YAML that was checked when it was entered."""

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="definitions")
    definition_id = models.CharField(_("口径代码"), max_length=21)
    version = models.CharField(_("版本"), max_length=7)
    text = models.TextField(_("定义"))
    recorded_by = models.CharField(_("登记人"), max_length=150)
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        ordering = ["definition_id", "version"]
        constraints = [
            # A version never changes: a link to a number must not change its meaning.
            models.UniqueConstraint(
                fields=["zone", "definition_id", "version"], name="local_definition_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.definition_id}@{self.version}"
