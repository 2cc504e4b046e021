"""Forms of a case (评审件表单): intake, dossier, papers, steps, opinions, vetoes, conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gaoxin.ledger.entry.fields import DayField, ProofForm, lines, one_of, pick, spread, text
from gaoxin.ledger.models import Project
from gaoxin.review.actions import Told
from gaoxin.review.core.scheme.model import figures
from gaoxin.review.models import Opinion
from gaoxin.review.wording import INDUSTRIES, asked_words, figure_words, label
from gaoxin.web import clock

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from gaoxin.review.core.scheme.model import Indicator, Scheme

NONE = [("", "—")]


class IntakeForm(forms.Form):
    """Which project is taken in, as which type, and whether a panel is wished."""

    project = one_of(_("项目"), Project, to_field_name="code")
    kind = pick(_("项目类型"), [("", _("与台账相同")), *Project.Kind.choices], required=False)
    with_panel = forms.BooleanField(
        label=_("加专家评审"), required=False,
        help_text=_("只对方案规定“可以请专家”的档有效；必须请的档不用勾。"),
    )  # fmt: skip

    def __init__(self, *given: Any, projects: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]  # a choice


class DossierForm(forms.Form):
    """Every figure, class, merit and trait that the scheme asks of this type of project."""

    def __init__(
        self, scheme: Scheme, kind: str, *given: Any, values: Mapping[str, str], **options: Any
    ) -> None:
        super().__init__(*given, **options)
        self.scheme, self.values = scheme, values
        self.fields["industry"] = pick(_("所属行业"), _industries(scheme), required=False)
        self.fields["leased"] = forms.BooleanField(label=_("租用厂房"), required=False)
        used = {item.inputs[kind] for item in scheme.used(kind) if kind in item.inputs}
        for name in figures(scheme):
            if name in used or name in _sizing(scheme, kind):
                self.fields[name] = _number(asked_words(scheme, name))
        for item in scheme.used(kind):
            if item.kind == "class":
                self.fields[item.id] = _graded(item)
        for name in scheme.bonus.items:
            self.fields[name] = forms.BooleanField(
                label=_("加分：%(name)s") % {"name": figure_words(scheme, name)}, required=False
            )
        self.fields["note"] = spread(text(_("说明"), 300, required=False), 6)
        for name, value in values.items():
            if name in self.fields:
                is_flag = isinstance(self.fields[name], forms.BooleanField)
                self.initial.setdefault(name, value == "true" if is_flag else value)

    def told(self) -> dict[str, Told]:
        """Return the values as told; a flag that is off takes an earlier one back."""
        note = self.cleaned_data["note"]
        found = {}
        for name, value in self.cleaned_data.items():
            if name == "note":
                continue
            if isinstance(value, bool):
                said = "true" if value else ""
            else:
                said = "" if value is None else f"{value}"
            found[name] = Told(said, note)
        return found


def _industries(scheme: Scheme) -> list[tuple[str, Any]]:
    return NONE + [(name, INDUSTRIES.get(name, name)) for name in scheme.standards]


def _sizing(scheme: Scheme, kind: str) -> set[str]:
    from gaoxin.rulebook.tree import Fact, walk

    whens = [tier.when[kind] for tier in scheme.tiers.values()]
    nodes = [node for when in whens if when is not None for node in walk(when)]
    return {node.name for node in nodes if isinstance(node, Fact)}


def _number(words: str) -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"class": "form-control", "step": "any"})
    return forms.DecimalField(
        label=words,
        required=False,
        widget=widget,
        max_digits=16,
        decimal_places=6,
        min_value=0,
    )


def _graded(item: Indicator) -> forms.ChoiceField:
    choices = [(name, label(grade.words)) for name, grade in item.classes.items()]
    return pick(label(item.words), NONE + choices, required=False)


class PaperForm(ProofForm):
    """A document of the dossier, what it proves, and the text that experts read beside it."""

    must_prove = True
    title = spread(text(_("标题"), 300, required=False), 3)
    proves = pick(_("证明哪一项"), [], required=False)
    quote = spread(text(_("原文"), 500, required=False), 6)
    pages = spread(lines(_("正文（专家在评分旁看，两页之间空一行写 ---）"), 200_000), 6)
    field_order = ("slip", "file", "title", "proof", "proves", "page", "quote", "pages")

    def __init__(self, *given: Any, scheme: Scheme, kind: str, **options: Any) -> None:
        super().__init__(*given, **options)
        names = [item.id for item in scheme.used(kind)]
        names += [name for item in scheme.used(kind) for name in item.inputs.values()]
        choices = [(name, figure_words(scheme, name)) for name in dict.fromkeys(names)]
        self.fields["proves"].choices = NONE + choices  # type: ignore[attr-defined]  # a choice

    def texts(self) -> list[str]:
        """Return the pages' texts."""
        given = self.cleaned_data["pages"].replace("\r\n", "\n")
        return [page.strip("\n") for page in given.split("\n---\n")] if given.strip() else []


class StepForm(ProofForm):
    """What goes with a move: a paper in words or as a file, and a reason."""

    paper = spread(text(_("书面材料名称"), 300, required=False), 6)
    reason = spread(lines(_("理由"), 1000), 6)
    field_order = ("slip", "paper", "reason", "file", "proof", "page")

    def __init__(self, *given: Any, asks: Collection[str], **options: Any) -> None:
        super().__init__(*given, **options)
        for name in ("paper", "reason"):
            if name not in asks:
                del self.fields[name]
        if "reason" in asks:
            self.fields["reason"].required = True
        if {"paper", "file"} <= {*asks}:
            self.fields["paper"].help_text = _("写名称或附文件，至少一样。")
        if "file" not in asks:
            for name in ("file", "proof", "page", "slip"):
                del self.fields[name]
        else:
            del self.fields["page"]

    def clean(self) -> dict[str, Any]:
        """Return the data, with the file where one is asked for."""
        if "file" in self.fields:
            return super().clean()
        return forms.Form.clean(self) or self.cleaned_data


class OpinionForm(ProofForm):
    """A bureau's opinion with its paper."""

    bureau = pick(_("部门"), [])
    stance = pick(_("意见"), Opinion.Stance.choices)
    words = spread(lines(_("理由"), 1000), 6)
    field_order = ("slip", "bureau", "stance", "words", "file", "proof", "page")

    def __init__(self, *given: Any, bureaux: Collection[str], **options: Any) -> None:
        super().__init__(*given, **options)
        pairs = [(bureau, bureau) for bureau in bureaux]
        self.fields["bureau"].choices = pairs  # type: ignore[attr-defined]  # a choice
        self.fields["words"].required = True


class VetoForm(ProofForm):
    """A bureau's answer to one of its vetoes."""

    veto = spread(pick(_("否决条目"), []), 6)
    raised = pick(_("答复"), [("0", _("不触发")), ("1", _("触发，一票否决"))])
    words = spread(lines(_("意见"), 1000), 6)
    field_order = ("slip", "veto", "raised", "words", "file", "proof", "page")

    def __init__(self, *given: Any, vetoes: Collection[tuple[str, str]], **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["veto"].choices = list(vetoes)  # type: ignore[attr-defined]  # a choice


class ConditionMetForm(ProofForm):
    """That a condition was met: when, and shown by what."""

    met_on = DayField(_("办结日期"))
    words = spread(text(_("凭什么材料"), 300), 6)
    field_order = ("slip", "met_on", "words", "file", "proof", "page")

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.initial.setdefault("met_on", clock.today())
