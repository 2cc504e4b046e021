"""Forms of the evaluation (综合评价表单): a value or target of one line, a sheet."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gaoxin.grow.core.evaluation import ACTUAL, PLANNED

BASES = ((ACTUAL, _("实际")), (PLANNED, _("目标")))


class ValueForm(forms.Form):
    """A value or target of a line for a year, with the day it was published and its document."""

    year = forms.CharField(label=_("年度"), max_length=4)
    basis = forms.ChoiceField(label=_("性质"), choices=BASES)
    value = forms.CharField(label=_("数值"), max_length=40)
    on = forms.DateField(label=_("公布日期"))
    file = forms.FileField(label=_("来源文件"), required=False)


class SheetForm(forms.Form):
    """A sheet of values: pasted, or a workbook; `confirm` writes what was shown."""

    table = forms.CharField(label=_("评价表"), max_length=10)
    year = forms.CharField(label=_("年度"), max_length=4)
    on = forms.DateField(label=_("公布日期"))
    text = forms.CharField(label=_("粘贴的表格"), required=False, strip=False)
    file = forms.FileField(label=_("工作簿"), required=False)
    document = forms.IntegerField(required=False)
    confirm = forms.CharField(required=False)
