"""Indicators (指标): what is observed or aimed at, apart from figures computed from projects."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Indicator(models.Model):
    """A named quantity of a zone or park; a target carries the id of the figure it aims at."""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    name_en = models.CharField(_("英文名"), max_length=100, blank=True)
    unit = models.CharField(_("单位"), max_length=20)
    reference = models.CharField(_("依据"), max_length=300, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name
