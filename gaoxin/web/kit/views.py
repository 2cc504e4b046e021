"""Kit (组件样张): its page, for those who build and those who run the product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gaoxin.web.kit.samples import samples

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gaoxin.web.asof import Request


@require_safe
def components(request: Request) -> HttpResponse:
    """Show every component at once, for those who build and those who run the product."""
    user = request.user
    if not settings.DEBUG and not (user.is_authenticated and user.may("people.manage")):
        raise Http404
    return render(request, "web/kit.html", samples())
