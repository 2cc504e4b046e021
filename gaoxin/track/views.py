"""Track (督查): the room's screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gaoxin.ledger.models import Park, Project
from gaoxin.ledger.queries import project_record
from gaoxin.lib.errors import UserError
from gaoxin.track import actions, forms, lighting, pages
from gaoxin.track.core.submission import Step
from gaoxin.track.models import Issue, Submission
from gaoxin.web import asof, clock
from gaoxin.web.core import whole_number
from gaoxin.web.export import workbook

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gaoxin.web.asof import Request


def _asked(request: Request) -> pages.Asked:
    given = request.GET
    return pages.Asked(
        tab=given.get("tab", "red"),
        measure=given.get("by", "start_rate"),
        preset=given.get("rule", ""),
        month=given.get("month", ""),
        page=_page(request),
    )


def _page(request: Request) -> int:
    return whole_number(request.GET.get("page", ""), 1)


@login_required
@require_safe
def home(request: Request) -> HttpResponse:
    """Show the month's reports, the ranking and the lights; or export the lights shown."""
    found = pages.track_home(request.user, request.moment, _asked(request))
    if request.GET.get("format") == "xlsx":
        heads, rows = pages.light_sheet(found)
        return workbook(_("亮灯项目"), heads, rows)
    return render(request, "track/home.html", {"track": found})


@login_required
@require_POST
def submission_step(request: Request) -> HttpResponse:
    """Take a step of a park's month."""
    form = forms.StepForm(request.POST)
    if not form.is_valid():
        raise UserError(forms.first_error(form))
    park = get_object_or_404(Park, pk=form.cleaned_data["park"])
    made = actions.take_step(
        park,
        form.cleaned_data["month"],
        Step(form.cleaned_data["step"]),
        by=request.user,
        on=clock.today(),
        note=form.cleaned_data["note"],
    )
    step = Submission.Step(made.step).label
    said = _("%(park)s %(month)s 已%(step)s。")
    messages.success(request, said % {"park": park, "month": f"{made.month:%Y-%m}", "step": step})
    return redirect(f"/track/?month={made.month:%Y-%m}")


@login_required
@require_safe
def light_panel(request: Request, code: str) -> HttpResponse:
    """Show a light's rule, day line, who can act, and what other rule sets say."""
    preset = request.GET.get("rule", "")
    found = pages.light_of(request.user, request.moment, code, preset=preset)
    return render(request, "track/light.html", {"found": found, "light": found.decides.light})


@login_required
@require_safe
def rules(request: Request) -> HttpResponse:
    """Show the light rules with their documents, and which the zone follows."""
    pages.zone_of_user(request.user)
    context = {"rules": list(lighting.library().rules.values()), "chosen": lighting.chosen()}
    return render(request, "track/rules.html", context)


@login_required
@require_safe
def issues(request: Request) -> HttpResponse:
    """Show the list of issues."""
    state = request.GET.get("state", "open")
    found = pages.issues_page(request.user, request.moment, state=state, page=_page(request))
    return render(request, "track/issues.html", {"found": found, "kinds": forms.STEP_KINDS})


@login_required
@require_POST
def issue_step(request: Request, pk: int) -> HttpResponse:
    """Record what happened to an issue."""
    form = forms.IssueStepForm(request.POST)
    if not form.is_valid():
        raise UserError(forms.first_error(form))
    issue = get_object_or_404(Issue.objects.select_related("project__zone"), pk=pk)
    step = actions.step_issue(
        issue,
        form.cleaned_data["kind"],
        by=request.user,
        on=clock.today(),
        note=form.cleaned_data["note"],
    )
    messages.success(request, f"#{issue.pk} {step.get_kind_display()}")
    return redirect("track:issues")


def _project(request: Request, code: str) -> Project:
    """Return the project; 404 where it is not one that the user may open."""
    try:
        return project_record(request.user, pages.zone_of_user(request.user), code)
    except Project.DoesNotExist:
        raise Http404 from None


def _back(request: Request, code: str) -> HttpResponse:
    return redirect(asof.keep(request.asof, f"/ledger/projects/{code}/"))


@login_required
@require_POST
def visit(request: Request, code: str) -> HttpResponse:
    """Record a visit from the project's page."""
    form = forms.VisitForm(request.POST)
    if not form.is_valid():
        raise UserError(forms.first_error(form))
    project = _project(request, code)
    actions.record_visit(project, by=request.user, **form.cleaned_data)
    messages.success(request, _("走访已登记。"))
    return _back(request, code)


@login_required
@require_POST
def issue(request: Request, code: str) -> HttpResponse:
    """Raise an issue from the project's page."""
    form = forms.IssueForm(request.POST)
    if not form.is_valid():
        raise UserError(forms.first_error(form))
    project = _project(request, code)
    actions.raise_issue(project, by=request.user, on=clock.today(), **form.cleaned_data)
    messages.success(request, _("问题已登记。"))
    return _back(request, code)


@login_required
@require_safe
def sets(request: Request) -> HttpResponse:
    """Show the project sets, such as launch ceremonies' batches."""
    return render(request, "track/sets.html", {"sets": pages.sets_of(request.user)})


@login_required
@require_POST
def make_set(request: Request) -> HttpResponse:
    """Keep a set of projects named by code, a line or comma between them."""
    form = forms.SetForm(request.POST)
    if not form.is_valid():
        raise UserError(forms.first_error(form))
    zone = pages.zone_of_user(request.user)
    made = actions.make_project_set(zone, by=request.user, **form.cleaned_data)
    return redirect("track:set", pk=made.pk)


@login_required
@require_safe
def project_set(request: Request, pk: int) -> HttpResponse:
    """Show the batch summary of a project set."""
    found = pages.set_page(request.user, request.moment, pk)
    return render(request, "track/set.html", {"found": found})
