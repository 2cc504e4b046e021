"""Forms of the record (企业登记表单): yearly figures, titles, chain entries, evidence, voids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gaoxin.grow import words
from gaoxin.grow.actions import Tie, Title
from gaoxin.grow.books import books
from gaoxin.grow.core.form import answers, form, form_terms, reported
from gaoxin.grow.models import ChainEntry, Honour
from gaoxin.grow.queries import enterprises_for
from gaoxin.ledger.entry.fields import DayField, ProofForm, one_of, pick, spread, text
from gaoxin.ledger.models import Enterprise
from gaoxin.rulebook.vocabulary import ValueRefusedError

if TYPE_CHECKING:
    from gaoxin.ledger.models import Zone
    from gaoxin.lib.access import Actor
    from gaoxin.rulebook.vocabulary import Term

YES_NO = [("", "—"), ("true", _("是")), ("false", _("否"))]


class FiguresForm(ProofForm):
    """The figures of one year, as the enterprise's filing asks for them; empty ones are left."""

    all_optional = True

    year = forms.IntegerField(label=_("年度"), widget=forms.HiddenInput)
    on = DayField(_("报送日期"), help_text=_("看这天以前的页面，还没有这些数。"))

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for section in form():
            for number, term in enumerate(section.terms):
                field: Any = _field_of(term)
                # The page tells what it showed: an old page must not undo a newer correction.
                field.show_hidden_initial = True
                field.heading = "" if number else section.label(words.language())
                self.fields[term.name] = field
        names = [name for name in self.fields if name not in {"file", "proof", "page"}]
        self.order_fields([*names, "file", "proof", "page"])

    def clean(self) -> dict[str, Any]:
        """Add `values`: what was filled in and is not as the page showed it, by indicator."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        values = {}
        for term in form_terms():
            raw = (cleaned.get(term.name) or "").strip()
            if not raw or term.name not in self.changed_data:
                continue
            try:
                reported(term, raw)
            except ValueRefusedError as why:
                self.add_error(term.name, str(why))
            else:
                values[term.name] = raw
        cleaned["values"] = values
        return cleaned


def _field_of(term: Term) -> forms.Field:
    unit = words.unit_word(term)
    label = term.label(words.language())
    label = f"{label}（{unit}）" if unit else label
    options: dict[str, Any] = {"required": False, "help_text": term.definition}
    if term.unit == "bool":
        return pick(label, YES_NO, **options)
    if answers(term):
        levels = [(level, words.level_word(level)) for level in answers(term)]
        return pick(label, [("", "—"), *levels], **options)
    if term.unit == "text":
        return text(label, 200, **options)
    widget = forms.TextInput(
        attrs={"class": "form-control", "inputmode": "decimal", "autocomplete": "off"}
    )
    return forms.CharField(label=label, max_length=40, widget=widget, **options)


class HonourForm(ProofForm):
    """A title that was granted, re-checked or revoked, with its document."""

    title = pick(_("称号"), [])
    kind = pick(_("事项"), Honour.Kind.choices)
    level = pick(_("级别"), Honour.Level.choices)
    on = DayField(_("日期"))
    expires_on = DayField(
        _("有效期至"), past=False, required=False,
        help_text=_("不填就按规则的有效年限；没有年限的长期有效。"),
    )  # fmt: skip
    number = text(_("文号或证书号"), 100, required=False)
    note = spread(text(_("说明"), 500, required=False), 6)
    field_order = ("slip", "title", "kind", "level", "on", "expires_on", "number", "note", "file",
                   "proof", "page")  # fmt: skip

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        choice: Any = self.fields["title"]
        choice.choices = [
            (name, words.title_word(title)) for name, title in books().ladder.titles.items()
        ]

    def told(self) -> Title:
        """Return what was told."""
        given = self.cleaned_data
        return Title(
            given["title"], given["level"], given["kind"], given["on"], given["expires_on"],
            given["number"], given["note"],
        )  # fmt: skip


class TieForm(forms.Form):
    """A place in one of the five chains."""

    chain = pick(_("链"), ChainEntry.Chain.choices)
    role = pick(_("类别"), ChainEntry.Role.choices)
    name = spread(text(_("名称"), 200), 6)
    partner = one_of(_("对方企业"), Enterprise, required=False, empty_label=_("不在本区台账"))
    on = DayField(_("从哪天起"))
    detail = spread(text(_("说明"), 300, required=False), 6)

    def __init__(self, *given: Any, zone: Zone, by: Actor, **options: Any) -> None:
        super().__init__(*given, **options)
        choice: Any = self.fields["partner"]
        choice.queryset = enterprises_for(by, zone).order_by("name")

    def tie(self) -> Tie:
        """Return what was told."""
        given = self.cleaned_data
        return Tie(given["chain"], given["role"], given["name"], given["on"], given["detail"],
                   given["partner"])  # fmt: skip


class EvidenceForm(ProofForm):
    """A file for an event that is known."""

    must_prove = True


class RetractForm(forms.Form):
    """Why an event no longer counts."""

    reason = spread(text(_("理由"), 500), 6)
