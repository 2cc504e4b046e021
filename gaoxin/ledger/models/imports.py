"""Imports (导入): a workbook's dry run, its confirmation, and its undoing."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gaoxin.ledger.models.places import Zone
from gaoxin.sources.models import Document


class ImportRun(models.Model):
    """One reading of one workbook; nothing is written before it is confirmed."""

    class State(models.TextChoices):
        """Where the run stands."""

        TRIAL = "trial", _("试运行")
        CONFIRMED = "confirmed", _("已写入")
        UNDONE = "undone", _("已撤回")

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="import_runs")
    document = models.ForeignKey(Document, models.PROTECT, related_name="import_runs")
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.TRIAL)
    # The park whose operator uploaded it; none = the zone's office.
    park_id = models.BigIntegerField(null=True, blank=True)
    happened_on = models.DateField(_("数据日期"))
    started_by = models.CharField(_("上传人"), max_length=150)
    started_at = models.DateTimeField(_("上传时间"))
    confirmed_by = models.CharField(_("确认人"), max_length=150, blank=True)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    undone_by = models.CharField(_("撤回人"), max_length=150, blank=True)
    undone_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    plan = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True) | ~models.Q(confirmed_by=""),
                name="import_confirmed_by_someone",
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True) | ~models.Q(undone_by=""),
                name="import_undone_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.state}"


class ColumnMapping(models.Model):
    """The columns of a kind of sheet as an officer corrected them, used at the next import."""

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="column_mappings")
    # The park whose operator corrected them, for its own imports; none = the zone's office.
    park_id = models.BigIntegerField(null=True, blank=True)
    signature = models.CharField(max_length=64)
    columns = models.JSONField()
    corrected_by = models.CharField(_("更正人"), max_length=150)
    corrected_at = models.DateTimeField(_("更正时间"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "park_id", "signature"], name="mapping_once_per_park_and_sheet"
            ),
            models.UniqueConstraint(
                fields=["zone", "signature"],
                condition=models.Q(park_id__isnull=True),
                name="mapping_once_per_sheet",
            ),
        ]

    def __str__(self) -> str:
        return self.signature
