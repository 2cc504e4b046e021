"""Report (通报): the room's screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gaoxin.report.today import today

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gaoxin.web.asof import Request


@login_required
@require_safe
def home(request: Request) -> HttpResponse:
    """Show today: the few figures, what needs a hand, the ranking."""
    found = today(request.user, request.moment)
    if found is None:
        return render(request, "report/nothing.html")
    return render(request, "report/today.html", {"home": found})
