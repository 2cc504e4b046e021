"""Panels and decisions (专家组与会议): pool, draw, recusal, gates, the meeting's decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gaoxin.lib.access import require
from gaoxin.lib.errors import Denied, UserError
from gaoxin.people.core.roles import Role
from gaoxin.people.models import User
from gaoxin.review import actions, forms
from gaoxin.review.core.process import course as courses
from gaoxin.review.core.process.motion import body_of, motions
from gaoxin.review.core.process.recusal import hints
from gaoxin.review.models import Expert
from gaoxin.review.pages.case import seats
from gaoxin.review.queries.parts import parties_of, ties_from
from gaoxin.review.queries.scope import recused_ids, zone_of_user
from gaoxin.review.queries.state import CaseFile
from gaoxin.review.queries.statistics import means_of
from gaoxin.review.tables import pool_listing
from gaoxin.review.views.sheet import Sheet, case_of, file_of
from gaoxin.review.wording import reason_words, result_of_scheme
from gaoxin.web.export import export_list
from gaoxin.web.formpage import answer, sent
from gaoxin.web.listpage import list_page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gaoxin.lib.access import Actor
    from gaoxin.review.models import Review
    from gaoxin.web.asof import Request

_page = require_http_methods(["GET", "HEAD", "POST"])


def _manager(request: Request) -> None:
    require(request.user, "review.manage", _("专家库和评分统计只给评审办公室看。"))


@login_required
@require_safe
def pool(request: Request) -> HttpResponse:
    """Show the pool of experts with how far each judges from colleagues: for the office only."""
    _manager(request)
    zone = zone_of_user(request.user)
    rows = Expert.objects.filter(zone=zone).select_related("user")
    means = means_of(zone, recused_ids(request.user.username))
    page = list_page(pool_listing(request, means), request, rows)
    if request.GET.get("format") == "xlsx":
        return export_list(page, _("专家库"))
    return render(request, "review/pool.html", {"page": page})


@login_required
@_page
def expert(request: Request, username: str = "") -> HttpResponse:
    """Put a person into the pool, or change what is known of one."""
    _manager(request)
    zone = zone_of_user(request.user)
    users = User.objects.filter(memberships__role=Role.EXPERT, is_active=True).distinct()
    row = None
    if username:
        row = get_object_or_404(Expert, zone=zone, user__username=username)
        users = users.filter(pk=row.user_id)
    else:
        users = users.exclude(expert__isnull=False)
    form = forms.ExpertForm(*sent(request), users=users, initial=_known(row))
    title = _("专家 %(name)s") % {"name": row.user.display_name} if row else _("专家入库")
    sheet = Sheet(title, _("存入专家库"), form, back_name="review:pool")
    sheet.says.append(_("单位、持股、顾问关系只用来提示回避，不自动回避任何人。"))
    if not users.exists():
        sheet.says.append(_("没有可入库的账号：先请系统管理员给人“评审专家”的角色。"))

    def act(told: forms.ExpertForm) -> str:
        actions.put_expert(zone, told.cleaned_data["user"], told.known(), by=request.user)
        return _("专家库已更新。")

    return answer(request, sheet, act)


def _known(row: Expert | None) -> dict[str, object]:
    if row is None:
        return {"outside": True, "is_active": True}
    lists = {name: "、".join(getattr(row, name))
             for name in ("shareholdings", "advised", "recommended")}  # fmt: skip
    return {"user": row.user_id, "field": row.field, "employer": row.employer,
            "industries": row.industries, "outside": row.outside, "is_active": row.is_active,
            **lists}  # fmt: skip


@login_required
@_page
def draw(request: Request, case: str) -> HttpResponse:
    """Draw the panel by lot."""
    file = file_of(request, case)
    rows = Expert.objects.filter(zone=file.review.zone, is_active=True, user__is_active=True)
    candidates = [(row.user.username, _candidate(file.review, row))
                  for row in rows.select_related("user")]  # fmt: skip
    form = forms.DrawForm(*sent(request), candidates=candidates)
    sheet = Sheet(_("抽取专家"), _("按种子抽取"), form, file.review)
    words = _("专家库在库 %(n)s 人。按种子和姓名的哈希排序，谁都可以照种子重抽一遍核对。")
    sheet.says.append(words % {"n": len(candidates)})

    def act(told: forms.DrawForm) -> str:
        given = told.cleaned_data
        lot = actions.Lot(given["seed"], excluded=tuple(given["excluded"]))
        made = actions.draw_panel(file.review, lot, by=request.user)
        return _("已抽取，种子 %(seed)s。") % {"seed": made.seed}

    return answer(request, sheet, act)


def _candidate(review: Review, row: Expert) -> str:
    """Return a candidate's name with the ties that the registers show."""
    found = hints(ties_from(row), parties_of(review))
    place = _("区外") if row.outside else _("区内")
    words = f"{row.user.display_name}（{row.get_field_display()}，{place}）"
    if not found:
        return words
    why = "；".join(f"{reason_words(hint.reason)}：{hint.name}" for hint in found)
    return _("%(who)s 提示：%(why)s") % {"who": words, "why": why}


@login_required
@_page
def recusal(request: Request, case: str) -> HttpResponse:
    """Recuse an expert by the office."""
    file = file_of(request, case)
    refuse_blind(request.user, file)
    choices = [(s["username"], _("专家 %(letter)s") % {"letter": s["letter"]})
               for s in seats(file) if not s["recused"]]  # fmt: skip
    form = forms.RecusalForm(*sent(request), seats=choices)
    sheet = Sheet(_("请专家回避"), _("登记回避"), form, file.review)
    sheet.says.append(_("回避后由候补顶上；本人从此打不开这一件，也不在任何数里。"))

    def act(told: forms.RecusalForm) -> str:
        given = told.cleaned_data
        actions.recuse(file.review, given["reason"], by=request.user, username=given["expert"],
                       note=given["note"])  # fmt: skip
        return _("已登记回避。")

    return answer(request, sheet, act)


GATES = {
    "papers": actions.open_papers,
    "discuss": actions.open_discussion,
    "close": actions.close_panel,
}


@login_required
@require_POST
def gate(request: Request, case: str, kind: str) -> HttpResponse:
    """Open the papers, open the discussion, or close the panel."""
    if kind not in GATES:
        raise Http404
    file = file_of(request, case)
    refuse_blind(request.user, file)
    GATES[kind](file.review, by=request.user)
    said = {"papers": _("材料已对专家开放。"), "discuss": _("合议已开，每人可改一次。"),
            "close": _("专家评审已关闭，转会议决策。")}  # fmt: skip
    messages.success(request, said[kind])
    return redirect("review:case", case=case)


@login_required
@_page
def decide(request: Request, case: str) -> HttpResponse:
    """Record the meeting's decision."""
    review = case_of(request, case)
    require(request.user, "review.decide", _("只有有决定权的领导能登记会议决定。"))
    file = CaseFile(review)
    if file.course.state != courses.DECIDE:
        # Which results the score allows would tell of it before the panel has closed.
        raise UserError(_("还不能上会：前序步骤没有完成，或已经决定。"))
    options = [(n, result_of_scheme(file.scheme, n)) for n in motions(file.score)]
    body = body_of(file.scheme, review.tier)
    form = forms.DecisionForm(*sent(request)[:1], options=options, body=body)
    sheet = Sheet(_("登记会议决定"), _("登记这个决定"), form, review)
    words = _("结论不能高于得分允许的；附条件的条件要写谁办、哪天前，最迟 %(days)s 天。")
    sheet.says.append(words % {"days": file.scheme.decision.condition_days})

    def act(told: forms.DecisionForm) -> str:
        actions.decide(review, told.motion(), by=request.user)
        return _("决定已登记。会议纪要生成或上传后，引用到台账的“评审通过”。")

    return answer(request, sheet, act)


def refuse_blind(user: Actor, file: CaseFile) -> None:
    """Refuse the panel's affairs to a manager who judges the case and has still to sign."""
    if file.panel is not None and file.panel.is_blind(user.username):
        raise Denied(_("您在本件专家组里：签名前不看签名情况，也不办专家组的事。"))
