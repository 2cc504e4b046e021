"""Digital diagnosis (数字化诊断): screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gaoxin.grow.diagnosis import actions, forms, pages, tables
from gaoxin.grow.models import Diagnosis
from gaoxin.grow.queries import enterprise_record
from gaoxin.ledger.models import Enterprise
from gaoxin.lib.errors import Denied, UserError
from gaoxin.sources.actions import Upload
from gaoxin.track.forms import first_error
from gaoxin.web import clock
from gaoxin.web.export import export_list
from gaoxin.web.listpage import list_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from gaoxin.web.asof import Request

T = TypeVar("T")


def _found(query: Callable[[], T]) -> T:
    """Return what a query finds; 404 where the record is not one that the user may open."""
    try:
        return query()
    except (Enterprise.DoesNotExist, Diagnosis.DoesNotExist):
        raise Http404 from None


def _enterprise(request: Request, pk: int) -> Enterprise:
    return _found(lambda: enterprise_record(request.user, pk, request.moment))


@login_required
@require_safe
def zone(request: Request) -> HttpResponse:
    """Show levels of the zone and the list of enterprises; or export it."""
    found = pages.zone_page(request.user, request.moment)
    rows = tables.with_levels(found.known, found.found)
    page = list_page(tables.listing(request, found.found, found.zone_id), request, rows)
    if request.GET.get("format") == "xlsx":
        return export_list(page, _("数字化诊断"))
    return render(request, "grow/diagnosis/zone.html", {"found": found, "page": page})


@login_required
@require_safe
def enterprise(request: Request, pk: int) -> HttpResponse:
    """Show an enterprise's latest diagnosis, its path, peers and history."""
    found = _found(lambda: pages.enterprise_page(request.user, request.moment, pk))
    return render(request, "grow/diagnosis/enterprise.html", {"found": found})


@login_required
@require_safe
def answer(request: Request, pk: int) -> HttpResponse:
    """Show the questionnaire with the answers of the draft."""
    if not request.user.may("grow.record"):
        raise Denied(_("您没有登记企业培育信息的权限。"))
    found = _found(lambda: pages.answer_page(request.user, request.moment, pk))
    return render(request, "grow/diagnosis/answer.html", {"found": found})


@login_required
@require_POST
def draft(request: Request, pk: int) -> HttpResponse:
    """Keep the answers that were sent; answer with what they come to so far."""
    firm = _enterprise(request, pk)
    names = [name for name in request.POST if name not in _NOT_ANSWERS]
    given = {name: str(request.POST[name]) for name in names}
    actions.keep_answers(firm, given, by=request.user, on=clock.today())
    if request.headers.get("HX-Request"):
        found = pages.answer_page(request.user, request.moment, pk)
        return render(request, "grow/diagnosis/so_far.html", {"found": found})
    messages.success(request, _("答案已存。"))
    return redirect("grow:diagnosis_answer", pk=pk)


_NOT_ANSWERS = frozenset({"csrfmiddlewaretoken"})


@login_required
@require_POST
def sign(request: Request, pk: int) -> HttpResponse:
    """Sign the draft as the diagnosis of a day."""
    firm = _enterprise(request, pk)
    form = forms.SignForm(request.POST)
    if not form.is_valid():
        raise UserError(first_error(form))
    actions.sign_diagnosis(firm, by=request.user, **form.cleaned_data)
    messages.success(request, _("诊断已签，不再改动；有误可作废重做。"))
    return redirect("grow:diagnosis", pk=pk)


@login_required
@require_safe
def record(request: Request, pk: int) -> HttpResponse:
    """Show one signed diagnosis with every answer."""
    found = _found(lambda: pages.record_page(request.user, request.moment, pk))
    kinds = forms.EVIDENCE_KINDS
    return render(request, "grow/diagnosis/record.html", {"found": found, "kinds": kinds})


def _record(request: Request, pk: int) -> Diagnosis:
    return _found(lambda: pages.openable_record(request.user, request.moment, pk))


@login_required
@require_POST
def void(request: Request, pk: int) -> HttpResponse:
    """Void a signed diagnosis."""
    form = forms.VoidForm(request.POST)
    if not form.is_valid():
        raise UserError(first_error(form))
    one = _record(request, pk)
    actions.void_diagnosis(one, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, _("这次诊断已作废，仍可查看。"))
    return redirect("grow:diagnosis", pk=one.enterprise_id)


@login_required
@require_POST
def evidence(request: Request, pk: int) -> HttpResponse:
    """Add a file as evidence of a signed diagnosis."""
    form = forms.EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        raise UserError(first_error(form))
    one = _record(request, pk)
    sent = form.cleaned_data["file"]
    upload = Upload(
        content=sent.read(),
        file_name=sent.name,
        kind=form.cleaned_data["kind"],
        park_id=one.enterprise.park_id,
    )
    actions.prove_diagnosis(one, upload, by=request.user)
    messages.success(request, _("证据已存。"))
    return redirect("grow:diagnosis_record", pk=pk)
