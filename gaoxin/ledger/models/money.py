"""Currency rates (汇率): dated rows, so that an amount keeps the rate of its day."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CurrencyRate(models.Model):
    """Yuan for one unit of a foreign currency from a day on, with its source."""

    currency = models.CharField(_("币种"), max_length=3)
    in_force_from = models.DateField(_("起始日"))
    yuan_per_unit = models.DecimalField(_("折合人民币"), max_digits=14, decimal_places=6)
    reference = models.CharField(_("依据"), max_length=300)

    class Meta:
        ordering = ["currency", "-in_force_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["currency", "in_force_from"], name="currency_rate_once_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(yuan_per_unit__gt=0), name="currency_rate_above_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.in_force_from} {self.yuan_per_unit}"
