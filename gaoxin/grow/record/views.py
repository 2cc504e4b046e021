"""Screens of the record (企业档案): an enterprise's page, one rung, what-if, entry by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gaoxin.grow import actions, queries
from gaoxin.grow.filing.batches import batches_of, counting, handed_in_with
from gaoxin.grow.filing.undoing import undo_entry
from gaoxin.grow.models import ChainEntry, EnterpriseEvent, Honour, YearFigure
from gaoxin.grow.record import forms, pages, whatif
from gaoxin.ledger.actions import Record
from gaoxin.ledger.models import Enterprise
from gaoxin.ledger.queries import effective
from gaoxin.lib.access import require
from gaoxin.people.queries import person_name
from gaoxin.web import clock
from gaoxin.web.core import whole_number
from gaoxin.web.formpage import answer, sent

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gaoxin.grow.filing.batches import Batch
    from gaoxin.web.asof import Request

MODELS: dict[str, type[EnterpriseEvent]] = {
    "honour": Honour, "tie": ChainEntry, "figure": YearFigure,
}  # fmt: skip
_page = require_http_methods(["GET", "HEAD", "POST"])


@dataclass
class Sheet:
    """A form as its page prints it."""

    template: ClassVar[str] = "grow/form.html"

    title: str
    button: str
    form: Any
    enterprise: Enterprise
    says: list[str] = field(default_factory=list)
    batches: list[Batch] = field(default_factory=list)

    @property
    def back(self) -> str:
        """Return the page that the form was opened from."""
        return reverse("grow:enterprise", args=[self.enterprise.pk])


@login_required
@require_safe
def enterprise(request: Request, pk: int) -> HttpResponse:
    """Show an enterprise: identity, ladder, yearly figures, honours, five chains."""
    try:
        found = pages.enterprise_page(request.user, request.moment, pk)
    except Enterprise.DoesNotExist:
        raise Http404 from None
    return render(request, "grow/enterprise.html", {"found": found})


@login_required
@require_safe
def rung(request: Request, pk: int, title: str) -> HttpResponse:
    """Show one rung with every condition: value, threshold, gap, article."""
    try:
        found = pages.rung_page(request.user, request.moment, pk, title)
    except Enterprise.DoesNotExist:
        raise Http404 from None
    return render(request, "grow/rung.html", {"found": found})


@login_required
@require_safe
def value(request: Request, pk: int, indicator: str) -> HttpResponse:
    """Show where the values of an indicator come from: by year, with evidence and corrections."""
    try:
        found = pages.value_panel(request.user, request.moment, pk, indicator)
    except Enterprise.DoesNotExist:
        raise Http404 from None
    return render(request, "grow/value.html", {"found": found})


@login_required
@require_safe
def what_if(request: Request, pk: int) -> HttpResponse:
    """Show every rung with supposed values; only the rungs where the page asks for them."""
    try:
        found = whatif.what_if(request.user, request.moment, pk, request.GET.dict())
    except Enterprise.DoesNotExist:
        raise Http404 from None
    part = "grow/whatif_rungs.html" if request.headers.get("HX-Request") else "grow/whatif.html"
    return render(request, part, {"found": found})


def _editable(request: Request, pk: int) -> Enterprise:
    """Return an enterprise that the user may record for; 404 where it is not the user's."""
    require(request.user, "grow.record", _("您没有登记企业培育信息的权限。"))
    known = queries.enterprises_for(request.user, queries.zone_of_user(request.user))
    return get_object_or_404(known.select_related("zone", "park"), pk=pk)


def _event(request: Request, model: str, pk: int) -> Any:
    """Return an event that counts today, of an enterprise that the user may record for."""
    require(request.user, "grow.record", _("您没有登记企业培育信息的权限。"))
    mine = queries.enterprises_for(request.user, queries.zone_of_user(request.user))
    events = effective(MODELS[model]._default_manager.filter(enterprise__in=mine), request.now)
    return get_object_or_404(events.select_related("enterprise__zone"), pk=pk)


def _by(request: Request) -> Record:
    return Record(by=request.user)


@login_required
@_page
def figures(request: Request, pk: int) -> HttpResponse:
    """Enter the figures of a year."""
    firm = _editable(request, pk)
    year = whole_number(request.GET.get("year", ""), clock.today().year - 1)
    known = queries.year_figures(firm.zone, request.now, ids=[pk]).get(pk, {})
    first: dict[str, Any] = {name: _raw(value) for (y, name), value in known.items() if y == year}
    first |= {"year": year, "on": clock.today()}
    form = forms.FiguresForm(*sent(request), by=request.user, initial=first)
    title = _("%(year)s 年度数据") % {"year": year}
    sheet = Sheet(title, _("登记年度数据"), form, firm)
    sheet.says.append(_("空着的不改；改过的算更正，原值留存但不再算数。"))
    sheet.batches = batches_of(firm, year)

    def act(told: Any) -> str:
        given = told.cleaned_data
        made = actions.report_figures(
            firm, given["year"], given["values"], record=_by(request), on=given["on"],
            evidence=given["evidence"],
        )  # fmt: skip
        return _("登记了 %(n)s 项。") % {"n": len(made)} if made else _("没有改动。")

    return answer(request, sheet, act)


def _raw(value: Any) -> str:
    """Return a value as the form's widget has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else f"{value.normalize():f}"


@login_required
@_page
def honour(request: Request, pk: int) -> HttpResponse:
    """Record a title that was granted, re-checked or revoked."""
    firm = _editable(request, pk)
    form = forms.HonourForm(*sent(request), by=request.user, initial={"on": clock.today()})
    sheet = Sheet(_("登记称号"), _("登记这个称号"), form, firm)

    def act(told: Any) -> str:
        evidence = told.cleaned_data["evidence"]
        actions.record_honour(firm, told.told(), record=_by(request), evidence=evidence)
        return _("称号已登记。")

    return answer(request, sheet, act)


@login_required
@_page
def tie(request: Request, pk: int) -> HttpResponse:
    """Record a place in one of the five chains."""
    firm = _editable(request, pk)
    form = forms.TieForm(*sent(request)[:1], zone=firm.zone, by=request.user,
                         initial={"on": clock.today()})  # fmt: skip

    def act(told: Any) -> str:
        actions.record_tie(firm, told.tie(), record=_by(request))
        return _("已登记。")

    return answer(request, Sheet(_("登记五链"), _("登记这一条"), form, firm), act)


@login_required
@_page
def evidence(request: Request, model: str, pk: int) -> HttpResponse:
    """Add evidence to an event."""
    event = _event(request, model, pk)
    form = forms.EvidenceForm(*sent(request), by=request.user)

    def act(told: Any) -> str:
        actions.add_evidence(event, told.cleaned_data["evidence"], record=_by(request))
        return _("证据已补上。")

    return answer(request, Sheet(_("补证据"), _("补上这份证据"), form, event.enterprise), act)


@login_required
@_page
def retract(request: Request, model: str, pk: int) -> HttpResponse:
    """Void an event."""
    event = _event(request, model, pk)
    form = forms.RetractForm(*sent(request)[:1])
    sheet = Sheet(_("作废"), _("作废这一条"), form, event.enterprise)
    sheet.says.append(_("原记录留存，从现在起不再算数；看此前的页面仍有它。"))

    def act(told: Any) -> str:
        actions.retract(event, record=_by(request), reason=told.cleaned_data["reason"])
        return _("已作废。")

    return answer(request, sheet, act)


@login_required
@_page
def undo(request: Request, pk: int) -> HttpResponse:
    """Take back all that one press of the form recorded with a figure."""
    event = _event(request, "figure", pk)
    firm = event.enterprise
    sheet = Sheet(_("整次撤回"), _("整次撤回"), forms.RetractForm(*sent(request)[:1]), firm)
    told = {
        "n": counting(handed_in_with(event)).count(), "year": event.year,
        "at": date_format(localtime(event.recorded_at), "Y-m-d H:i"),
        "by": person_name(event.recorded_by),
    }  # fmt: skip
    sheet.says.append(
        _("%(by)s %(at)s 登记的 %(year)s 年度 %(n)s 个数一起作废；更正过的回到原值。") % told
    )
    sheet.says.append(_("原记录留存，从现在起不再算数；看此前的页面仍有它。"))

    def act(form: Any) -> str:
        count = undo_entry(event, by=request.user, reason=form.cleaned_data["reason"])
        return _("已整次撤回 %(n)s 个数。") % {"n": count}

    return answer(request, sheet, act)
