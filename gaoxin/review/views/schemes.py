"""Schemes (评审方案): versions, differences, what would change, publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gaoxin.lib.access import require
from gaoxin.review import actions, forms
from gaoxin.review.commands import DEFAULT
from gaoxin.review.models import SchemeVersion
from gaoxin.review.pages.schemes import indicator_rows
from gaoxin.review.pages.trials import differences, what_if
from gaoxin.review.queries.schemes import scheme_from
from gaoxin.review.queries.scope import zone_of_user
from gaoxin.review.views.sheet import Sheet
from gaoxin.web.formpage import answer, sent

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from gaoxin.web.asof import Request


def _versions(request: Request) -> QuerySet[SchemeVersion]:
    require(request.user, "review.view", _("您的角色不看评审方案。"))
    return SchemeVersion.objects.filter(zone=zone_of_user(request.user))


@login_required
@require_safe
def schemes(request: Request) -> HttpResponse:
    """Show the versions of the zone's schemes."""
    rows = list(_versions(request))
    context = {"rows": rows, "may_manage": request.user.may("review.manage")}
    return render(request, "review/schemes.html", context)


@login_required
@require_safe
def scheme(request: Request, pk: int) -> HttpResponse:
    """Show one version: dimensions, lines, differences to the one before, what would change."""
    rows = _versions(request)
    row = get_object_or_404(rows, pk=pk)
    may = request.user.may("review.manage")
    before = rows.filter(name=row.name, pk__lt=row.pk).order_by("-pk").first()
    read = scheme_from(row.content, str(row))
    trials = what_if(row, request.user) if may and not row.is_published else []
    return render(request, "review/scheme.html", {
        "row": row, "scheme": read, "indicators": indicator_rows(read), "before": before,
        "diff": differences(before, row) if before else [], "trials": trials,
        "flips": sum(t.flips for t in trials), "may_manage": may,
    })  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: Request) -> HttpResponse:
    """Keep a draft: from a file, or from the text of the version in force."""
    rows = _versions(request)
    require(request.user, "review.manage", _("只有评审办公室能改方案。"))
    last = rows.first()
    text = last.content if last else DEFAULT.read_text(encoding="utf-8")
    form = forms.SchemeForm(*sent(request), typed=text)
    sheet = Sheet(_("方案草案"), _("存为草案"), form, back_name="review:schemes")
    sheet.says.append(_("改版要换 version；没有 in_force_from 的是草案，可以试算，不能发布。"))

    def act(told: forms.SchemeForm) -> str:
        zone = zone_of_user(request.user)
        made = actions.keep_draft(zone, told.cleaned_data["text"], by=request.user)
        return _("草案 %(version)s 已存，可以试算。") % {"version": made.version}

    return answer(request, sheet, act)


@login_required
@require_POST
def publish(request: Request, pk: int) -> HttpResponse:
    """Publish a version; from now on nobody changes it."""
    row = get_object_or_404(_versions(request), pk=pk)
    actions.publish(row, by=request.user)
    messages.success(request, _("方案 %(version)s 已发布，不可再改。") % {"version": row.version})
    return redirect("review:scheme", pk=pk)
