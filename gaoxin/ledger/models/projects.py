"""Projects and enterprises (项目与企业): identity only; what happens to them are events."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gaoxin.ledger.models.imports import ImportRun
from gaoxin.ledger.models.places import Department, Industry, Park, Zone


class _Recorded(models.Model):
    """A record that was made, and perhaps taken out again, at known moments."""

    recorded_at = models.DateTimeField(_("登记时间"), db_index=True)
    recorded_by = models.CharField(_("登记人"), max_length=150)
    # An undone import takes its records out; they stay for replays of the time between.
    removed_at = models.DateTimeField(_("撤出时间"), null=True, blank=True)
    import_run = models.ForeignKey(ImportRun, models.PROTECT, null=True, blank=True)

    class Meta:
        abstract = True


class Enterprise(_Recorded):
    """An enterprise, known by its unified social credit code."""

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="enterprises")
    name = models.CharField(_("企业名称"), max_length=200)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    industry = models.ForeignKey(Industry, models.PROTECT, null=True, blank=True)
    park = models.ForeignKey(Park, models.PROTECT, null=True, blank=True)
    registered_on = models.DateField(_("成立日期"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "name"],
                condition=models.Q(removed_at__isnull=True),
                name="enterprise_name_once",
            ),
            models.UniqueConstraint(
                fields=["zone", "credit_code"],
                condition=models.Q(removed_at__isnull=True) & ~models.Q(credit_code=""),
                name="enterprise_credit_code_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Project(_Recorded):
    """One record from lead to benefit reached; its stage and money are computed from events."""

    class Kind(models.TextChoices):
        """Type of project, as admission review tells them apart."""

        INDUSTRIAL = "industrial", _("工业项目")
        PLATFORM = "platform", _("平台项目")
        SERVICE = "service", _("现代服务业项目")

    class Origin(models.TextChoices):
        """Where the capital comes from."""

        LOCAL = "local", _("本市")
        PROVINCE = "province", _("省内市外")
        DOMESTIC = "domestic", _("省外")
        FOREIGN = "foreign", _("外资")

    class Bucket(models.TextChoices):
        """Seven batches (七个一批) of the year plan; not the stage of today."""

        PLANNED = "planned", _("谋划")
        TALKS = "talks", _("洽谈")
        SIGNING = "signing", _("签约")
        STARTING = "starting", _("开工")
        BUILDING = "building", _("建设")
        PRODUCING = "producing", _("投产")
        CAPACITY = "capacity", _("达产")

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="projects")
    code = models.CharField(_("项目编号"), max_length=40)
    name = models.CharField(_("项目名称"), max_length=200)
    kind = models.CharField(_("项目类型"), max_length=12, choices=Kind, default=Kind.INDUSTRIAL)
    park = models.ForeignKey(Park, models.PROTECT, null=True, blank=True, related_name="projects")
    # The park that negotiated first, where it is not the host (首谈地).
    origin_park = models.ForeignKey(
        Park, models.PROTECT, null=True, blank=True, related_name="originated_projects"
    )
    industry = models.ForeignKey(Industry, models.PROTECT, null=True, blank=True)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="projects"
    )
    investor = models.CharField(_("投资方"), max_length=200, blank=True)
    origin = models.CharField(_("资金来源地"), max_length=10, choices=Origin, blank=True)
    is_high_tech = models.BooleanField(_("高新技术"), default=False)
    phase = models.CharField(_("分期"), max_length=20, blank=True)
    content = models.TextField(_("建设内容"), blank=True)
    buildings = models.CharField(_("厂房"), max_length=200, blank=True)
    filing_number = models.CharField(_("备案号"), max_length=60, blank=True)
    filing_month = models.DateField(_("备案月份"), null=True, blank=True)
    lead_department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True)
    year_bucket = models.CharField(_("七个一批"), max_length=10, choices=Bucket, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "code"],
                condition=models.Q(removed_at__isnull=True),
                name="project_code_once",
            ),
        ]
        indexes = [models.Index(fields=["zone", "park"]), models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name


class CapacityLine(models.Model):
    """A designed capacity with its unit and period, such as 8 万片/月."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="capacities")
    product = models.CharField(_("产品"), max_length=100)
    amount = models.DecimalField(_("产能"), max_digits=20, decimal_places=4)
    unit = models.CharField(_("单位"), max_length=20)

    def __str__(self) -> str:
        return f"{self.product} {self.amount.normalize():f} {self.unit}"


class EquipmentLine(models.Model):
    """A number of machines, such as 1,735 sets."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="equipment")
    name = models.CharField(_("设备"), max_length=100)
    count = models.PositiveIntegerField(_("数量"))
    unit = models.CharField(_("单位"), max_length=10, default="台(套)")

    def __str__(self) -> str:
        return f"{self.name} {self.count} {self.unit}"


class ProjectSet(models.Model):
    """A named set of projects, such as a launch ceremony's batch; its members never change."""

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="project_sets")
    name = models.CharField(_("名称"), max_length=100)
    held_on = models.DateField(_("日期"))
    recorded_at = models.DateTimeField(_("登记时间"))
    recorded_by = models.CharField(_("登记人"), max_length=150)
    projects = models.ManyToManyField(Project, through="ProjectSetMember", related_name="sets")

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "name"], name="project_set_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectSetMember(models.Model):
    """A project's place in a set."""

    project_set = models.ForeignKey(ProjectSet, models.CASCADE, related_name="members")
    project = models.ForeignKey(Project, models.PROTECT, related_name="memberships")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project_set", "project"], name="set_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.project_set_id}: {self.project_id}"
