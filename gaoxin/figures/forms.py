"""Forms of figures (口径表单)."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

EXAMPLE = """- id: start_rate
  version: own26
  name: {zh: 开工率（本区）, en: Start rate of this zone}
  kind: ratio
  unit: "%"
  numerator: {select: reached, params: {stage: started}}
  denominator: {select: reached, params: {stage: signed}}
  cohort: same_period
  threshold: {at_least_wan: 5000, basis: planned}
  rounding: {mode: half_up, digits: 1}
  reference: {title: 管委会文件名称, article: 第几条, grade: own}
  in_force_from: 2026-01-01
"""


class DefinitionForm(forms.Form):
    """A definition as text."""

    text = forms.CharField(
        label=_("口径"), widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"})
    )
