"""Track (督查): tables of monthly submissions, visits and issues; all append-only."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gaoxin.ledger.models import Department, Park, Project


class _Recorded(models.Model):
    """A dated, recorded act of somebody."""

    happened_on = models.DateField(_("发生日期"))
    recorded_at = models.DateTimeField(_("登记时间"), db_index=True)
    recorded_by = models.CharField(_("登记人"), max_length=150)
    note = models.CharField(_("说明"), max_length=500, blank=True)

    class Meta:
        abstract = True


class Submission(_Recorded):
    """A step of a park's monthly report: submitted, checked, approved, locked, returned."""

    class Step(models.TextChoices):
        """The four steps, and the way back."""

        SUBMITTED = "submitted", _("报送")
        CHECKED = "checked", _("审核")
        APPROVED = "approved", _("批准")
        LOCKED = "locked", _("锁定")
        RETURNED = "returned", _("退回")

    park = models.ForeignKey(Park, models.PROTECT, related_name="submissions")
    month = models.DateField(_("月份"))
    step = models.CharField(_("环节"), max_length=10, choices=Step)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["park", "month"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="submission_month_is_a_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.park_id} {self.month:%Y-%m} {self.step}"


class Visit(_Recorded):
    """A visit to a project by a leader or officer, with what was seen."""

    class Kind(models.TextChoices):
        """Who visited."""

        LEADER = "leader", _("包联领导")
        OFFICER = "officer", _("专员")

    project = models.ForeignKey(Project, models.PROTECT, related_name="visits")
    visitor = models.CharField(_("走访人"), max_length=150)
    kind = models.CharField(_("类别"), max_length=8, choices=Kind)

    class Meta:
        ordering = ["-happened_on", "-id"]
        indexes = [models.Index(fields=["project", "happened_on"])]

    def __str__(self) -> str:
        return f"{self.project_id} {self.happened_on} {self.visitor}"


class Issue(_Recorded):
    """A problem of a project with its owner and due day; closing it is a step (销号)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="issues")
    title = models.CharField(_("问题"), max_length=200)
    owner = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="issues"
    )
    due_on = models.DateField(_("办结期限"))

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return f"#{self.pk} {self.title}"


class IssueStep(_Recorded):
    """What happened to an issue: accepted, reminded, ordered, talked about, closed, reopened."""

    class Kind(models.TextChoices):
        """Steps; the middle three are the ladder of urging (提醒函、督办单、约谈)."""

        ACCEPTED = "accepted", _("受理")
        REMINDED = "reminded", _("提醒函")
        ORDERED = "ordered", _("督办单")
        TALKED = "talked", _("约谈")
        CLOSED = "closed", _("销号")
        REOPENED = "reopened", _("重开")

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="steps")
    kind = models.CharField(_("环节"), max_length=10, choices=Kind)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.kind} {self.happened_on}"
