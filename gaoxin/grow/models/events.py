"""Events of enterprises (企业事件): yearly figures, honours and chain entries, append-only.

They are the ledger's events: never edited, corrected by a new one that `voids` the old, read
through `gaoxin.ledger.queries.effective`.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gaoxin.grow.models.filings import Filing
from gaoxin.ledger.models import Enterprise
from gaoxin.ledger.models.events import VOIDED, Event


class EnterpriseEvent(Event):
    """An event of one enterprise."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="%(class)ss")

    class Meta(Event.Meta):
        abstract = True


class YearFigure(EnterpriseEvent):
    """A value of an indicator of the rulebook for one enterprise and accounting year.

    `happened_on` is the day on which it was handed in; the unit is the indicator's own.
    """

    year = models.PositiveSmallIntegerField(_("年度"))
    indicator = models.CharField(_("指标"), max_length=60)
    number = models.DecimalField(_("数值"), max_digits=24, decimal_places=6, null=True, blank=True)
    flag = models.BooleanField(_("是否"), null=True, blank=True)
    word = models.CharField(_("文字"), max_length=200, blank=True)
    filing = models.ForeignKey(
        Filing, models.PROTECT, null=True, blank=True, related_name="figures"
    )

    class Meta(EnterpriseEvent.Meta):
        abstract = False
        indexes = [VOIDED, models.Index(fields=["enterprise", "year", "indicator"])]
        constraints = [
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(number__isnull=False)
                | models.Q(flag__isnull=False)
                | ~models.Q(word="")
                | models.Q(is_retraction=True),
                name="yearfigure_has_a_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.year} {self.indicator}"


class Honour(EnterpriseEvent):
    """A title granted, re-checked or revoked: a rung of a ladder, or another honour."""

    class Kind(models.TextChoices):
        """What happened to the title."""

        GRANTED = "granted", _("认定")
        RECHECKED = "rechecked", _("复核通过")
        REVOKED = "revoked", _("撤销")

    class Level(models.TextChoices):
        """Who grants it."""

        NATIONAL = "national", _("国家级")
        PROVINCIAL = "provincial", _("省级")
        CITY = "city", _("市级")
        ZONE = "zone", _("区级")

    title = models.CharField(_("称号"), max_length=60)
    level = models.CharField(_("级别"), max_length=10, choices=Level)
    kind = models.CharField(_("事项"), max_length=10, choices=Kind)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    number = models.CharField(_("文号或证书号"), max_length=100, blank=True)

    class Meta(EnterpriseEvent.Meta):
        abstract = False
        indexes = [VOIDED, models.Index(fields=["enterprise", "title"])]
        constraints = [
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True)
                | models.Q(expires_on__gte=models.F("happened_on")),
                name="honour_expires_after_it_was_granted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.title} {self.kind}"


class ChainEntry(EnterpriseEvent):
    """A place of the enterprise in one of the five chains, such as a supplier or a platform."""

    class Chain(models.TextChoices):
        """The five chains (五链)."""

        INDUSTRY = "industry", _("产业链")
        SUPPLY = "supply", _("供应链")
        INNOVATION = "innovation", _("创新链")
        VALUE = "value", _("价值链")
        TALENT = "talent", _("人才链")

    class Role(models.TextChoices):
        """What the entry is to the enterprise."""

        SEGMENT = "segment", _("所在环节")
        SUPPLIER = "supplier", _("上游供应")
        CUSTOMER = "customer", _("下游客户")
        PLATFORM = "platform", _("研发平台")
        PATENT = "patent", _("知识产权")
        PARTNER = "partner", _("合作高校院所")
        BRAND = "brand", _("品牌与标准")
        MARKET = "market", _("市场位置")
        PERSON = "person", _("人才")
        TEAM = "team", _("团队")

    chain = models.CharField(_("链"), max_length=10, choices=Chain)
    role = models.CharField(_("类别"), max_length=10, choices=Role)
    name = models.CharField(_("名称"), max_length=200)
    detail = models.CharField(_("说明"), max_length=300, blank=True)
    # The other side where it is an enterprise of the ledger.
    partner = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="partner_entries"
    )

    class Meta(EnterpriseEvent.Meta):
        abstract = False
        indexes = [VOIDED, models.Index(fields=["enterprise", "chain"])]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.chain} {self.name}"
