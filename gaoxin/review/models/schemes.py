"""Schemes (评审方案): versions as text; a published one is never written again."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from gaoxin.ledger.models import Zone


class SchemeVersion(models.Model):
    """A version of a scheme: a draft may be replaced, a published one is frozen."""

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="schemes")
    name = models.CharField(_("方案"), max_length=60)
    version = models.CharField(_("版本"), max_length=40)
    title = models.CharField(_("标题"), max_length=200, blank=True)
    content = models.TextField(_("正文"))
    fingerprint = models.CharField(_("指纹"), max_length=64)
    in_force_from = models.DateField(_("施行日期"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("登记时间"))
    recorded_by = models.CharField(_("登记人"), max_length=150)
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    published_by = models.CharField(_("发布人"), max_length=150, blank=True)

    class Meta:
        ordering = ["-in_force_from", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "name", "version"], name="scheme_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    def save(self, *args: Any, **options: Any) -> None:
        """Write the row; a published version is refused, whoever asks."""
        if self.pk and SchemeVersion.objects.filter(pk=self.pk, published_at__isnull=False):
            raise ValueError("a published scheme version is frozen")
        super().save(*args, **options)

    @property
    def is_published(self) -> bool:
        """Test whether the version is frozen."""
        return self.published_at is not None
