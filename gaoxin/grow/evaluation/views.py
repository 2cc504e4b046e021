"""Zone evaluation (高新区综合评价): screens."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gaoxin.grow.core.evaluation import given_of
from gaoxin.grow.evaluation import actions, forms, pages
from gaoxin.grow.queries import zone_of_user
from gaoxin.ledger.actions import Record
from gaoxin.lib.errors import UserError
from gaoxin.sources.actions import Upload, store_document
from gaoxin.sources.queries import documents_for
from gaoxin.track.forms import first_error
from gaoxin.web.export import workbook

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gaoxin.sources.models import Document
    from gaoxin.web.asof import Request


@login_required
@require_safe
def table(request: Request) -> HttpResponse:
    """Show a year's evaluation table; or export it, in the shape that is read in again."""
    given = request.GET
    found = pages.table_page(
        request.user, request.moment, name=given.get("table", ""), year=given.get("year", "")
    )
    if given.get("format") == "xlsx":
        heads, rows = pages.sheet(found)
        return workbook(_("综合评价 %(year)s") % {"year": found.year}, heads, rows)
    return render(request, "grow/evaluation/table.html", {"found": found})


@login_required
@require_safe
def line(request: Request, line: str) -> HttpResponse:
    """Show what was recorded of a line, and the form to record more."""
    found = pages.line_panel(request.user, request.moment, line, year=request.GET.get("year", ""))
    return render(request, "grow/evaluation/line.html", {"found": found, "bases": forms.BASES})


@login_required
@require_POST
def record(request: Request, line: str) -> HttpResponse:
    """Record a value or target of a line."""
    pages.require_recorder(request.user)
    form = forms.ValueForm(request.POST, request.FILES)
    if not form.is_valid():
        raise UserError(first_error(form))
    told = form.cleaned_data
    panel = pages.line_panel(request.user, request.moment, line, year=told["year"])
    found = given_of(panel.line, told["basis"], told["value"])
    if isinstance(found, str):
        raise UserError(pages.problem_words(panel.name, found, told["value"]))
    occasion = actions.Occasion(panel.year, told["on"], _document(request, told["file"]))
    zone = zone_of_user(request.user)
    by = Record(by=request.user)
    count = actions.record_values(zone, panel.table, [found], occasion=occasion, record=by)
    messages.success(request, _("已登记。") if count else _("和已登记的一样，没有改。"))
    return redirect(_address(str(panel.table.rule.head.issued.year), panel.year))


def _document(request: Request, sent: object) -> Document | None:
    if not sent:
        return None
    upload = Upload(content=sent.read(), file_name=sent.name, kind="notice")  # type: ignore[attr-defined]  # an uploaded file
    return store_document(upload, by=request.user)


def _address(name: str, year: int) -> str:
    return reverse("grow:evaluation") + "?" + urlencode({"table": name, "year": year})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: Request) -> HttpResponse:
    """Show the form for a sheet; what it would write; or write it."""
    if request.method != "POST":
        given = request.GET
        found = pages.sheet_page(
            request.user, request.moment, name=given.get("table", ""), year=given.get("year", "")
        )
        return render(request, "grow/evaluation/sheet.html", {"found": found})
    pages.require_recorder(request.user)
    form = forms.SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        raise UserError(first_error(form))
    told = form.cleaned_data
    text = told["text"]
    if told["file"]:
        text = pages.text_of_workbook(told["file"].read(), told["file"].name)
        told["file"].seek(0)
    found = pages.sheet_page(
        request.user, request.moment, name=told["table"], year=told["year"], text=text,
        on=told["on"],
    )  # fmt: skip
    # Kept only when the user may write and the file was read.
    document = _sheet_document(request, told)
    if told["confirm"]:
        return _write(request, found, document)
    context = {"found": found, "document": document, "is_tried": True}
    return render(request, "grow/evaluation/sheet.html", context)


def _sheet_document(request: Request, told: dict[str, object]) -> Document | None:
    """Return the workbook's document: stored now, or named by the trial that showed it."""
    if told["file"]:
        sent = told["file"]
        upload = Upload(content=sent.read(), file_name=sent.name, kind="workbook")  # type: ignore[attr-defined]  # an uploaded file
        return store_document(upload, by=request.user)
    if told["document"]:
        return get_object_or_404(documents_for(request.user), pk=told["document"])
    return None


def _write(request: Request, found: pages.SheetPage, document: Document | None) -> HttpResponse:
    given = [row.given for row in found.rows]
    occasion = actions.Occasion(found.year, found.on, document)
    zone, by = zone_of_user(request.user), Record(by=request.user)
    count = actions.record_values(zone, found.table, given, occasion=occasion, record=by)
    said = _("写入 %(n)s 个数，%(m)s 格没有写。")
    messages.success(request, said % {"n": count, "m": len(found.problems)})
    return redirect(_address(found.name, found.year))
