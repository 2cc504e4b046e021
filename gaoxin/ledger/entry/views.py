"""Pages of entry (登记的页面): each shows one form and passes it to one action."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gaoxin.ledger import actions as ledger
from gaoxin.ledger.actions import Record
from gaoxin.ledger.core.stage import Stage, next_stage
from gaoxin.ledger.dossier import log_line
from gaoxin.ledger.entry import actions, forms
from gaoxin.ledger.entry.doubts import Doubtful
from gaoxin.ledger.models import Milestone, Posting, Project
from gaoxin.ledger.queries import effective, milestone_days, planned_days, projects_for
from gaoxin.ledger.rows import zone_of
from gaoxin.lib.access import require
from gaoxin.lib.errors import Denied, UserError
from gaoxin.web import clock
from gaoxin.web.formpage import sent

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpResponse

    from gaoxin.ledger.entry.doubts import Doubt
    from gaoxin.web.asof import Request

MODELS: dict[str, type[Milestone | Posting]] = {"milestone": Milestone, "posting": Posting}
_page = require_http_methods(["GET", "HEAD", "POST"])


@dataclass
class Sheet:
    """A form as its page prints it."""

    title: str
    button: str
    form: Any
    project: Project | None = None
    says: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def back(self) -> str:
        """Return the page that the form was opened from."""
        if self.project is None:
            return reverse("ledger:projects")
        return reverse("ledger:project", args=[self.project.code])


def _editor(request: Request) -> None:
    require(request.user, "ledger.edit", _("您的角色不能改台账。"))


def _project(request: Request, code: str) -> Project:
    """Return a project that the user may change; 404 where it is not the user's."""
    _editor(request)
    found = projects_for(request.user, zone_of(request.user))
    return get_object_or_404(found.select_related("zone", "enterprise", "park"), code=code)


def _event(request: Request, model: str, pk: int) -> Any:
    """Return an event that counts today, of a project that the user may change."""
    _editor(request)
    mine = projects_for(request.user, zone_of(request.user))
    events = effective(MODELS[model]._default_manager.filter(project__in=mine), request.now)
    return get_object_or_404(events.select_related("project__zone"), pk=pk)


def _answer(request: Request, sheet: Sheet, act: Callable[[Any], tuple[str, str]]) -> HttpResponse:
    """Show the form; on a press do the act, or show again what was typed with what is wrong."""
    form: Form = sheet.form
    if form.is_bound and form.is_valid():
        try:
            said, address = act(form)
        except Doubtful as why:
            sheet.doubts = why.doubts
        except Denied:
            raise
        except UserError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, said)
            return redirect(address)
    return render(request, "ledger/entry/form.html", {"sheet": sheet, "form": form})


def _by(request: Request) -> Record:
    return Record(by=request.user)


@login_required
@_page
def lead(request: Request) -> HttpResponse:
    """Open a lead."""
    _editor(request)
    zone = zone_of(request.user)
    first = {"on": clock.today(), "kind": Project.Kind.INDUSTRIAL}
    form = forms.LeadForm(*sent(request), zone=zone, by=request.user,
                          initial={} if request.method == "POST" else first)  # fmt: skip

    def act(told: Any) -> tuple[str, str]:
        accepted = request.POST.getlist("sure")
        made = actions.open_lead(zone, told.lead(), record=_by(request), accepted=accepted)
        said = _("线索已登记，编号 %(code)s。") % {"code": made.code}
        return said, reverse("ledger:project", args=[made.code])

    return _answer(request, Sheet(_("新线索"), _("登记这条线索"), form), act)


@login_required
@_page
def milestone(request: Request, code: str) -> HttpResponse:
    """Register a milestone, or correct the day of one."""
    project = _project(request, code)
    days = milestone_days([project.pk], request.now, zone=project.zone).get(project.pk, {})
    upcoming = next_stage(days)
    first = {"stage": upcoming and upcoming.value, "on": clock.today()}
    form = forms.MilestoneForm(*sent(request), by=request.user, days=days, initial=first)
    sheet = Sheet(_("登记节点"), _("登记这个节点"), form, project)
    sheet.says.append(_("已登记过的节点换一个日期就是更正：先问您一遍，原记录留存但不再算数。"))

    def act(told: Any) -> tuple[str, str]:
        given = told.cleaned_data
        reached = actions.Reached(Stage(given["stage"]), given["on"], given["note"])
        accepted = request.POST.getlist("sure")
        actions.register_milestone(project, reached, record=_by(request),
                                   evidence=given["evidence"], accepted=accepted)  # fmt: skip
        return _("节点已登记。"), sheet.back

    return _answer(request, sheet, act)


@login_required
@_page
def plan(request: Request, code: str) -> HttpResponse:
    """Set another planned day."""
    project = _project(request, code)
    known = ([project.pk], request.now)
    reached = milestone_days(*known, zone=project.zone).get(project.pk, {})
    plans = planned_days(*known, zone=project.zone).get(project.pk, {})
    pressed = sent(request)
    first = {"on": clock.today()}
    form = forms.PlanForm(*pressed, reached=reached, plans=plans, initial=first)
    sheet = Sheet(_("改计划"), _("定这个计划日期"), form, project)

    def act(told: Any) -> tuple[str, str]:
        given = told.cleaned_data
        actions.set_plan(project, Stage(given["stage"]), record=_by(request),
                         on=given["on"], planned_for=given["planned_for"])  # fmt: skip
        return _("计划已改。"), sheet.back

    return _answer(request, sheet, act)


@login_required
@_page
def money(request: Request, code: str) -> HttpResponse:
    """Post an amount."""
    project = _project(request, code)
    first = {"on": clock.today(), "unit": "万元|CNY"}
    form = forms.PaidForm(*sent(request), by=request.user, initial=first)
    sheet = Sheet(_("记一笔"), _("记这一笔"), form, project)
    sheet.says.append(_("总数是各笔相加：只记这一次新增的。记错了作废那一笔，再记对的。"))

    def act(told: Any) -> tuple[str, str]:
        given = told.cleaned_data
        paid = actions.Paid(given["kind"], given["sum"], given["on"], given["note"])
        actions.register_money(project, paid, record=_by(request), evidence=given["evidence"])
        return _("这一笔已记入。"), sheet.back

    return _answer(request, sheet, act)


@login_required
@_page
def record(request: Request, code: str) -> HttpResponse:
    """Change the record."""
    project = _project(request, code)
    form = forms.AmendForm(project, *sent(request), by=request.user, day=clock.today())
    sheet = Sheet(_("改登记信息"), _("保存改动"), form, project)

    def act(told: Any) -> tuple[str, str]:
        accepted = request.POST.getlist("sure")
        seen = told.cleaned_data["seen"]
        count = actions.amend_project(
            project, told.lead(), record=_by(request), seen=seen, accepted=accepted
        )
        said = _("改了 %(n)s 项，改动记录里有。") % {"n": count} if count else _("没有改动。")
        return said, sheet.back

    return _answer(request, sheet, act)


@login_required
@_page
def evidence(request: Request, pk: int, model: str) -> HttpResponse:
    """Add evidence to an event."""
    event = _event(request, model, pk)
    form = forms.EvidenceForm(*sent(request), by=request.user)
    sheet = Sheet(_("补证据"), _("补上这份证据"), form, event.project, [str(log_line(event).text)])

    def act(told: Any) -> tuple[str, str]:
        actions.add_evidence(event, told.cleaned_data["evidence"], record=_by(request))
        return _("证据已补上。"), sheet.back

    return _answer(request, sheet, act)


@login_required
@_page
def retract(request: Request, pk: int, model: str) -> HttpResponse:
    """Void an event."""
    event = _event(request, model, pk)
    form = forms.RetractForm(*sent(request))
    sheet = Sheet(_("作废"), _("作废这一条"), form, event.project, [str(log_line(event).text)])
    sheet.says.append(_("原记录留存，从现在起不再算数；看此前的页面仍有它。"))
    if event.voids is not None:
        told = _("它更正的那条（%(text)s）会重新算数。")
        sheet.says.append(told % {"text": log_line(event.voids).text})

    def act(told: Any) -> tuple[str, str]:
        ledger.retract(event, record=_by(request), reason=told.cleaned_data["reason"])
        return _("已作废。"), sheet.back

    return _answer(request, sheet, act)
