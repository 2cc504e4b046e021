"""Read (读报): tables of documents read and of the facts found in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gaoxin.ledger.models import Enterprise, Indicator, Observation, Project, Zone
from gaoxin.ledger.models.events import STAGE_LABELS
from gaoxin.sources.models import Document

if TYPE_CHECKING:
    from datetime import date


class Reading(models.Model):
    """A document that was read, with its text: offsets of facts are into this text."""

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="readings")
    document = models.OneToOneField(Document, models.PROTECT, related_name="reading")
    text = models.TextField(_("文字"))
    # Stories as read: headline with its span, zone, byline, spans.
    stories = models.JSONField(default=list)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    relations = models.PositiveIntegerField(_("验算"), default=0)
    # Facts beyond the most that one document may bring; never dropped without a word.
    left_out = models.PositiveIntegerField(default=0)
    # A long text is read piece by piece: characters read so far, null when all of it is.
    read_to = models.PositiveIntegerField(_("读到"), null=True, blank=True)
    length = models.PositiveIntegerField(_("字数"), default=0)
    # A PDF of many pages: pages whose text is taken out so far, null when all of them are.
    pages_to = models.PositiveIntegerField(_("取到"), null=True, blank=True)
    pages = models.PositiveIntegerField(_("页数"), default=0)
    read_at = models.DateTimeField(_("读取时间"), db_index=True)
    read_by = models.CharField(_("上传人"), max_length=150)

    class Meta:
        ordering = ["-read_at", "-id"]

    def __str__(self) -> str:
        return str(self.document)

    @property
    def told_on(self) -> date:
        """Return the day of the paper, else the day on which it was read."""
        published: date | None = self.document.published_on
        return published or timezone.localtime(self.read_at).date()

    @property
    def percent(self) -> int:
        """Return how much of the text is read; below 100 until all of it is."""
        if self.read_to is None:
            return 100
        done, whole = self.progress
        return min(99, done * 100 // max(whole, 1))

    @property
    def progress(self) -> tuple[int, int]:
        """Return how much is done and how much there is: pages first, then characters."""
        if self.pages_to is not None:
            return self.pages_to, self.pages
        return (self.length if self.read_to is None else self.read_to), self.length

    @property
    def progress_words(self) -> str:
        """Return the progress in words."""
        named = {"n": f"{self.progress[0]:,}", "m": f"{self.progress[1]:,}"}
        if self.pages_to is not None:
            return gettext("从 PDF 取字 %(n)s / %(m)s 页") % named
        return gettext("已读 %(n)s / %(m)s 字") % named


class Fact(models.Model):
    """A figure or an event as printed, what it means, and what the officer made of it."""

    class Kind(models.TextChoices):
        """What the fact is."""

        EVENT = "event", _("节点")
        INVESTMENT = "investment", _("投资")
        OUTPUT = "output", _("产值")
        INDICATOR = "indicator", _("指标")
        COUNT = "count", _("个数")
        GROWTH = "growth", _("增长")
        SHARE = "share", _("比率")
        AREA = "area", _("面积")
        CAPACITY = "capacity", _("产能")
        EQUIPMENT = "equipment", _("设备")

    class State(models.TextChoices):
        """Whether the officer has decided."""

        WAITING = "waiting", _("待核")
        LATER = "later", _("以后再说")
        ACCEPTED = "accepted", _("已采纳")
        REJECTED = "rejected", _("已退回")

    class Outcome(models.TextChoices):
        """What an accepted fact became."""

        MILESTONE = "milestone", _("节点")
        POSTING = "posting", _("金额")
        OBSERVATION = "observation", _("指标值")
        SECOND = "second", _("第二个来源")
        CONTRADICTION = "contradiction", _("与台账不一致")
        MENTION = "mention", _("提及")

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="facts")
    number = models.PositiveIntegerField(_("序号"))
    story = models.PositiveIntegerField(null=True, blank=True)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.CharField(_("原文"), max_length=200)
    clause = models.CharField(_("原句"), max_length=500)
    subject = models.CharField(_("主体"), max_length=200, blank=True)
    value = models.DecimalField(_("数值"), max_digits=24, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("单位"), max_length=20, blank=True)
    stage = models.CharField(
        _("里程碑"), max_length=12, choices=list(STAGE_LABELS.items()), blank=True
    )
    first_day = models.DateField(_("期初"), null=True, blank=True)
    last_day = models.DateField(_("期末"), null=True, blank=True)
    basis = models.CharField(_("性质"), max_length=12, choices=Observation.Basis)
    place = models.CharField(_("所说的区"), max_length=100, blank=True)
    # The relation that the text itself breaks here: rule, expected value, spans that prove it.
    fault = models.JSONField(null=True, blank=True)

    # What was read where the officer wrote something else: field and value, as text.
    before = models.JSONField(default=dict, blank=True)
    # Who chose the words; empty: they were read.
    added_by = models.CharField(_("手工添加"), max_length=150, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.WAITING)
    outcome = models.CharField(_("结果"), max_length=13, choices=Outcome, blank=True)
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True)
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True)
    # The event that was written, or the one in the ledger that the fact stands beside.
    event_model = models.CharField(max_length=60, blank=True)
    event_id = models.BigIntegerField(null=True, blank=True)
    citation_id = models.BigIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField(_("办理时间"), null=True, blank=True)
    decided_by = models.CharField(_("办理人"), max_length=150, blank=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)

    # The figure that was kept where it is not the printed one, in words; pages fill it in.
    kept = ""

    class Meta:
        ordering = ["reading", "number"]
        constraints = [
            models.UniqueConstraint(fields=["reading", "number"], name="fact_number_once"),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="fact_has_a_span"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="accepted") | ~models.Q(outcome=""),
                name="fact_accepted_became_something",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "reading"]),
            models.Index(fields=["outcome", "place"]),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.quote}".strip()

    @property
    def is_open(self) -> bool:
        """Test whether the officer has still to decide."""
        return self.state in {self.State.WAITING, self.State.LATER}

    @property
    def is_plan(self) -> bool:
        """Test whether the fact tells of a milestone that is still to come."""
        return self.kind == self.Kind.EVENT and self.basis == Observation.Basis.PLANNED

    @property
    def stage_words(self) -> str:
        """Return the milestone as a page names it: 竣工, or 计划竣工."""
        stage = self.get_stage_display() if self.stage else ""
        return gettext("计划%(stage)s") % {"stage": stage} if self.is_plan else str(stage)

    @property
    def basis_words(self) -> str:
        """Return whether the fact is actual, a target, a plan or approximate."""
        return gettext("计划") if self.is_plan else str(self.get_basis_display())

    @property
    def address(self) -> str:
        """Return the page that shows the fact in its text."""
        return reverse("read:reading", args=[self.reading_id]) + f"?fact={self.number}"

    @property
    def plain_value(self) -> str:
        """Return the value as a form shows it: no noughts at its end."""
        return "" if self.value is None else f"{self.value.normalize():f}"

    @property
    def printed(self) -> str:
        """Return the expression as printed, without the blanks of torn columns."""
        return "".join(self.quote.split())
