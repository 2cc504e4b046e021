"""Forms of the report room (通报表单)."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class DraftForm(forms.Form):
    """What the office adds to a draft: paragraphs of the last section."""

    plans = forms.CharField(label=_("下步工作补充"), required=False, max_length=4000)


class BackForm(forms.Form):
    """Why a bulletin is sent back."""

    reason = forms.CharField(label=_("退回理由"), max_length=500)


class PublishForm(forms.Form):
    """The day that is printed on the bulletin."""

    issued_on = forms.DateField(label=_("印发日期"))


class RatesForm(forms.Form):
    """A published table and the names of its three columns."""

    file = forms.FileField(label=_("表格"))
    num = forms.CharField(label=_("分子列"), max_length=100)
    den = forms.CharField(label=_("分母列"), max_length=100)
    published = forms.CharField(label=_("公布列"), max_length=100)
    unit = forms.ChoiceField(
        label=_("公布的比率写作"),
        choices=[("auto", _("自动认")), ("percent", _("63 或 63%")), ("ratio", _("0.63"))],
    )


class FileForm(forms.Form):
    """A bulletin to be traced."""

    file = forms.FileField(label=_("通报 .docx"))
