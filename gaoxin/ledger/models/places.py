"""Places (地与机构): zone, parks, departments and industries."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Zone(models.Model):
    """A high-tech zone; one database may hold several."""

    code = models.SlugField(_("代码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=40)
    name_en = models.CharField(_("英文名"), max_length=100, blank=True)
    office = models.CharField(_("通报机关"), max_length=100, blank=True)
    # Another zone, of which only published figures are known (别区).
    is_outside = models.BooleanField(_("别区"), default=False)

    def __str__(self) -> str:
        return self.name


class _Named(models.Model):
    """What parks, departments and industries have in common."""

    code = models.SlugField(_("代码"), max_length=20)
    name = models.CharField(_("名称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    name_en = models.CharField(_("英文名"), max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Industry(_Named):
    """An industry as the zone groups its projects; lead industries have an atlas."""

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="industries")
    is_lead = models.BooleanField(_("主导产业"), default=False)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "code"], name="industry_code_once"),
            models.UniqueConstraint(fields=["zone", "name"], name="industry_name_once"),
        ]


class Park(_Named):
    """A park of the zone, the unit that reports and is ranked."""

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="parks")

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "code"], name="park_code_once"),
            models.UniqueConstraint(fields=["zone", "name"], name="park_name_once"),
        ]


class Department(_Named):
    """A bureau or office that leads or serves projects."""

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="departments")

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "name"], name="department_name_once"),
        ]
