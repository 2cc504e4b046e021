"""Fields of entry (登记表单的字段): as wide as they deserve, money with unit and currency."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gaoxin.ledger.actions import FEN, Amount
from gaoxin.ledger.entry.actions import Evidence
from gaoxin.ledger.models import CurrencyRate
from gaoxin.lib.errors import UserError
from gaoxin.lib.money import UNITS
from gaoxin.sources.actions import Upload
from gaoxin.sources.core.filetype import EXTENSIONS
from gaoxin.sources.holding import held_upload, hold_upload
from gaoxin.sources.models import Document
from gaoxin.web import clock

if TYPE_CHECKING:
    from datetime import date

    from gaoxin.lib.access import Actor

# A sum beyond this is a slip of the unit: a hundred trillion yuan.
MOST = Decimal(10) ** 14
CURRENCIES = {"USD": _("美元"), "EUR": _("欧元"), "HKD": _("港元"), "JPY": _("日元")}
PROOFS = [
    (kind.value, kind.label)
    for kind in (
        Document.Kind.VOUCHER, Document.Kind.CONTRACT, Document.Kind.PERMIT, Document.Kind.NOTICE,
        Document.Kind.PHOTO, Document.Kind.WORKBOOK, Document.Kind.TEXT,
    )
]  # fmt: skip


def spread(field: Any, columns: int) -> Any:
    """Return a field that takes so many of the form's six columns; three where not said."""
    field.columns = columns
    return field


def text(label: Any, most: int, **options: Any) -> forms.CharField:
    """Return a field for a line of text."""
    widget = forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=most, widget=widget, **options)


def lines(label: Any, most: int) -> forms.CharField:
    """Return a field for some lines of text, which may stay empty."""
    widget = forms.Textarea(attrs={"class": "form-control", "rows": 3})
    return forms.CharField(label=label, max_length=most, required=False, widget=widget)


def pick(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    """Return a field for one of a few."""
    widget = forms.Select(attrs={"class": "form-select"})
    return forms.ChoiceField(label=label, choices=choices, widget=widget, **options)


def one_of(label: Any, model: Any, **options: Any) -> forms.ModelChoiceField[Any]:
    """Return a field for a record; the form sets which ones."""
    widget = forms.Select(attrs={"class": "form-select"})
    return forms.ModelChoiceField(
        model._default_manager.none(), label=label, widget=widget, **options
    )


class DayField(forms.DateField):
    """A day; `past` ones may not lie ahead of today."""

    def __init__(self, label: Any, *, past: bool = True, **options: Any) -> None:
        widget = forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d")
        super().__init__(label=label, widget=widget, **options)
        self.past = past

    def clean(self, value: Any) -> Any:
        """Return the day, refused with words where it is still to come."""
        day: date | None = super().clean(value)
        if self.past and day is not None and day > clock.today():
            raise forms.ValidationError(_("%(day)s 还没有到。") % {"day": day})
        return day


def unit_choices() -> list[tuple[str, Any]]:
    """Return the units of yuan, and those of each currency of which a rate is known."""
    found: list[tuple[str, Any]] = [
        ("亿元|CNY", _("亿元")), ("万元|CNY", _("万元")), ("元|CNY", _("元")),
    ]  # fmt: skip
    known = CurrencyRate.objects.order_by("currency").values_list("currency", flat=True).distinct()
    for code in known:
        words = {"currency": CURRENCIES.get(code, code)}
        found += [
            (f"亿元|{code}", _("亿%(currency)s") % words),
            (f"万元|{code}", _("万%(currency)s") % words),
            (f"元|{code}", words["currency"]),
        ]
    return found


class MoneyForm(forms.Form):
    """An amount with its unit and currency."""

    amount = forms.DecimalField(
        label=_("金额"), max_digits=20, decimal_places=8,
        widget=forms.NumberInput(attrs={"class": "form-control", "step": "any"}),
    )  # fmt: skip
    unit = pick(_("单位"), [])

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["unit"].choices = unit_choices()  # type: ignore[attr-defined]  # a choice

    def clean_amount(self) -> Decimal | None:
        """Return the amount, which must be above zero where it is given."""
        amount: Decimal | None = self.cleaned_data["amount"]
        if amount is not None and amount <= 0:
            raise forms.ValidationError(_("要大于零。"))
        return amount

    def clean(self) -> dict[str, Any]:
        """Add `sum`, the amount in whole fen of its currency."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        amount, unit = given.get("amount"), given.get("unit")
        given["sum"] = None
        if amount is None or unit is None:
            return given
        size, _bar, currency = unit.partition("|")
        exact = amount * UNITS[size]
        value = exact.quantize(FEN, ROUND_HALF_UP) if exact < MOST else exact
        if exact >= MOST:
            self.add_error("amount", _("太大了，看看单位对不对。"))
        elif exact != value:
            self.add_error("amount", _("最多精确到分。"))
        else:
            given["sum"] = Amount(value, currency)
        return given


class ProofForm(forms.Form):
    """A file that proves what is told; it is kept while the form is asked once more."""

    slip = forms.CharField(required=False, widget=forms.HiddenInput)
    file = spread(
        forms.FileField(
            label=_("证据文件"), required=False, allow_empty_file=True, max_length=255,
            widget=forms.FileInput(attrs={"class": "form-control", "accept": ",".join(EXTENSIONS)}),
        ), 6,
    )  # fmt: skip
    proof = pick(_("是什么文件"), PROOFS)
    page = forms.IntegerField(
        label=_("第几页"), required=False, min_value=1, max_value=10_000,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
        help_text=_("不填就是整份文件。"),
    )  # fmt: skip

    data: Any
    held_name = ""
    must_prove = False

    def __init__(self, *given: Any, by: Actor, **options: Any) -> None:
        super().__init__(*given, **options)
        self.by = by
        if self.is_bound:
            self.data = self.data.copy()

    def clean(self) -> dict[str, Any]:
        """Add `evidence`: the file sent now, else the one kept from before, else None."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        given["evidence"] = None
        if "file" in self.errors:
            return given
        try:
            upload = self._upload(given)
        except UserError as why:
            self.data["slip"] = ""
            self.add_error("file", str(why))
            return given
        if upload is not None:
            self.held_name = upload.file_name
            given["evidence"] = Evidence(upload, given.get("page"))
        elif self.must_prove:
            self.add_error("file", _("先选一个文件。"))
        return given

    def _upload(self, given: dict[str, Any]) -> Upload | None:
        sent, kind = given.get("file"), given.get("proof") or PROOFS[0][0]
        if sent is None:
            slip = given.get("slip")
            return held_upload(slip, kind=kind, by=self.by) if slip else None
        limit = settings.GAOXIN_UPLOAD_MB
        if sent.size > limit * 2**20:
            raise UserError(_("文件超过 %(limit)s MB。") % {"limit": limit})
        upload = Upload(sent.read(), sent.name, kind)
        self.data["slip"] = hold_upload(upload, by=self.by)
        return upload
