"""Forms of the read room (读报表单)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from gaoxin.ledger.models import Observation, Posting
from gaoxin.ledger.models.events import STAGE_LABELS
from gaoxin.read.desk.byhand import What
from gaoxin.sources.models import Document
from gaoxin.web import clock

if TYPE_CHECKING:
    from gaoxin.read.models import Fact

KINDS = [
    (Document.Kind.NEWSPAPER, Document.Kind.NEWSPAPER.label),
    (Document.Kind.BULLETIN, Document.Kind.BULLETIN.label),
    (Document.Kind.NOTICE, Document.Kind.NOTICE.label),
    (Document.Kind.TEXT, Document.Kind.TEXT.label),
]
LONGEST_CHECKED = 100_000  # characters; a checked text is answered at once and shown whole
MOST_SENT = 400  # characters of words by hand, blanks of torn lines included
ACCEPT = ".txt,.docx,.pdf,.html,.htm"


class Day(forms.DateField):
    """A day of the present state: a slip such as 0206 for 2026 is told, not recorded."""

    default_validators = [MinValueValidator(date(1949, 10, 1))]


class UploadForm(forms.Form):
    """Where the text comes from; the files themselves, or a pasted text."""

    kind = forms.ChoiceField(label=_("类别"), choices=KINDS, required=False)
    title = forms.CharField(label=_("标题"), max_length=200, required=False)
    publisher = forms.CharField(label=_("来源单位"), max_length=200, required=False)
    published_on = Day(label=_("日期"), required=False)
    text = forms.CharField(label=_("粘贴文字"), required=False, strip=False)

    def clean_published_on(self) -> date | None:
        """A paper of a day to come is a slip, here as where its day is changed."""
        day: date | None = self.cleaned_data["published_on"]
        if day and day > clock.today():
            raise forms.ValidationError(_("文件的日期不能晚于今天。"))
        return day


class PrintedNumber(forms.DecimalField):
    """A number as papers print it: 1,032.4亿元, 8.3%, 412."""

    def to_python(self, value: Any) -> Any:
        """Return the plain number: yuan, a ratio, a count."""
        text = "".join(str(value or "").replace(",", "").replace("，", "").split())
        bare = text.removesuffix("元")
        for sign, tens in (("亿", 8), ("万", 4), ("%", -2), ("％", -2)):
            if bare.endswith(sign):
                number = super().to_python(bare.removesuffix(sign))
                return None if number is None else number.scaleb(tens)
        return super().to_python(bare)


class AcceptForm(forms.Form):
    """A decision to accept: the link, and what was edited."""

    link = forms.RegexField(
        r"^(?:new_(?:project|indicator)|(?:project|enterprise|indicator):\d{1,18})$",
        label=_("关联"), required=False,
    )  # fmt: skip
    money = forms.ChoiceField(
        label=_("科目"), choices=[("", "—"), *Posting.Kind.choices], required=False
    )
    subject = forms.CharField(label=_("主体"), max_length=200, required=False)
    place = forms.CharField(label=_("所说的区"), max_length=100, required=False)
    value = PrintedNumber(label=_("数值"), max_digits=24, decimal_places=4, required=False)
    first_day = Day(label=_("期初"), required=False)
    last_day = Day(label=_("期末"), required=False)
    basis = forms.ChoiceField(label=_("性质"), choices=Observation.Basis.choices, required=False)
    stage = forms.ChoiceField(
        label=_("里程碑"), choices=[("", "—"), *STAGE_LABELS.items()], required=False
    )
    reason = forms.CharField(label=_("为什么改"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """A period runs forward; a single day is both its ends."""
        found: dict[str, Any] = super().clean() or {}
        first, last = found.get("first_day"), found.get("last_day")
        found["first_day"], found["last_day"] = first or last, last or first
        if first and last and first > last:
            raise forms.ValidationError({"last_day": _("期末在期初之前。")})
        return found

    def edits(self, fact: Fact) -> dict[str, Any]:
        """Return the fields that were sent and differ from the fact as read."""
        names = ("subject", "value", "first_day", "last_day", "basis", "place", "stage")
        sent = {name: self.cleaned_data[name] for name in names if name in self.data}
        if "last_day" in sent and fact.stage:
            sent["first_day"] = sent["last_day"]
        empty = {name for name, value in sent.items() if value in (None, "") and name != "place"}
        return {
            name: value
            for name, value in sent.items()
            if name not in empty and value != getattr(fact, name)
        }


class DayForm(forms.Form):
    """The day on which a paper came out."""

    day = Day(label=_("文件日期"))


class AddForm(forms.Form):
    """A fact added by hand: words of the text, and what they are."""

    words = forms.CharField(label=_("原文里的字"), max_length=MOST_SENT)
    what = forms.ChoiceField(label=_("记为"), choices=What.choices)
    stage = forms.ChoiceField(
        label=_("里程碑"), choices=[("", _("看文字")), *STAGE_LABELS.items()], required=False
    )
    near = forms.IntegerField(required=False, min_value=0)


class RejectForm(forms.Form):
    """Why a fact is rejected."""

    reason = forms.CharField(label=_("理由"), max_length=300, required=False)


class CheckForm(forms.Form):
    """Somebody's bulletin: pasted, or a file."""

    text = forms.CharField(
        label=_("文字"), required=False, strip=False, max_length=LONGEST_CHECKED,
        error_messages={"max_length": _("超过 10 万字。收进收件箱，会一段一段读和查。")},
    )  # fmt: skip
    file = forms.FileField(label=_("文件"), required=False)


def first_error(form: forms.Form) -> str:
    """Return the first thing that is wrong, with the field's name."""
    field, errors = next(iter(form.errors.items()))
    label = form.fields[field].label if field in form.fields else ""
    return f"{label}：{errors[0]}" if label else str(errors[0])
