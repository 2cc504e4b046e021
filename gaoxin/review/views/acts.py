"""Acts on a case (评审件的办理): intake, dossier, papers, steps, opinions, vetoes, conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gaoxin.ledger.queries import projects_for
from gaoxin.lib.access import require
from gaoxin.review import actions, forms
from gaoxin.review.intake import suggestions
from gaoxin.review.models import Condition, Opinion
from gaoxin.review.queries.candidates import Asked, candidates
from gaoxin.review.queries.schemes import scheme_of
from gaoxin.review.queries.scope import zone_of_user
from gaoxin.review.views.sheet import Choice, Sheet, case_of, file_of, upload_of
from gaoxin.review.wording import label
from gaoxin.web import clock
from gaoxin.web.formpage import answer, sent

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gaoxin.review.models import Review
    from gaoxin.web.asof import Request

_page = require_http_methods(["GET", "HEAD", "POST"])
# kind -> (title, button, what is asked, what is said when it is done)
STEPS: dict[str, tuple[Any, Any, tuple[str, ...], Any]] = {
    "pass": (gettext_lazy("完成这一步"), gettext_lazy("完成这一步"), ("paper", "file"),
             gettext_lazy("这一步已完成。")),
    "return": (gettext_lazy("退回补件"), gettext_lazy("退回补件"), ("reason",),
               gettext_lazy("已退回，等补件。")),
    "resubmit": (gettext_lazy("重新提交"), gettext_lazy("重新提交"), (),
                 gettext_lazy("已重新提交，回到原来的环节。")),
    "withdraw": (gettext_lazy("撤回项目"), gettext_lazy("撤回这个项目"), ("reason",),
                 gettext_lazy("已撤回。")),
    "notify": (gettext_lazy("告知结果"), gettext_lazy("登记已告知"), ("paper",),
               gettext_lazy("已告知，复议期开始。")),
    "appeal": (gettext_lazy("申请复议"), gettext_lazy("登记复议申请"), ("reason", "file"),
               gettext_lazy("复议已受理，另抽专家。")),
}  # fmt: skip


@login_required
@_page
def intake(request: Request) -> HttpResponse:
    """Take a project in."""
    require(request.user, "review.manage", _("您的角色不能办这一步。"))
    zone = zone_of_user(request.user)
    asked = Asked(
        request.GET.get("q", "")[:60], bool(request.GET.get("later")),
        (request.POST or request.GET).get("project", ""),
    )  # fmt: skip
    found = candidates(request.user, zone, request.now, asked)
    if request.headers.get("HX-Request"):
        return render(request, "review/choices.html", {"found": found})
    form = forms.IntakeForm(*sent(request), projects=projects_for(request.user, zone))
    sheet = Choice(_("受理项目"), _("受理这个项目"), form, found)
    sheet.says.append(_("按今天施行的方案评审，方案以后改版不影响本件。受理后填材料数据。"))

    def act(told: Any) -> str:
        given = told.cleaned_data
        made = actions.open_review(
            given["project"], by=request.user, on=clock.today(), kind=given["kind"],
            with_panel=given["with_panel"],
        )  # fmt: skip
        told_values = suggestions(made)
        if told_values:
            actions.put_values(made, told_values, by=request.user)
        sheet.review = made
        return _("已受理，编号 %(code)s。") % {"code": made.code}

    return answer(request, sheet, act)


@login_required
@_page
def dossier(request: Request, case: str) -> HttpResponse:
    """Fill the dossier."""
    file = file_of(request, case)
    values = {name: row.value for name, row in file.values.items()}
    form = forms.DossierForm(file.scheme, file.review.type, *sent(request), values=values)
    sheet = Sheet(_("材料数据"), _("保存改动"), form, file.review)
    sheet.says.append(_("空着的按缺数据处理：计 0 分，另给可能的区间，不猜。原来的值留存。"))

    def act(told: Any) -> str:
        written = actions.put_values(file.review, told.told(), by=request.user)
        said = _("改了 %(n)s 项。") % {"n": len(written)} if written else _("没有改动。")
        return said

    return answer(request, sheet, act)


@login_required
@_page
def paper(request: Request, case: str) -> HttpResponse:
    """Add a document to the dossier."""
    file = file_of(request, case)
    form = forms.PaperForm(
        *sent(request), by=request.user, scheme=file.scheme, kind=file.review.type
    )
    sheet = Sheet(_("加材料"), _("加这份材料"), form, file.review)

    def act(told: Any) -> str:
        given = told.cleaned_data
        made = actions.add_paper(
            file.review, given["evidence"].upload, by=request.user, title=given["title"],
            pages=told.texts(),
        )  # fmt: skip
        if given["proves"]:
            place = actions.Place(given["evidence"].page, given["quote"])
            actions.prove(made, given["proves"], place, by=request.user)
        return _("材料已加。")

    return answer(request, sheet, act)


@login_required
@_page
def step(request: Request, case: str, kind: str) -> HttpResponse:
    """Finish, return, resubmit, withdraw, tell or appeal."""
    if kind not in STEPS:
        raise Http404
    file = file_of(request, case)
    title, button, asks, done = STEPS[kind]
    form = forms.StepForm(*sent(request), by=request.user, asks=asks)
    sheet = Sheet(str(title), str(button), form, file.review)

    def act(told: Any) -> str:
        _move(file.review, kind, told, request)
        return str(done)

    return answer(request, sheet, act)


def _move(review: Review, kind: str, told: Any, request: Request) -> None:
    given, by = told.cleaned_data, request.user
    reason, words = given.get("reason", ""), given.get("paper", "")
    if kind == "pass":
        actions.pass_step(review, by=by, paper=words, upload=upload_of(told))
    elif kind == "return":
        actions.return_case(review, reason, by=by)
    elif kind == "resubmit":
        actions.resubmit(review, by=by)
    elif kind == "withdraw":
        actions.withdraw(review, reason, by=by)
    elif kind == "notify":
        actions.notify(review, by=by, paper=words)
    else:
        actions.appeal(review, reason, by=by, upload=upload_of(told))


def _speaker(request: Request, case: str) -> tuple[Review, tuple[str, ...]]:
    """Return the case and the bureaux for which the user writes; 403 without one."""
    review = case_of(request, case)
    permission = "review.manage" if request.user.may("review.manage") else "review.opine"
    require(request.user, permission, _("只有部门和评审办公室能提意见。"))
    return review, actions.bureaux_of(request.user, review)


@login_required
@_page
def opinion(request: Request, case: str) -> HttpResponse:
    """Record a bureau's opinion."""
    review, bureaux = _speaker(request, case)
    form = forms.OpinionForm(
        *sent(request), by=request.user, bureaux=bureaux,
        initial={"stance": Opinion.Stance.AGREE, "bureau": request.GET.get("bureau", "")},
    )  # fmt: skip
    sheet = Sheet(_("部门意见"), _("登记这份意见"), form, review)
    if request.user.may("review.manage"):
        sheet.says.append(_("代部门登记，须附部门的书面意见。"))

    def act(told: Any) -> str:
        given = told.cleaned_data
        written = actions.Written(given["words"], upload_of(told))
        actions.give_opinion(review, given["bureau"], given["stance"], written, by=request.user)
        return _("意见已登记。")

    return answer(request, sheet, act)


@login_required
@_page
def veto(request: Request, case: str) -> HttpResponse:
    """Record a bureau's answer to a veto."""
    review, bureaux = _speaker(request, case)
    vetoes = scheme_of(review).vetoes.items()
    choices = [(n, f"{n} {label(v.words)}（{v.by}）") for n, v in vetoes if v.by in bureaux]
    form = forms.VetoForm(
        *sent(request), by=request.user, vetoes=choices,
        initial={"veto": request.GET.get("veto", "")},
    )  # fmt: skip
    sheet = Sheet(_("否决条目签认"), _("登记这个答复"), form, review)
    sheet.says.append(_("触发即停止评审；撤销也须同一部门出具书面意见。"))

    def act(told: Any) -> str:
        given = told.cleaned_data
        written = actions.Written(given["words"], upload_of(told))
        actions.answer_veto(
            review, given["veto"], written, raised=given["raised"] == "1", by=request.user
        )
        return _("答复已登记。")

    return answer(request, sheet, act)


@login_required
@_page
def condition(request: Request, case: str, pk: int) -> HttpResponse:
    """Record that a condition was met."""
    file = file_of(request, case)
    row = get_object_or_404(Condition, pk=pk, meeting__move__review=file.review)
    form = forms.ConditionMetForm(*sent(request), by=request.user)
    sheet = Sheet(_("条件办结"), _("登记办结"), form, file.review, [str(row.text)])

    def act(told: Any) -> str:
        given = told.cleaned_data
        actions.meet_condition(
            row, met_on=given["met_on"], evidence=given["words"], by=request.user,
            upload=upload_of(told),
        )  # fmt: skip
        return _("已办结。")

    return answer(request, sheet, act)
