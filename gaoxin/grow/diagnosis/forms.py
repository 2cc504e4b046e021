"""Forms of the diagnosis (诊断表单): sign, void, evidence."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gaoxin.grow.models import Diagnosis
from gaoxin.sources.models import Document

EVIDENCE_KINDS = [
    (kind.value, kind.label)
    for kind in (Document.Kind.PHOTO, Document.Kind.VOUCHER, Document.Kind.NOTICE,
                 Document.Kind.WORKBOOK)
]  # fmt: skip


class SignForm(forms.Form):
    """Who answered, and on which day."""

    kind = forms.ChoiceField(label=_("方式"), choices=Diagnosis.Kind.choices)
    on = forms.DateField(label=_("诊断日期"))
    note = forms.CharField(label=_("说明"), required=False, max_length=500)


class VoidForm(forms.Form):
    """Why a signed diagnosis is void."""

    reason = forms.CharField(label=_("作废理由"), max_length=500)


class EvidenceForm(forms.Form):
    """A file that proves the answers."""

    file = forms.FileField(label=_("文件"))
    kind = forms.ChoiceField(label=_("类别"), choices=EVIDENCE_KINDS)
