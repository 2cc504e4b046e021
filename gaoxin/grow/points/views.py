"""Innovation points (创新积分): screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gaoxin.grow.points import firm as one
from gaoxin.grow.points import pages
from gaoxin.ledger.models import Enterprise
from gaoxin.web.core import whole_number
from gaoxin.web.export import workbook

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gaoxin.web.asof import Request


@login_required
@require_safe
def ranking(request: Request) -> HttpResponse:
    """Show the ranking of a life stage; or export the rows shown."""
    given = request.GET
    asked = pages.Asked(
        stage=given.get("stage", ""),
        park=given.get("park", ""),
        text=given.get("q", "").strip(),
        page=whole_number(given.get("page", ""), 1),
    )
    found = pages.ranking_page(request.user, request.moment, asked)
    if given.get("format") == "xlsx":
        heads, rows = pages.sheet(found)
        return workbook(_("创新积分"), heads, rows)
    return render(request, "grow/points/ranking.html", {"found": found})


@login_required
@require_safe
def one_firm(request: Request, firm: int) -> HttpResponse:
    """Show a firm's points, indicator by indicator."""
    try:
        found = one.firm_page(request.user, request.moment, firm)
    except Enterprise.DoesNotExist:
        raise Http404 from None
    return render(request, "grow/points/firm.html", {"found": found})


@login_required
@require_safe
def value(request: Request, firm: int, indicator: str) -> HttpResponse:
    """Show what is behind one indicator of a firm's points."""
    try:
        found = one.value_panel(request.user, request.moment, firm, indicator)
    except Enterprise.DoesNotExist:
        raise Http404 from None
    return render(request, "grow/points/value.html", {"found": found})
