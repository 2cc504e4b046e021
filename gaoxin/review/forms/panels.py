"""Forms of panels and decisions (专家组与会议表单): pool, draw, recusal, votes, scheme text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gaoxin.ledger.entry.fields import DayField, lines, one_of, pick, spread, text
from gaoxin.people.models import User
from gaoxin.review.actions import Known, Motion, Wanted
from gaoxin.review.models import Expert
from gaoxin.review.wording import REASONS
from gaoxin.web import clock

if TYPE_CHECKING:
    from collections.abc import Collection

ROWS = 3
_VOTES = {
    "赞成": "for", "同意": "for", "for": "for", "反对": "against", "against": "against",
    "弃权": "abstain", "abstain": "abstain", "回避": "recused", "recused": "recused",
    "缺席": "absent", "absent": "absent",
}  # fmt: skip
_LINE = re.compile(r"(.+?)[\s，,：:]+(\S+)")


class ExpertForm(forms.Form):
    """What the pool keeps of an expert; ties by name, a comma between them."""

    user = one_of(_("账号"), User, empty_label=None)
    field = pick(_("领域"), Expert.Field.choices)
    employer = spread(text(_("工作单位"), 200, required=False), 6)
    industries = spread(text(_("熟悉的产业"), 200, required=False), 6)
    shareholdings = spread(text(_("持股企业"), 500, required=False), 6)
    advised = spread(text(_("任顾问或编制人的企业"), 500, required=False), 6)
    recommended = spread(text(_("推荐过的项目编号"), 300, required=False), 6)
    outside = forms.BooleanField(label=_("区外专家"), required=False)
    is_active = forms.BooleanField(label=_("在库，可以抽取"), required=False)

    def __init__(self, *given: Any, users: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["user"].queryset = users  # type: ignore[attr-defined]  # a choice

    def known(self) -> Known:
        """Return what was told."""
        said = self.cleaned_data
        names = ("shareholdings", "advised", "recommended")
        ties = {name: tuple(filter(None, re.split(r"[，,、;；\s]+", said[name]))) for name in names}
        return Known(
            said["field"], said["outside"], said["employer"], said["industries"],
            is_active=said["is_active"], **ties,
        )  # fmt: skip


class DrawForm(forms.Form):
    """The seed, and who is left out beforehand."""

    seed = spread(text(_("种子"), 100, required=False), 6)
    excluded = spread(
        forms.MultipleChoiceField(
            label=_("事先排除"), required=False, widget=forms.CheckboxSelectMultiple
        ), 6,
    )  # fmt: skip

    def __init__(
        self, *given: Any, candidates: Collection[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*given, **options)
        self.fields["seed"].help_text = _(
            "先公布再抽：如当天某期开奖号码。不填由系统随机产生，一并留存。"
        )
        self.fields["excluded"].choices = list(candidates)  # type: ignore[attr-defined]  # a choice


class RecusalForm(forms.Form):
    """Who is recused by the office, and why."""

    expert = pick(_("专家"), [])
    reason = pick(_("事由"), list(REASONS.items()))
    note = spread(text(_("说明"), 300, required=False), 6)

    def __init__(self, *given: Any, seats: Collection[tuple[str, str]], **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["expert"].choices = list(seats)  # type: ignore[attr-defined]  # a choice


class DecisionForm(forms.Form):
    """The meeting: result, votes line by line, reason, conditions."""

    result = pick(_("结论"), [])
    body = text(_("会议"), 100)
    held_on = DayField(_("开会日期"))
    votes = spread(lines(_("表决"), 4000), 6)
    reason = spread(lines(_("理由"), 1000), 6)

    def __init__(self, *given: Any, options: Any, body: str, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["result"].choices = list(options)  # type: ignore[attr-defined]  # a choice
        self.fields["votes"].required = self.fields["reason"].required = True
        self.fields["votes"].help_text = _(
            "每人一行：姓名 赞成（反对、弃权、回避、缺席）。应到的人都写上；招商单位不表决。"
        )
        self.initial.setdefault("held_on", clock.today())
        self.initial.setdefault("body", body)
        for n in range(1, ROWS + 1):
            self.fields[f"text{n}"] = text(_("条件 %(n)s") % {"n": n}, 300, required=False)
            self.fields[f"owner{n}"] = text(_("谁办"), 100, required=False)
            self.fields[f"due{n}"] = DayField(_("期限"), past=False, required=False)
            self.fields[f"proof{n}"] = text(_("凭什么材料"), 200, required=False)

    def clean_votes(self) -> list[tuple[str, str]]:
        """Return each seat with its vote; the line that cannot be read is named."""
        found = []
        for n, line in enumerate(self.cleaned_data["votes"].splitlines(), 1):
            if not line.strip():
                continue
            match = _LINE.fullmatch(line.strip())
            vote = _VOTES.get(match[2].lower()) if match else None
            if match is None or vote is None:
                words = _("第 %(n)s 行读不懂：写成“姓名 赞成”这样。")
                raise forms.ValidationError(words % {"n": n})
            found.append((match[1].strip(), vote))
        return found

    def motion(self) -> Motion:
        """Return the motion as told."""
        said = self.cleaned_data
        votes = said["votes"]
        kept = [n for n in range(1, ROWS + 1)
                if any(said[f"{k}{n}"] for k in ("text", "owner", "due", "proof"))]  # fmt: skip
        return Motion(
            result=said["result"], body=said["body"], held_on=said["held_on"],
            seats=[name for name, _vote in votes],
            votes={name: v for name, v in votes if v in {"for", "against", "abstain"}},
            recused=[name for name, v in votes if v == "recused"], reason=said["reason"],
            conditions=[
                Wanted(said[f"text{n}"], said[f"owner{n}"], said[f"due{n}"] or said["held_on"],
                       said[f"proof{n}"])
                for n in kept
            ],
        )  # fmt: skip


class SchemeForm(forms.Form):
    """A scheme's text, sent as a file or typed."""

    file = spread(
        forms.FileField(
            label=_("方案文件（YAML）"), required=False,
            widget=forms.FileInput(attrs={"class": "form-control", "accept": ".yaml,.yml"}),
        ), 6,
    )  # fmt: skip
    content = spread(
        forms.CharField(
            label=_("或直接改正文"), required=False, strip=False, max_length=400_000,
            widget=forms.Textarea(attrs={"class": "form-control", "rows": 18}),
        ), 6,
    )  # fmt: skip

    def __init__(self, *given: Any, typed: str, **options: Any) -> None:
        super().__init__(*given, **options)
        self.initial.setdefault("content", typed)

    def clean(self) -> dict[str, Any]:
        """Add `text`: the file's, else what was typed."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        sent = given.get("file")
        if sent is None:
            given["text"] = (given.get("content") or "").replace("\r\n", "\n")
        else:
            try:
                given["text"] = sent.read(400_000).decode("utf-8")
            except UnicodeDecodeError:
                self.add_error("file", _("文件不是 UTF-8。"))
                return given
        if not given["text"].strip():
            self.add_error(None, _("先选文件，或在下面写正文。"))
        return given
