"""Screens of filing (填报): template, upload, dry run, writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gaoxin.grow import queries
from gaoxin.grow.filing import actions, pages, undoing
from gaoxin.grow.filing.template import template as workbook
from gaoxin.ledger.exchange.queries import UNDO_DAYS
from gaoxin.lib.access import require
from gaoxin.lib.errors import Denied, UserError
from gaoxin.web import clock
from gaoxin.web.core import whole_number
from gaoxin.web.export import XLSX

if TYPE_CHECKING:
    from gaoxin.web.asof import Request


@login_required
@require_safe
def filings(request: Request) -> HttpResponse:
    """Show the filings, and where to get and send the workbook."""
    found = pages.filings_page(request.user, clock.today())
    return render(request, "grow/filings.html", {"found": found})


@login_required
@require_safe
def template(request: Request) -> HttpResponse:
    """Send the workbook to fill in: of one enterprise, or of all that the user may record for."""
    zone = queries.zone_of_user(request.user)
    require(request.user, "grow.record", _("您没有登记企业培育信息的权限。"))
    firms = queries.enterprises_for(request.user, zone).exclude(credit_code="").order_by("name")
    only = whole_number(request.GET.get("firm", ""), 0)
    if only:
        firms = firms.filter(pk=only)
    chosen = list(firms[: pages.MOST_SHEETS])
    known = queries.year_figures(zone, request.now, ids=[firm.pk for firm in chosen])
    content = workbook(chosen, clock.today().year - 1, known)
    name = _("企业年度填报表") + ".xlsx"
    header = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, XLSX, headers={"Content-Disposition": header or "attachment"})


@login_required
@require_POST
def start(request: Request) -> HttpResponse:
    """Take an uploaded workbook in and show its dry run."""
    zone = queries.zone_of_user(request.user)
    sent = request.FILES.get("file")
    if sent is None or sent.name is None or sent.size is None:
        raise UserError(_("先选一个文件。"))
    if sent.size > settings.GAOXIN_UPLOAD_MB * 2**20:
        raise UserError(_("文件超过 %(limit)s MB。") % {"limit": settings.GAOXIN_UPLOAD_MB})
    year = whole_number(request.POST.get("year", ""), clock.today().year - 1)
    filing = actions.start_filing(
        zone, content=sent.read(), file_name=sent.name, year=year, by=request.user,
        on=clock.today(),
    )  # fmt: skip
    return redirect("grow:filing", pk=filing.pk)


@login_required
@require_safe
def filing(request: Request, pk: int) -> HttpResponse:
    """Show one filing."""
    chosen = get_object_or_404(pages.mine(request.user), pk=pk)
    found = pages.filing_page(request.user, chosen, clock.today())
    context = {"found": found, "undo_days": UNDO_DAYS}
    return render(request, "grow/filing.html", context)


@login_required
@require_POST
def confirm(request: Request, pk: int) -> HttpResponse:
    """Write what a filing says."""
    chosen = get_object_or_404(pages.mine(request.user), pk=pk)
    count = actions.confirm_filing(chosen, by=request.user, on=clock.today())
    messages.success(request, _("写入了 %(n)s 个数。") % {"n": count})
    return redirect("grow:filing", pk=pk)


@login_required
@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    """Drop a filing."""
    chosen = get_object_or_404(pages.mine(request.user), pk=pk)
    actions.drop_filing(chosen, by=request.user)
    messages.success(request, _("这份填报已放弃，什么都没有写。"))
    return redirect("grow:filings")


@login_required
@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take back all that a filing wrote."""
    chosen = get_object_or_404(pages.mine(request.user), pk=pk)
    reason = request.POST.get("reason", "").strip()[:500]
    try:
        count = undoing.undo_filing(chosen, by=request.user, reason=reason)
    except Denied:
        raise
    except UserError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("已整批撤回 %(n)s 个数，回到写入之前。") % {"n": count})
    return redirect("grow:filing", pk=pk)
