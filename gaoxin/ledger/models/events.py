"""Events (事件): milestones, postings, observations and changes, append-only.

An event is never edited. A correction is a new event that `voids` the old one; a retraction voids
without replacing. A void counts until it is itself retracted. `gaoxin.ledger.queries.effective`
is the one place that applies this, together with *as of* and *as known at*.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gaoxin.ledger.core.stage import Stage
from gaoxin.ledger.models.imports import ImportRun
from gaoxin.ledger.models.places import Park, Zone
from gaoxin.ledger.models.projects import Project
from gaoxin.ledger.models.targets import Indicator

STAGE_LABELS = {
    Stage.LEAD: _("线索"),
    Stage.CONTACT: _("在谈"),
    Stage.ADMITTED: _("评审通过"),
    Stage.SITED: _("选址"),
    Stage.SIGNED: _("签约"),
    Stage.REGISTERED: _("注册"),
    Stage.FILED: _("备案"),
    Stage.LAND: _("供地"),
    Stage.PERMIT: _("施工许可"),
    Stage.STARTED: _("开工"),
    Stage.STATISTICS: _("入库纳统"),
    Stage.COMPLETED: _("竣工"),
    Stage.PRODUCTION: _("投产"),
    Stage.CAPACITY: _("达产"),
    Stage.BENEFIT: _("达效"),
    Stage.SUSPENDED: _("停缓建"),
    Stage.WITHDRAWN: _("退出"),
    Stage.TERMINATED: _("终止"),
}


VOIDED = models.Index(
    fields=["voids", "recorded_at"],
    condition=models.Q(voids__isnull=False),
    name="%(class)s_voided",
)


class Event(models.Model):
    """A dated, recorded fact."""

    happened_on = models.DateField(_("发生日期"))
    recorded_at = models.DateTimeField(_("登记时间"), db_index=True)
    recorded_by = models.CharField(_("登记人"), max_length=150)
    # Few events void another: a partial index finds them, a full one misleads the planner.
    voids = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="voided_by", db_index=False
    )
    is_retraction = models.BooleanField(default=False)
    import_run = models.ForeignKey(ImportRun, models.PROTECT, null=True, blank=True)
    note = models.CharField(_("说明"), max_length=500, blank=True)

    class Meta:
        abstract = True
        indexes = [VOIDED]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_retraction=False) | models.Q(voids__isnull=False),
                name="%(class)s_retraction_names_its_event",
            ),
        ]


class ProjectEvent(Event):
    """An event of one project."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="%(class)ss")

    class Meta(Event.Meta):
        abstract = True


class Milestone(ProjectEvent):
    """A step of the path that was reached, or a plan for it (`planned_for`)."""

    stage = models.CharField(_("里程碑"), max_length=12, choices=list(STAGE_LABELS.items()))
    planned_for = models.DateField(_("计划日期"), null=True, blank=True)

    class Meta(ProjectEvent.Meta):
        abstract = False
        indexes = [
            VOIDED,
            models.Index(fields=["project", "stage"]),
            models.Index(fields=["stage", "happened_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.stage} {self.planned_for or self.happened_on}"


class Posting(ProjectEvent):
    """An amount of money of one project; a project's totals are the sums of its postings."""

    class Kind(models.TextChoices):
        """What the money is."""

        PLANNED = "planned", _("计划总投资")
        PLANNED_FIXED = "planned_fixed", _("其中固定资产投资")
        CONTRACTED = "contracted", _("合同引资额")
        IN_PLACE = "in_place", _("到位资金")
        INVESTED = "invested", _("固投完成额")
        YEAR_PLAN = "year_plan", _("年度计划投资")
        OUTPUT = "output", _("产值")
        TAX = "tax", _("税收")
        PAYOUT = "payout", _("兑现")

    kind = models.CharField(_("科目"), max_length=14, choices=Kind)
    amount = models.DecimalField(_("金额(元)"), max_digits=20, decimal_places=2)
    currency = models.CharField(_("币种"), max_length=3, default="CNY")
    original_amount = models.DecimalField(_("原币金额"), max_digits=20, decimal_places=2)
    # First day of the month that the amount belongs to.
    period = models.DateField(_("所属月份"))

    class Meta(ProjectEvent.Meta):
        abstract = False
        indexes = [
            VOIDED,
            models.Index(fields=["project", "kind", "period"]),
            models.Index(fields=["kind", "period"]),
        ]
        constraints = [
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(period__day=1), name="posting_period_is_a_month"
            ),
            models.CheckConstraint(
                condition=~models.Q(currency="CNY") | models.Q(amount=models.F("original_amount")),
                name="posting_yuan_is_not_converted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.kind} {self.amount}"


class ProjectChange(ProjectEvent):
    """A field of a project's record that changed from `old` to `new` (keys as text)."""

    field = models.CharField(max_length=40)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.project_id} {self.field}: {self.old} → {self.new}"


class Observation(Event):
    """A value of an indicator for a place and period: a target, an actual, an approximation."""

    class Basis(models.TextChoices):
        """How firm the value is."""

        ACTUAL = "actual", _("实际")
        PLANNED = "planned", _("目标")
        APPROXIMATE = "approximate", _("约数")

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="observations")
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="observations")
    park = models.ForeignKey(Park, models.PROTECT, null=True, blank=True)
    first_day = models.DateField(_("期初"))
    last_day = models.DateField(_("期末"))
    value = models.DecimalField(_("数值"), max_digits=24, decimal_places=4)
    basis = models.CharField(_("性质"), max_length=12, choices=Basis)

    class Meta(Event.Meta):
        abstract = False
        indexes = [VOIDED, models.Index(fields=["zone", "indicator", "first_day"])]
        constraints = [
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="observation_period_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.first_day} {self.value}"
