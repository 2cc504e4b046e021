"""Experts' area (专家工作区): screens. Whoever does not judge a case is told that there is none."""

from __future__ import annotations

import json
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gaoxin.lib.errors import Denied, UserError
from gaoxin.review import actions
from gaoxin.review.core.sheet import drafts, standing
from gaoxin.review.expert import forms
from gaoxin.review.expert.desk import Desk, desk_of, desks_of
from gaoxin.review.expert.drafts import merge_draft, settle_draft
from gaoxin.review.models import Review
from gaoxin.review.queries import hints_of, speaking
from gaoxin.review.wording import reason_words
from gaoxin.web import clock
from gaoxin.web.core import whole_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from gaoxin.review.core.sheet.drafts import Edit
    from gaoxin.web.asof import Request

LARGEST_DRAFT = 200_000


def _of_case(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the desk of the case; 404 where the user does not judge it, kept nowhere."""

    @login_required
    @never_cache
    @wraps(view)
    def opened(request: Request, code: str, **more: Any) -> HttpResponse:
        try:
            return view(request, desk_of(request.user, code), **more)
        except (Review.DoesNotExist, Denied):
            raise Http404 from None

    return opened


@login_required
@never_cache
@require_safe
def mine(request: Request) -> HttpResponse:
    """List the cases that the expert judges, those to be done first."""
    if not request.user.may("review.judge"):
        raise Denied(_("这一页给评审专家用。"))
    return render(request, "review/expert/mine.html", {"desks": desks_of(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@_of_case
def declare(request: Request, desk: Desk) -> HttpResponse:
    """Declare ties or none before the papers open; later, a tie that has come to light."""
    user, rule = request.user, desk.file.scheme.panel
    is_first = desk.stage == standing.DECLARE
    form = forms.DeclareForm(
        request.POST or None, reasons=rule.recusal_reasons, may_be_free=is_first
    )
    if request.method == "POST":
        if not form.is_valid():
            raise UserError(_("请选一项：有哪种情形，或没有。"))
        return _declared(request, desk, form.cleaned_data)
    context = {
        "desk": desk, "is_first": is_first, "reasons": forms.reason_choices(rule.recusal_reasons),
        "hints": [reason_words(h.reason) for h in hints_of(desk.review, user.username)],
    }  # fmt: skip
    return render(request, "review/expert/declare.html", context)


def _declared(request: Request, desk: Desk, given: dict[str, str]) -> HttpResponse:
    if given["choice"] == forms.FREE:
        actions.declare_free(desk.review, by=request.user, note=given["note"])
        messages.success(request, _("已声明没有回避情形。"))
        return redirect("review:expert:sheet", code=desk.review.code)
    actions.recuse(desk.review, given["choice"], by=request.user, note=given["note"])
    messages.success(request, _("已登记回避，本件不再对您开放。"))
    return redirect("review:expert:mine")


@require_http_methods(["GET", "HEAD", "POST"])
@_of_case
def calibration(request: Request, desk: Desk) -> HttpResponse:
    """Show the calibration case, take the answer once, then show it against the reference."""
    if desk.trial is None or desk.stage in {standing.DECLARE, standing.WAIT}:
        raise Http404
    items = list(desk.trial.levels)
    if request.method == "POST" and desk.calibration is None:
        scale = desk.file.scheme.panel.levels
        with speaking():
            given = {i: drafts.read_value(f"{i}.level", request.POST.get(i), scale) for i in items}
        absent = [place for place, i in enumerate(items, 1) if given[i] is None]
        if absent:
            raise UserError(_("第 %(n)s 项还没有评。") % {"n": "、".join(map(str, absent))})
        levels = {item: int(level) for item, level in given.items() if level is not None}
        actions.calibrate(desk.calibration_name, levels, by=request.user)
        return redirect("review:expert:calibration", code=desk.review.code)
    answers = {a.item: a for a in desk.calibrated.answers} if desk.calibrated else {}
    rows = [(item, answers.get(item.id)) for item in desk.items]
    return render(request, "review/expert/calibration.html", {"desk": desk, "rows": rows})


@require_safe
@_of_case
def sheet(request: Request, desk: Desk) -> HttpResponse:
    """Show the sheet at its stage: to be written, signed, or opened for one revision."""
    if desk.stage == standing.DECLARE:
        return redirect("review:expert:declare", code=desk.review.code)
    if desk.stage == standing.CALIBRATE and desk.trial is not None:
        return redirect("review:expert:calibration", code=desk.review.code)
    wanted = whole_number(request.GET.get("cite", ""), 0)
    context = {
        "desk": desk, "now": timezone.now(), "today": clock.today(),
        "left": desk.days_left(clock.today()), "state": _state(desk),
        "cite": wanted or _first_cite(desk),
    }  # fmt: skip
    return render(request, "review/expert/sheet.html", context)


def _first_cite(desk: Desk) -> int:
    """Return the cited place of the first item still to judge, so that both stand side by side."""
    open_items = [x for item in desk.items if not item.is_judged for x in item.excerpts]
    return open_items[0].number if open_items else 1


def _state(desk: Desk) -> dict[str, Any]:
    """Return what a device needs to go on: the draft, and how far it is."""
    done = desk.filled
    return {
        "fields": drafts.as_json(desk.fields),
        "saved_at": _clock(desk),
        "left": _left(desk),
        "done": _("已评 %(n)s 项，差 %(m)s 项") % {"n": len(done.judged), "m": len(done.open)},
        "marks": str(done.marks),
        "of": desk.of,
        "ready": done.is_ready,
    }


def _clock(desk: Desk) -> str:
    draft = desk.draft
    return "" if draft is None else f"{clock.office_time(draft.saved_at):%H:%M}"


def _left(desk: Desk) -> str:
    """Return in words what the sheet still lacks."""
    words = []
    if desk.open_numbers:
        words.append(_("还差第 %(n)s 项") % {"n": "、".join(map(str, desk.open_numbers))})
    if desk.bare_numbers:
        words.append(_("第 %(n)s 项要写理由") % {"n": "、".join(map(str, desk.bare_numbers))})
    return "；".join(words)


@require_POST
@_of_case
def draft(request: Request, desk: Desk) -> HttpResponse:
    """Keep what was typed: from a script as JSON, or from the plain form's save button."""
    if request.content_type == "application/json":
        try:
            _keep(request, desk, *_sent(request, desk))
        except UserError as why:
            return JsonResponse({"refused": str(why)}, status=409)
        return JsonResponse(_state(desk_of(request.user, desk.review.code)))
    _keep(request, desk, _form_edits(request, desk), "")
    messages.success(request, _("草稿已保存。"))
    return redirect("review:expert:sheet", code=desk.review.code)


def _keep(request: Request, desk: Desk, edits: dict[str, Edit], device: str) -> None:
    if edits or desk.draft is None:
        where = (desk.row, desk.round)
        merge_draft(desk.review, where, edits, device=device, by=request.user)


def _sent(request: Request, desk: Desk) -> tuple[dict[str, Edit], str]:
    """Return the edits of a device and its name."""
    if len(request.body) > LARGEST_DRAFT:
        raise UserError(_("草稿太长。"))
    try:
        raw = json.loads(request.body)
    except ValueError:
        raise UserError(_("这个请求读不懂。")) from None
    if not isinstance(raw, dict) or raw.get("round") != desk.round:
        raise UserError(_("这一轮已签名，或已开合议。请刷新本页。"))
    return _edits(desk, raw.get("edits")), drafts.device_name(raw.get("device"))


def _form_edits(request: Request, desk: Desk) -> dict[str, Edit]:
    names = drafts.field_names(list(desk.file.judged))
    return _edits(desk, forms.posted_sheet(request.POST, names))


def _edits(desk: Desk, raw: Any) -> dict[str, Edit]:
    scale = desk.file.scheme.panel.levels
    with speaking():
        return drafts.read_edits(raw, list(desk.file.judged), scale, timezone.now())


@require_POST
@_of_case
def settle(request: Request, desk: Desk) -> HttpResponse:
    """Choose between what two devices wrote in one field."""
    name, _mark, take = request.POST.get("choice", "").rpartition(":")
    where = (desk.row, desk.round)
    settle_draft(desk.review, where, name, take_other=take == "other", by=request.user)
    return redirect("review:expert:sheet", code=desk.review.code)


@require_POST
@_of_case
def sign(request: Request, desk: Desk) -> HttpResponse:
    """Show what will be signed; sign it when it is confirmed and still the same."""
    code = desk.review.code
    confirmed = request.POST.get("confirmed", "")
    if not desk.is_open:
        messages.error(request, _("现在不能签名：已签过、材料未开放或评审已关闭。"))
        return redirect("review:expert:sheet", code=code)
    if not confirmed:
        _keep(request, desk, _form_edits(request, desk), "")
        desk = desk_of(request.user, code)
    if not desk.filled.is_ready:
        messages.error(request, _("还不能签名：%(left)s。") % {"left": _left(desk)})
        return redirect("review:expert:sheet", code=code)
    shown = standing.fingerprint(desk.levels, desk.reasons, desk.round)
    if confirmed != shown:
        if confirmed:
            messages.warning(request, _("另一设备刚刚改了评分，请再看一遍。"))
        part = "review/expert/" + ("confirm_part" if request.headers.get("X-Dialog") else "confirm")
        return render(request, f"{part}.html", {"desk": desk, "stamp": shown})
    return _signed(request, desk)


def _signed(request: Request, desk: Desk) -> HttpResponse:
    try:
        actions.sign_sheet(desk.review, desk.levels, desk.reasons, by=request.user)
    except Denied:
        raise
    except UserError as why:
        messages.error(request, _("没有签上，草稿还在：%(why)s") % {"why": why})
    else:
        messages.success(request, _("已签名。"))
    return redirect("review:expert:sheet", code=desk.review.code)


@require_safe
@_of_case
def paper(request: Request, desk: Desk, pk: int) -> HttpResponse:
    """Show a paper's text page by page, names covered."""
    if desk.stage in {standing.DECLARE, standing.WAIT}:
        raise Http404
    found = next((row for row in desk.dossier.rows() if row.paper.pk == pk), None)
    if found is None:
        raise Http404
    number = min(max(whole_number(request.GET.get("page", ""), 1), 1), max(found.pages, 1))
    here = (x.quote for x in desk.excerpts if x.paper.pk == pk and x.page == number)
    pieces = desk.dossier.page(found.paper, number, next(here, ""))
    context = {"desk": desk, "row": found, "number": number, "pieces": pieces}
    return render(request, "review/expert/paper.html", context)
