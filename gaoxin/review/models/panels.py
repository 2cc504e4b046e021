"""Panels (专家组): the pool, who was drawn, what was declared, drafted and signed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gaoxin.ledger.models import Zone
from gaoxin.people.models import User
from gaoxin.review.models.cases import Recorded, Review


class Expert(models.Model):
    """An expert of the pool, with the ties that the registers know of (lists of names)."""

    class Field(models.TextChoices):
        """Field of knowledge, as a scheme's draw asks for it."""

        INDUSTRY = "industry", _("产业技术")
        FINANCE = "finance", _("财务投资")
        SAFETY = "safety", _("安全环保")

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="experts")
    user = models.OneToOneField(User, models.PROTECT, related_name="expert")
    outside = models.BooleanField(_("区外"), default=True)
    field = models.CharField(_("领域"), max_length=16, choices=Field)
    employer = models.CharField(_("工作单位"), max_length=200, blank=True)
    industries = models.CharField(_("熟悉的产业"), max_length=200, blank=True)
    shareholdings = models.JSONField(_("持股企业"), default=list, blank=True)
    advised = models.JSONField(_("任顾问或编制人的企业"), default=list, blank=True)
    recommended = models.JSONField(_("推荐过的项目编号"), default=list, blank=True)
    is_active = models.BooleanField(_("在库"), default=True)

    class Meta:
        ordering = ["user__username"]

    def __str__(self) -> str:
        return f"{self.user}"


class Panel(Recorded):
    """A panel as drawn for a case: sitting 1, and 2 after an appeal, by other experts.

    `pool` holds the candidates as they were (username, outside, field), so that anybody can draw
    again from the seed and compare.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="panels")
    sitting = models.PositiveSmallIntegerField(_("第几次"), default=1)
    seed = models.CharField(_("种子"), max_length=100)
    pool = models.JSONField(default=list)
    pool_hash = models.CharField(max_length=64)
    fields = models.JSONField(default=list)
    excluded = models.JSONField(default=list)
    sign_by = models.DateField(_("签名期限"), null=True, blank=True)

    class Meta:
        ordering = ["sitting"]
        constraints = [
            models.UniqueConstraint(fields=["review", "sitting"], name="panel_sitting_once"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id}/{self.sitting}"


class Seat(models.Model):
    """An expert's place on a panel, in the order of the lots; reserves come after members."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="seats")
    username = models.CharField(max_length=150, db_index=True)
    place = models.PositiveSmallIntegerField()
    is_reserve = models.BooleanField(default=False)
    outside = models.BooleanField(default=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "username"], name="seat_once"),
            models.UniqueConstraint(fields=["panel", "place"], name="seat_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.panel_id} {self.place}"


class PanelAct(Recorded):
    """Something done on a panel: a declaration, a recusal, a gate opened, the close."""

    class Kind(models.TextChoices):
        """What was done; the rules are those of `core/process/panel.py` and `closing.py`."""

        FREE = "free", _("声明无需回避")
        RECUSE = "recuse", _("回避")
        OPEN_PAPERS = "papers", _("开放材料")
        DISCUSS = "discuss", _("开合议")
        CLOSE = "close", _("关闭评审")

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="acts")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    # Whom a declaration or recusal is about.
    username = models.CharField(max_length=150, blank=True)
    reason = models.CharField(_("事由"), max_length=60, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "number"], name="panel_act_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.panel_id} #{self.number} {self.kind}"


class Draft(models.Model):
    """What an expert has typed and not signed; each field with the moment it was typed.

    `fields` maps an item to {"level": {"v": 3, "at": ...}, "reason": {"v": "...", "at": ...}}.
    """

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="drafts")
    username = models.CharField(max_length=150)
    round = models.PositiveSmallIntegerField(default=1)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["panel", "username", "round"], name="draft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.panel_id} {self.username} {self.round}"


class Signature(models.Model):
    """A signed sheet, linked by hash to the one before: of two who sign at once one goes again."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="signatures")
    username = models.CharField(max_length=150)
    round = models.PositiveSmallIntegerField()
    at = models.DateTimeField(_("签名时间"))
    content = models.JSONField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "previous"], name="signature_follows_once"),
            models.UniqueConstraint(
                fields=["panel", "username", "round"], name="signature_once_a_round"
            ),
            models.CheckConstraint(
                condition=models.Q(round__in=(1, 2)), name="signature_round_is_1_or_2"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.panel_id} {self.username} {self.round}"


class Calibration(Recorded):
    """An expert's levels for the calibration case of a scheme, before the first sheet."""

    scheme = models.CharField(max_length=101)
    levels = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "scheme"], name="calibration_once"),
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.scheme}"
