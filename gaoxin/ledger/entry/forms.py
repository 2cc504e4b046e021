"""Forms of entry (登记表单): a lead, a milestone, a plan, money, the record, evidence, a void."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gaoxin.ledger.core.stage import PATH
from gaoxin.ledger.entry.actions import Lead, last_change
from gaoxin.ledger.entry.fields import (
    DayField,
    MoneyForm,
    ProofForm,
    lines,
    one_of,
    pick,
    spread,
    text,
)
from gaoxin.ledger.models import Department, Industry, Park, Posting, Project
from gaoxin.ledger.models.events import STAGE_LABELS
from gaoxin.lib.numerals import tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from gaoxin.ledger.core.stage import Stage
    from gaoxin.ledger.models import Zone
    from gaoxin.lib.access import Actor

BLANK = [("", "—")]
# The columns of the record that both forms ask for, and those of the record's own form.
ASKED = ("name", "kind", "park", "industry", "investor", "origin", "is_high_tech", "phase",
         "content")  # fmt: skip
LATER = ("origin_park", "buildings", "filing_number", "filing_month", "lead_department",
         "year_bucket")  # fmt: skip


class RecordForm(forms.Form):
    """What a record says of a project."""

    asked: tuple[str, ...] = ASKED

    name = spread(text(_("项目名称"), 200), 6)
    kind = pick(_("项目类型"), Project.Kind.choices)
    park = one_of(_("园区"), Park, required=False, empty_label=_("未定"))
    industry = one_of(_("产业"), Industry, required=False, empty_label="—")
    enterprise = text(
        _("企业名称"), 200, required=False,
        help_text=_("写全称；台账里有的就接上，没有的新建。"),
    )  # fmt: skip
    investor = text(_("投资方"), 200, required=False)
    origin = pick(_("资金来源地"), BLANK + Project.Origin.choices, required=False)
    phase = text(_("分期"), 20, required=False)
    is_high_tech = forms.BooleanField(label=_("高新技术"), required=False)
    content = spread(lines(_("建设内容"), 2000), 6)

    def __init__(self, *given: Any, zone: Zone, by: Actor, **options: Any) -> None:
        super().__init__(*given, **options)
        choice: Any = self.fields
        choice["industry"].queryset = Industry.objects.filter(zone=zone)
        parks = Park.objects.filter(zone=zone)
        choice["park"].queryset = parks
        if not by.sees_zone:
            held: int | None = self.initial.get("park")
            own = by.park_ids if held is None else by.park_ids | {held}
            choice["park"].queryset = parks.filter(pk__in=own)
            choice["park"].required = "park" not in self.initial or held is not None
            if choice["park"].required:
                choice["park"].empty_label = None

    def clean_name(self) -> str:
        """Return the name as it should be kept."""
        return tidy(self.cleaned_data["name"])

    def clean_enterprise(self) -> str:
        """Return the name as it should be kept."""
        return tidy(self.cleaned_data["enterprise"])

    def lead(self) -> Lead:
        """Return what was told."""
        given = self.cleaned_data
        fields = {name: given[name] for name in self.asked}
        return Lead(fields, given["on"], given["enterprise"], given.get("sum"))


class LeadForm(RecordForm, MoneyForm):
    """A new lead with its planned total and its day."""

    on = DayField(_("线索日期"))
    field_order = ("name", "kind", "park", "industry", "enterprise", "investor", "origin", "phase",
                   "on", "is_high_tech", "content", "amount", "unit")  # fmt: skip

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["amount"].label = _("计划总投资")
        self.fields["amount"].required = False


class AmendForm(RecordForm):
    """The record of a project, changed from a day on."""

    asked = ASKED + LATER

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    origin_park = one_of(_("首谈园区"), Park, required=False, empty_label="—")
    buildings = text(_("厂房"), 200, required=False)
    filing_number = text(_("备案号"), 60, required=False)
    filing_month = DayField(_("备案月份"), required=False, help_text=_("取当月任一天，只记月份。"))
    lead_department = one_of(_("牵头单位"), Department, required=False, empty_label="—")
    year_bucket = pick(_("七个一批"), BLANK + Project.Bucket.choices, required=False)
    on = DayField(_("从哪天起"), help_text=_("看这天以前的页面，仍是原来的样子。"))

    def __init__(self, project: Project, *given: Any, by: Actor, day: date) -> None:
        initial = {each: project.serializable_value(each) for each in self.asked}
        firm = project.enterprise
        initial |= {
            "on": day,
            "seen": last_change(project),
            "enterprise": "" if firm is None else firm.name,
        }
        super().__init__(*given, zone=project.zone, by=by, initial=initial)
        choice: Any = self.fields
        choice["origin_park"].queryset = Park.objects.filter(zone=project.zone)
        choice["lead_department"].queryset = Department.objects.filter(zone=project.zone)

    def clean_filing_month(self) -> date | None:
        """Return the first day of the month."""
        day: date | None = self.cleaned_data["filing_month"]
        return day and day.replace(day=1)


def stage_choices(stages: Iterable[Stage], told: Any, days: Mapping[Stage, date]) -> list[Any]:
    """Return the stages to pick from, each with the day it has."""
    return [
        (each.value, told % {"stage": STAGE_LABELS[each], "day": days[each]})
        if each in days else (each.value, STAGE_LABELS[each])
        for each in stages
    ]  # fmt: skip


class MilestoneForm(ProofForm):
    """A milestone that was reached."""

    stage = pick(_("节点"), [])
    on = DayField(_("完成日期"))
    note = spread(text(_("说明"), 500, required=False), 6)
    field_order = ("slip", "stage", "on", "note", "file", "proof", "page")

    def __init__(self, *given: Any, days: Mapping[Stage, date], **options: Any) -> None:
        super().__init__(*given, **options)
        choice: Any = self.fields["stage"]
        choice.choices = stage_choices(STAGE_LABELS, _("%(stage)s（已登记 %(day)s）"), days)


class PlanForm(forms.Form):
    """Another planned day for a milestone."""

    stage = pick(_("节点"), [])
    planned_for = DayField(_("计划日期"), past=False)
    on = DayField(_("定计划的日期"), help_text=_("早先的计划留着，以最晚定的为准。"))

    def __init__(
        self, *given: Any, reached: Mapping[Stage, date], plans: Mapping[Stage, date],
        **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*given, **options)
        choice: Any = self.fields["stage"]
        left = [stage for stage in PATH if stage not in reached]
        choice.choices = stage_choices(left, _("%(stage)s（现计划 %(day)s）"), plans)


class PaidForm(ProofForm, MoneyForm):
    """An amount of money of a project."""

    kind = pick(_("科目"), Posting.Kind.choices, initial=Posting.Kind.IN_PLACE)
    on = DayField(_("发生日期"), help_text=_("记入这天所在的月份；年度计划记入当年。"))
    note = spread(text(_("说明"), 500, required=False), 6)
    field_order = ("slip", "kind", "on", "amount", "unit", "note", "file", "proof",
                   "page")  # fmt: skip


class EvidenceForm(ProofForm):
    """A file for an event that is known."""

    must_prove = True


class RetractForm(forms.Form):
    """Why an event no longer counts."""

    reason = spread(text(_("理由"), 500), 6)
