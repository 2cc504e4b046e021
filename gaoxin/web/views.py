"""Web (外观): search, notices and menu."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gaoxin.web.navigation import Hit, navigation, offered

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gaoxin.web.asof import Request


@login_required
@require_safe
def search(request: Request) -> HttpResponse:
    """Show what rooms find for a text."""
    text = request.GET.get("q", "").strip()[:100]
    hits = _asked(request, "search", text=text) if text else []
    return render(request, "web/search.html", {"text": text, "hits": hits})


@login_required
@require_safe
def notices(request: Request) -> HttpResponse:
    """Show what rooms want the user to know today."""
    return render(request, "web/notices.html", {"hits": _asked(request, "notices")})


def _asked(request: Request, attribute: str, **asked: Any) -> list[Hit]:
    calls = offered(attribute)
    return [
        hit for call in calls for hit in call(user=request.user, moment=request.moment, **asked)
    ]


@login_required
@require_safe
def menu(request: Request) -> HttpResponse:
    """Show every entry of the sidebar: the phone's fifth tab."""
    return render(request, "web/menu.html", navigation(request))
