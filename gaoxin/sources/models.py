"""Sources (来源): tables of documents, citations and audit events."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Document(models.Model):
    """Anything that can be cited: a page, a workbook, a voucher, a photo, a pasted text."""

    class Kind(models.TextChoices):
        """What the document is."""

        TEXT = "text", _("文本")
        NEWSPAPER = "newspaper", _("报纸")
        WORKBOOK = "workbook", _("工作簿")
        VOUCHER = "voucher", _("凭证")
        CONTRACT = "contract", _("合同")
        PERMIT = "permit", _("证照批文")
        PHOTO = "photo", _("照片")
        NOTICE = "notice", _("文件")
        BULLETIN = "bulletin", _("通报")

    kind = models.CharField(_("类别"), max_length=16, choices=Kind)
    title = models.CharField(_("标题"), max_length=300)
    publisher = models.CharField(_("来源单位"), max_length=200, blank=True)
    published_on = models.DateField(_("日期"), null=True, blank=True)
    url = models.URLField(_("网址"), max_length=500, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("大小"))
    content_type = models.CharField(max_length=100)
    file_name = models.CharField(_("文件名"), max_length=255)
    # A park's document is seen by that park and the zone's offices; none = the zone's.
    park_id = models.BigIntegerField(null=True, blank=True)
    uploaded_by = models.CharField(_("上传人"), max_length=150)
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sha256", "park_id"], name="document_once_per_park"),
            models.UniqueConstraint(
                fields=["sha256"],
                condition=models.Q(park_id__isnull=True),
                name="document_once_in_zone",
            ),
        ]
        indexes = [models.Index(fields=["kind", "-recorded_at"])]

    def __str__(self) -> str:
        return self.title


class Citation(models.Model):
    """The place in a document that proves one field of one record."""

    class Kind(models.TextChoices):
        """How the place is named."""

        SPAN = "span", _("文字段")
        CELL = "cell", _("单元格")
        PAGE = "page", _("页")
        WHOLE = "whole", _("全文")

    document = models.ForeignKey(Document, models.PROTECT, related_name="citations")
    target_model = models.CharField(max_length=60)
    target_id = models.BigIntegerField()
    field = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=8, choices=Kind)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    sheet = models.CharField(max_length=80, blank=True)
    cell = models.CharField(max_length=12, blank=True)
    page = models.PositiveIntegerField(null=True, blank=True)
    quote = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["target_model", "target_id"])]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="span")
                | models.Q(start__isnull=False, end__isnull=False, end__gt=models.F("start")),
                name="citation_span_has_offsets",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="cell") | ~models.Q(cell=""),
                name="citation_cell_has_address",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="page") | models.Q(page__isnull=False, page__gte=1),
                name="citation_page_has_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.place}"

    @property
    def place(self) -> str:
        """Return the place as printed on an evidence chip, such as `开工!F17`."""
        if self.kind == self.Kind.CELL:
            return f"{self.sheet}!{self.cell}" if self.sheet else self.cell
        if self.kind == self.Kind.PAGE:
            return str(_("第 %(page)s 页") % {"page": self.page})
        if self.kind == self.Kind.SPAN:
            return str(_("第 %(start)s 至 %(end)s 字") % {"start": self.start, "end": self.end})
        return ""


class AuditEvent(models.Model):
    """Who did what, when and why; without foreign keys, so it survives every deletion."""

    at = models.DateTimeField(_("时间"), db_index=True)
    actor = models.CharField(_("人员"), max_length=150)
    verb = models.CharField(_("动作"), max_length=60)
    target_model = models.CharField(max_length=60)
    target_id = models.CharField(max_length=60)
    target_label = models.CharField(_("对象"), max_length=300)
    data = models.JSONField(default=dict)
    reason = models.CharField(_("理由"), max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["target_model", "target_id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.verb} {self.target_label}"
