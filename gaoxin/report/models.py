"""Report (通报): tables of bulletins; a published one is frozen."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gaoxin.ledger.models import Zone
from gaoxin.sources.models import Document


class Bulletin(models.Model):
    """A month's bulletin: drafted, checked, published.

    A draft holds the moment and the office's own words; a published one also holds everything that
    was printed (`frozen`), its check code and its .docx, and is never written again.
    """

    class State(models.TextChoices):
        """Where the bulletin stands."""

        DRAFT = "draft", _("拟稿")
        CHECKED = "checked", _("待签发")
        PUBLISHED = "published", _("已签发")

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="bulletins")
    month = models.DateField(_("月份"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    as_of = models.DateField(_("数据截至"))
    known_at = models.DateTimeField(_("取数时刻"))
    plans = models.TextField(_("下步工作补充"), blank=True)
    drafted_by = models.CharField(_("拟稿人"), max_length=150)
    drafted_at = models.DateTimeField(_("拟稿时间"))
    checked_by = models.CharField(_("核稿人"), max_length=150, blank=True)
    checked_at = models.DateTimeField(_("核稿时间"), null=True, blank=True)
    published_by = models.CharField(_("签发人"), max_length=150, blank=True)
    published_at = models.DateTimeField(_("签发时间"), null=True, blank=True)
    issued_on = models.DateField(_("印发日期"), null=True, blank=True)
    total_number = models.PositiveIntegerField(_("总期号"), null=True, blank=True)
    frozen = models.JSONField(_("冻结内容"), null=True, blank=True)
    check_code = models.CharField(_("校验码"), max_length=19, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="bulletins"
    )

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "month"], name="bulletin_once_a_month"),
            models.UniqueConstraint(fields=["zone", "total_number"], name="bulletin_number_once"),
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="bulletin_month_is_a_month"
            ),
            models.CheckConstraint(
                condition=models.Q(checked_at__isnull=True) | ~models.Q(checked_by=""),
                name="bulletin_checked_by_someone",
            ),
            # Published means frozen: words, code, number and file are all there, or none is.
            models.CheckConstraint(
                condition=models.Q(
                    state="published",
                    published_at__isnull=False,
                    issued_on__isnull=False,
                    total_number__isnull=False,
                    frozen__isnull=False,
                    document__isnull=False,
                )
                & ~models.Q(check_code="")
                & ~models.Q(published_by="")
                | ~models.Q(state="published")
                & models.Q(published_at__isnull=True, frozen__isnull=True, document__isnull=True),
                name="bulletin_published_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zone_id} {self.month:%Y-%m}"

    @property
    def number(self) -> int:
        """Return the number of the issue within its year."""
        return self.month.month

    @property
    def is_published(self) -> bool:
        """Test whether the bulletin is frozen."""
        return self.state == self.State.PUBLISHED
