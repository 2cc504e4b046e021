"""Filings (填报): a workbook of yearly figures, its dry run, and its writing."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gaoxin.ledger.models import Zone
from gaoxin.sources.models import Document


class Filing(models.Model):
    """One reading of a workbook of yearly figures; nothing is written before it is confirmed."""

    class State(models.TextChoices):
        """Where the filing stands."""

        TRIAL = "trial", _("试运行")
        CONFIRMED = "confirmed", _("已写入")
        DROPPED = "dropped", _("已放弃")
        UNDONE = "undone", _("已撤回")

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="filings")
    document = models.ForeignKey(Document, models.PROTECT, related_name="filings")
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.TRIAL)
    # The day on which the figures were handed in: before it nobody knew them.
    happened_on = models.DateField(_("报送日期"))
    started_by = models.CharField(_("上传人"), max_length=150)
    started_at = models.DateTimeField(_("上传时间"))
    settled_by = models.CharField(_("处理人"), max_length=150, blank=True)
    settled_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    undone_by = models.CharField(_("撤回人"), max_length=150, blank=True)
    undone_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    undone_for = models.CharField(_("撤回理由"), max_length=500, blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True) | ~models.Q(settled_by=""),
                name="filing_settled_by_someone",
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True)
                | ~models.Q(undone_by="") & ~models.Q(undone_for=""),
                name="filing_undone_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.state}"
