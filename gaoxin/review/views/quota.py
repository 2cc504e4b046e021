"""Quota (名额): an admitted batch in order, where land, energy or funds do not reach for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gaoxin.lib.access import require
from gaoxin.review.pages.quota import batch, explained
from gaoxin.review.queries.scope import zone_of_user
from gaoxin.review.queries.state import until_of
from gaoxin.web.core import whole_number

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gaoxin.web.asof import Request


@login_required
@require_safe
def quota(request: Request) -> HttpResponse:
    """Show the admitted projects of a type by two methods, and how robust each place is."""
    require(request.user, "review.view", _("您的角色不看评审台账。"))
    zone_of_user(request.user)
    day = request.moment.as_of
    found = batch(
        request.user, until_of(day, is_past=request.asof.is_past), day,
        kind=request.GET.get("kind", ""), quota=whole_number(request.GET.get("quota", ""), 0),
    )  # fmt: skip
    return render(request, "review/quota.html", {"found": found, "says": explained()})
