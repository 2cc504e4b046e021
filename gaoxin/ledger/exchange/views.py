"""Pages of import and export (导入导出的页面): upload, dry run, columns, confirm, undo."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gaoxin.ledger.exchange import actions, queries, screens
from gaoxin.ledger.exchange.core.headers import KIND
from gaoxin.ledger.exchange.core.sheets import write_template
from gaoxin.ledger.exchange.exporting import export_projects
from gaoxin.ledger.queries import home_zone
from gaoxin.lib.access import require
from gaoxin.lib.errors import UserError
from gaoxin.web import clock
from gaoxin.web.core import whole_number
from gaoxin.web.export import XLSX

if TYPE_CHECKING:
    from gaoxin.ledger.exchange.queries import Show
    from gaoxin.ledger.models import ImportRun, Zone
    from gaoxin.web.asof import Request

RUNS_SHOWN = 50


def _zone(request: Request) -> Zone:
    """Return the user's zone; whoever may not import sees no page of it."""
    require(request.user, "ledger.import", _("您的角色不能导入台账。"))
    zone = home_zone(request.user)
    if zone is None:
        raise UserError(_("还没有建区。先运行 gaoxin zone new 建区，或 gaoxin demo 建演示区。"))
    return zone


def _run(request: Request, pk: int) -> ImportRun:
    """Return a run that the user may open; 404 otherwise."""
    return get_object_or_404(queries.import_runs(request.user, _zone(request)), pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: Request) -> HttpResponse:
    """Show the runs, or take an upload and go to its dry run."""
    zone = _zone(request)
    if request.method == "POST":
        return _upload(request, zone)
    # A plan may hold ten thousand rows; the list needs only the counts.
    runs = queries.import_runs(request.user, zone).defer("plan", "mapping")
    shown = runs[:RUNS_SHOWN]
    context = {"runs": shown, "total": runs.count(), "limit": settings.GAOXIN_UPLOAD_MB}
    return render(request, "ledger/exchange/imports.html", context)


def _upload(request: Request, zone: Zone) -> HttpResponse:
    sent: Any = request.FILES.get("file")
    try:
        if sent is None:
            raise UserError(_("先选一个文件。"))
        if sent.size > settings.GAOXIN_UPLOAD_MB * 2**20:
            raise UserError(_("文件超过 %(limit)s MB。") % {"limit": settings.GAOXIN_UPLOAD_MB})
        run = actions.start_import(
            zone, content=sent.read(), file_name=sent.name, by=request.user, on=clock.today()
        )
    except UserError as why:
        messages.error(request, str(why))
        return redirect("ledger:imports")
    return redirect("ledger:import", pk=run.pk)


@login_required
@require_safe
def import_run(request: Request, pk: int) -> HttpResponse:
    """Show a run: counts, rows worth a look, how columns were taken, and what may be done."""
    run = _run(request, pk)
    asked = request.GET.get("show", "look")
    show = cast("Show", asked if asked in screens.SHOWS else "look")
    preview = queries.import_preview(run, show, whole_number(request.GET.get("page", ""), 1))
    context = {
        "run": run,
        "preview": preview,
        "shows": [(name, word, _shown(preview, name)) for name, word in screens.SHOWS.items()],
        "sheets": screens.sheet_choices(run),
        "actions": screens.ACTIONS,
        "writes": run.counts["create"] + run.counts["update"],
        "may_undo": queries.may_undo(run),
        "undo_days": queries.UNDO_DAYS,
    }
    return render(request, "ledger/exchange/run.html", context)


def _shown(preview: queries.Preview, name: str) -> int:
    return {"all": preview.total, "look": preview.look, "skip": preview.skip}[name]


@login_required
@require_POST
def import_columns(request: Request, pk: int) -> HttpResponse:
    """Take columns otherwise and plan anew."""
    run = _run(request, pk)
    posted: dict[str, str] = request.POST.dict()
    given = {name[2:]: value for name, value in posted.items() if name.startswith("c_")}
    given[KIND] = posted.get(KIND, "")
    signature = request.POST.get("signature", "")
    return _done(
        request, run,
        lambda: actions.correct_mapping(run, signature, given, by=request.user, on=clock.today()),
        _("已按更正后的列重新试算，下次同样的表也这样认。"),
    )  # fmt: skip


@login_required
@require_POST
def import_confirm(request: Request, pk: int) -> HttpResponse:
    """Write what the dry run showed."""
    run = _run(request, pk)
    said = _("已写入 %(write)s 行，跳过 %(skip)s 行。") % {
        "write": run.counts["create"] + run.counts["update"], "skip": run.counts["skip"],
    }  # fmt: skip
    shown = request.POST.get("digest", "")
    return _done(
        request, run,
        lambda: actions.confirm_import(run, by=request.user, on=clock.today(), shown=shown), said,
    )  # fmt: skip


@login_required
@require_POST
def import_undo(request: Request, pk: int) -> HttpResponse:
    """Take a written run back."""
    run = _run(request, pk)
    reason = request.POST.get("reason", "").strip()[:500]
    return _done(
        request, run, lambda: actions.undo_import(run, by=request.user, reason=reason),
        _("已整批撤回，台账回到导入之前。"),
    )  # fmt: skip


def _done(request: Request, run: ImportRun, act: Any, said: str) -> HttpResponse:
    """Do it and say so, or say why not, on the run's page."""
    try:
        act()
    except UserError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, said)
    return redirect("ledger:import", pk=run.pk)


@login_required
@require_safe
def import_marked(request: Request, pk: int) -> HttpResponse:
    """Download the workbook with its bad cells marked."""
    run = _run(request, pk)
    content = actions.marked_workbook(run, by=request.user)
    name = run.document.file_name.rsplit(".", 1)[0]
    return _workbook(content, _("%(name)s（标红）") % {"name": name})


@login_required
@require_safe
def import_template(request: Request) -> HttpResponse:
    """Download an empty workbook with the columns of the import."""
    _zone(request)
    held = io.BytesIO()
    write_template(held)
    return _workbook(held.getvalue(), _("导入模板"))


@login_required
@require_safe
def export_all(request: Request) -> HttpResponse:
    """Download the user's projects in the columns of the import, as they stand on the day shown."""
    zone = home_zone(request.user)
    if zone is None:
        raise UserError(_("还没有高新区。"))
    held = io.BytesIO()
    export_projects(zone, held, user=request.user, at=request.moment)
    return _workbook(held.getvalue(), _("%(zone)s台账") % {"zone": zone.short_name})


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = str(content_disposition_header(True, f"{name}.xlsx"))
    response["X-Content-Type-Options"] = "nosniff"
    return response
