"""Report (通报): the room's screens."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gaoxin.lib.errors import Denied, UserError
from gaoxin.report import actions, forms, pages, queries
from gaoxin.report.issue import month_named
from gaoxin.report.today import today
from gaoxin.web import clock

if TYPE_CHECKING:
    from datetime import date

    from django import forms as django_forms
    from django.http import HttpResponse

    from gaoxin.report.models import Bulletin
    from gaoxin.web.asof import Request

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
@require_safe
def home(request: Request) -> HttpResponse:
    """Show today: the few figures, what needs a hand, the ranking."""
    found = today(request.user, request.moment)
    if found is None:
        return render(request, "report/nothing.html")
    return render(request, "report/today.html", {"home": found})


@login_required
@require_safe
def latest(request: Request) -> HttpResponse:
    """Show the bulletin of the last full month, or the last one issued."""
    return _desk(request, None)


@login_required
@require_safe
def month(request: Request, month: str) -> HttpResponse:
    """Show a month's bulletin with its check."""
    return _desk(request, month_named(month))


def _desk(request: Request, month: date | None) -> HttpResponse:
    tab = request.GET.get("tab", "")
    found = pages.desk(request.user, month, request.moment.as_of, tab=tab)
    context = {"desk": found, "tab": tab, "today": clock.today()}
    return render(request, "report/desk.html", context)


@login_required
@require_safe
def word_file(request: Request, month: str) -> FileResponse:
    """Send a month's bulletin as .docx: the issued file, or the draft."""
    title, content = pages.word_file(request.user, month_named(month), clock.now())
    name = _("%(title)s.docx") % {"title": title}
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=WORD)


@login_required
@require_POST
def draft(request: Request, month: str) -> HttpResponse:
    """Draft a month's bulletin, or draft it anew."""
    zone = queries.zone_for(request.user)
    plans = _valid(forms.DraftForm(request.POST))["plans"]
    day = month_named(month)
    actions.draft(zone, day, by=request.user, now=clock.now(), plans=plans)
    messages.success(request, _("已按此刻所知拟稿。"))
    return redirect("report:month", month=month)


@login_required
@require_POST
def check(request: Request, month: str) -> HttpResponse:
    """Mark a draft as checked."""
    actions.check(_bulletin(request, month), by=request.user)
    messages.success(request, _("已核稿，等待签发。"))
    return redirect("report:month", month=month)


@login_required
@require_POST
def send_back(request: Request, month: str) -> HttpResponse:
    """Send a checked bulletin back with the reason."""
    reason = _valid(forms.BackForm(request.POST))["reason"]
    actions.send_back(_bulletin(request, month), by=request.user, reason=reason)
    messages.success(request, _("已退回拟稿。"))
    return redirect("report:month", month=month)


@login_required
@require_POST
def publish(request: Request, month: str) -> HttpResponse:
    """Publish a checked bulletin."""
    on = _valid(forms.PublishForm(request.POST))["issued_on"]
    made = actions.publish(_bulletin(request, month), by=request.user, on=on, now=clock.now())
    message = _("第 %(number)s 期已签发并冻结，校验码 %(code)s。")
    messages.success(request, message % {"number": made.number, "code": made.check_code})
    return redirect("report:month", month=month)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def inspect(request: Request) -> HttpResponse:
    """Check a table or a bulletin that somebody else has printed; nothing is kept."""
    zone = queries.zone_for(request.user)
    context: dict[str, object] = {"asked": request.POST}
    if request.method == "POST" and request.POST.get("what") == "rates":
        given = _valid(forms.RatesForm(request.POST, request.FILES))
        context["rates"] = pages.rates(given)
    elif request.method == "POST":
        file = _valid(forms.FileForm(request.POST, request.FILES))["file"]
        context["trace"] = pages.trace_file(request.user, zone, file)
    return render(request, "report/inspect.html", context)


def _bulletin(request: Request, month: str) -> Bulletin:
    zone = queries.zone_for(request.user)
    if not (request.user.may("report.draft") or request.user.may("report.publish")):
        raise Denied(_("您没有处理通报的权限。"))
    found = queries.bulletin_of(zone, month_named(month))
    if found is None:
        raise UserError(_("这个月还没有拟稿。"))
    return found


def _valid(form: django_forms.Form) -> dict[str, Any]:
    """Return the form's data; UserError with the first field that is wrong."""
    if form.is_valid():
        return form.cleaned_data
    field, errors = next(iter(form.errors.items()))
    label = form.fields[field].label if field in form.fields else field
    raise UserError(f"{label}：{errors[0]}")
