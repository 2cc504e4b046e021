"""Experts' forms (专家表单): declaration, and the sheet as a plain form without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext as _

from gaoxin.review.wording import reason_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FREE = "free"


def reason_choices(reasons: Iterable[str]) -> list[tuple[str, str]]:
    """Return the scheme's reasons for recusal with their words."""
    return [(code, reason_words(code)) for code in reasons]


class DeclareForm(forms.Form):
    """A declaration: free of ties, or one of the scheme's reasons for recusal."""

    choice = forms.ChoiceField()
    note = forms.CharField(max_length=300, required=False)

    def __init__(self, posted: Any = None, *, reasons: Iterable[str], may_be_free: bool) -> None:
        super().__init__(posted)
        free = [(FREE, _("没有以上情形"))] if may_be_free else []
        choice = cast("forms.ChoiceField", self.fields["choice"])
        choice.choices = [*reason_choices(reasons), *free]


def posted_sheet(posted: Mapping[str, str], names: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the fields that were changed in a sheet sent as a form.

    The form carries what each field held when it was shown (`.was`) and the stamp of that state.
    """
    return {
        name: {"value": posted[name], "seen": posted.get(f"{name}.seen", "")}
        for name in names
        if name in posted and posted[name] != posted.get(f"{name}.was", "")
    }
