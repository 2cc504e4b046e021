"""Refusals (谢绝): what cannot be read, opened or found, and faults of ours, as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from gaoxin.lib.errors import Denied, UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest


def _error(request: HttpRequest, status: int, **said: str) -> HttpResponse:
    """Return an error page; a panel's request gets the panel's form of it."""
    panel = bool(request.headers.get("HX-Request"))
    template = "web/error_panel.html" if panel else "web/error.html"
    return render(request, template, {"status": status, **said}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what cannot be read, with the reason where there is one for the user."""
    reason = str(exception) if isinstance(exception, UserError) else _("这个请求读不懂。")
    return _error(request, 400, title=_("这样看不了"), text=reason)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer that the page is not the user's, and whom to ask."""
    reason = str(exception) if isinstance(exception, Denied) else _("您的角色不能看这一页。")
    text = _("%(reason)s要看请找系统管理员开通。") % {"reason": reason}
    return _error(request, 403, title=_("没有权限"), text=text)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer that there is nothing here that the user may open."""
    text = _("地址写错了，或这条记录已撤出，或它属于别的园区。")
    return _error(request, 404, title=_("没有这一页"), text=text)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours, without touching session or database."""
    return HttpResponse(render_to_string("web/broken.html"), status=500)


class RefusalMiddleware:
    """Turn a room's `Denied` and `UserError` into pages that say why and what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, unless it carries a NUL, which no database takes as text."""
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path:
            return bad_request(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer the two errors that are the user's to read."""
        if isinstance(exception, Denied):
            return forbidden(request, exception)
        if isinstance(exception, UserError):
            return bad_request(request, exception)
        return None
