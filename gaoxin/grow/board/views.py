"""Screens of the board (看板): rungs, reach list, what is due, and the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gaoxin.grow.board import pages, rulepages
from gaoxin.web.core import whole_number
from gaoxin.web.export import workbook

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gaoxin.web.asof import Request


def _page(request: Request) -> int:
    return whole_number(request.GET.get("page", ""), 1)


@login_required
@require_safe
def home(request: Request) -> HttpResponse:
    """Show the board of rungs."""
    return render(
        request, "grow/home.html", {"grow": pages.grow_home(request.user, request.moment)}
    )


@login_required
@require_safe
def reach(request: Request) -> HttpResponse:
    """Show who is within reach of the next rung, or export the rows shown."""
    given = request.GET
    asked = pages.Asked(
        state=given.get("state", "near"), way=given.get("way", ""), park=given.get("park", ""),
        industry=given.get("industry", ""), text=given.get("q", "").strip(), page=_page(request),
    )  # fmt: skip
    found = pages.reach_page(request.user, request.moment, asked)
    if given.get("format") == "xlsx":
        heads, rows = pages.reach_sheet(found)
        return workbook(_("够得着名单"), heads, rows)
    return render(request, "grow/reach.html", {"found": found})


@login_required
@require_safe
def due(request: Request) -> HttpResponse:
    """Show the re-checks and yearly updates that are due, or export them."""
    what = request.GET.get("what", "")
    found = pages.due_page(request.user, request.moment, what=what, page=_page(request))
    if request.GET.get("format") == "xlsx":
        heads, rows = pages.due_sheet(found.everything)
        return workbook(_("复核提醒"), heads, rows)
    return render(request, "grow/due.html", {"found": found})


@login_required
@require_safe
def rules(request: Request) -> HttpResponse:
    """Show the rules of the ladder."""
    found = rulepages.rules_page(request.user, request.moment.as_of)
    return render(request, "grow/rules.html", {"found": found})


@login_required
@require_safe
def rule(request: Request, name: str) -> HttpResponse:
    """Show one rule in full, with what changed from the version before."""
    return render(request, "grow/rule.html", {"found": rulepages.rule_page(request.user, name)})
