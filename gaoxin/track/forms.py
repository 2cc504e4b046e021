"""Forms of supervision (督查表单)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from gaoxin.ledger.models import Department
from gaoxin.track.models import IssueStep, Submission, Visit

if TYPE_CHECKING:
    from datetime import date

STEP_KINDS = [
    (kind.value, kind.label) for kind in IssueStep.Kind if kind is not IssueStep.Kind.REOPENED
]


def first_error(form: forms.Form) -> str:
    """Return the first field's complaint with its label."""
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    return f"{label or name}：{errors[0]}"


class StepForm(forms.Form):
    """A step of a park's month."""

    park = forms.IntegerField(label=_("园区"))
    month = forms.DateField(label=_("月份"))
    step = forms.ChoiceField(label=_("环节"), choices=Submission.Step.choices)
    note = forms.CharField(label=_("理由"), required=False, max_length=500)

    def clean_month(self) -> date:
        """Return the first day of the month."""
        day: date = self.cleaned_data["month"]
        return day.replace(day=1)


class VisitForm(forms.Form):
    """A visit."""

    on = forms.DateField(label=_("走访日期"))
    kind = forms.ChoiceField(label=_("走访人类别"), choices=Visit.Kind.choices)
    visitor = forms.CharField(label=_("走访人"), required=False, max_length=150)
    note = forms.CharField(label=_("所见"), required=False, max_length=500)


class IssueForm(forms.Form):
    """A problem with its owner and due day."""

    title = forms.CharField(label=_("问题"), max_length=200)
    owner = forms.ModelChoiceField(
        label=_("责任部门"), queryset=Department.objects.all(), required=False
    )
    due_on = forms.DateField(label=_("办结期限"))


class IssueStepForm(forms.Form):
    """What happened to an issue."""

    kind = forms.ChoiceField(label=_("环节"), choices=IssueStep.Kind.choices)
    note = forms.CharField(label=_("说明"), required=False, max_length=500)


class SetForm(forms.Form):
    """A set of projects by their codes."""

    name = forms.CharField(label=_("批次名称"), max_length=100)
    held_on = forms.DateField(label=_("日期"))
    codes = forms.CharField(label=_("项目编号"), widget=forms.Textarea)

    def clean_codes(self) -> list[str]:
        """Return the codes, whatever stands between them."""
        return [code for code in re.split(r"[\s,，、;；]+", self.cleaned_data["codes"]) if code]
