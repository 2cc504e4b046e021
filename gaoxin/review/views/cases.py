"""Cases (评审件): the list, the page, the panels behind its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gaoxin.lib.access import require
from gaoxin.review.actions import bureaux_of
from gaoxin.review.core.process import course as courses
from gaoxin.review.pages import marks
from gaoxin.review.pages.case import case_page, seats
from gaoxin.review.pages.drawing import axis
from gaoxin.review.queries.lists import listed
from gaoxin.review.queries.proof import same_draw
from gaoxin.review.queries.scope import zone_of_user
from gaoxin.review.queries.state import until_of
from gaoxin.review.tables import case_listing
from gaoxin.review.views.panels import refuse_blind
from gaoxin.review.views.sheet import case_of
from gaoxin.web.core import whole_number
from gaoxin.web.export import export_list
from gaoxin.web.listpage import list_page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gaoxin.review.pages.case import CasePage
    from gaoxin.web.asof import Request


@login_required
@require_safe
def home(request: Request) -> HttpResponse:
    """Show the cases that the user may see, or export them."""
    require(request.user, "review.view", _("您的角色不看评审台账。"))
    zone = zone_of_user(request.user)
    at = request.moment
    until = until_of(at.as_of, is_past=request.asof.is_past)
    page = list_page(case_listing(request, zone), request, listed(request.user, until, at.as_of))
    if request.GET.get("format") == "xlsx":
        return export_list(page, _("评审台账"))
    context = {"page": page, "may_manage": request.user.may("review.manage")}
    return render(request, "review/home.html", context)


def _page(request: Request, case: str) -> CasePage:
    review = case_of(request, case)
    round_ = whole_number(request.GET.get("round", ""), 0) or None
    past = request.asof.is_past
    until = until_of(request.moment.as_of, is_past=past)
    if until is not None and review.at > until:
        # On the day that is looked at nobody had taken the project in.
        raise Http404
    return case_page(review, request.user, request.moment, past=past, round_=round_)


@login_required
@require_safe
def case(request: Request, case: str) -> HttpResponse:
    """Show a case: score, quorum, vetoes, spread, dimensions, experts, decision, what is next."""
    page = _page(request, case)
    user, course = request.user, page.file.course
    allowed = courses.allowed(course, page.file.rules, page.file.until)
    speaks = user.may("review.manage") or user.may("review.opine")
    return render(request, "review/case.html", {
        "page": page, "file": page.file, "review": page.review, "project": page.review.project,
        "facts": page.facts, "course": course, "axis": axis(page.file.scheme.panel.top),
        "allowed": allowed, "top": page.file.scheme.panel.top,
        "seats": seats(page.file) if page.sight.names else [],
        "may_speak": speaks and bool(bureaux_of(user, page.review)),
        "may_decide": user.may("review.decide"),
    })  # fmt: skip


@login_required
@require_safe
def mark(request: Request, case: str, mark: str) -> HttpResponse:
    """Show where a figure of a case comes from."""
    page = _page(request, case)
    panel = marks.panel_of(page, mark)
    return render(request, "review/mark.html", {"page": page, "panel": panel})


@login_required
@require_safe
def panel_acts(request: Request, case: str) -> HttpResponse:
    """Show what was done on the panel, and the pool from which it was drawn: for the office."""
    page = _page(request, case)
    require(request.user, "review.manage", _("您的角色不能看专家组记录。"))
    refuse_blind(request.user, page.file)
    row = page.file.panel_row
    acts = [] if row is None else [a for a in row.acts.all() if a.at <= page.file.until]
    return render(request, "review/panel_acts.html", {
        "page": page, "review": page.review, "row": row, "acts": acts, "seats": seats(page.file),
        "repeats": row is not None and same_draw(row),
    })  # fmt: skip
