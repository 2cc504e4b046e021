"""Experts' forms (专家表单): declaration, and the sheet as a plain form without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.utils.functional import _StrOrPromise

REASONS: dict[str, _StrOrPromise] = {
    "employed_or_paid_by_investor_3y": gettext_lazy("三年内受雇于投资方或领取其报酬"),
    "shareholding": gettext_lazy("持有投资方股份"),
    "relative": gettext_lazy("与投资方负责人有亲属关系"),
    "adviser_or_author_of_the_plan": gettext_lazy("任投资方顾问，或参与编制申报材料"),
    "competitor": gettext_lazy("与投资方有竞争关系"),
    "recommended_the_project": gettext_lazy("推荐过本项目"),
    "personal_request": gettext_lazy("本人要求回避"),
}
FREE = "free"


def reason_words(reasons: Iterable[str]) -> list[tuple[str, str]]:
    """Return the scheme's reasons for recusal with their words; an unknown one as it is written."""
    return [(code, str(REASONS.get(code, code))) for code in reasons]


class DeclareForm(forms.Form):
    """A declaration: free of ties, or one of the scheme's reasons for recusal."""

    choice = forms.ChoiceField()
    note = forms.CharField(max_length=300, required=False)

    def __init__(self, posted: Any = None, *, reasons: Iterable[str], may_be_free: bool) -> None:
        super().__init__(posted)
        free = [(FREE, _("没有以上情形"))] if may_be_free else []
        choice = cast("forms.ChoiceField", self.fields["choice"])
        choice.choices = [*reason_words(reasons), *free]


def posted_sheet(posted: Mapping[str, str], names: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the fields that were changed in a sheet sent as a form.

    The form carries what each field held when it was shown (`.was`) and the stamp of that state.
    """
    return {
        name: {"value": posted[name], "seen": posted.get(f"{name}.seen", "")}
        for name in names
        if name in posted and posted[name] != posted.get(f"{name}.was", "")
    }
