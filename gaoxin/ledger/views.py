"""Pages of the ledger (台账的页面): projects as list, board and record; enterprises; parks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gaoxin.ledger import extras, rows, tables
from gaoxin.ledger.board import BOARD_FIELDS, board_of
from gaoxin.ledger.dossier import Dossier, event_lines
from gaoxin.lib.access import require
from gaoxin.web import asof as moments
from gaoxin.web.export import export_list
from gaoxin.web.listpage import list_page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gaoxin.ledger.models import Project
    from gaoxin.web.asof import Request

EVENTS_SHOWN = 300


@login_required
@require_safe
def home(request: Request) -> HttpResponse:
    """Go to the projects: the ledger's first page."""
    require(request.user, "ledger.view", _("您的角色不看台账。"))
    query = request.META.get("QUERY_STRING", "")
    return redirect(reverse("ledger:projects") + (f"?{query}" if query else ""))


@login_required
@require_safe
def projects(request: Request) -> HttpResponse:
    """Show the projects that the user may open, as list or board; or export them."""
    user, at = request.user, request.moment
    zone = rows.zone_of(user)
    facts = tables.Facts(zone, request)
    found = rows.project_list(user, zone, at, past=request.asof.is_past)
    page = list_page(tables.project_listing(facts), request, found)
    if request.GET.get("format") == "xlsx":
        return export_list(page, _("项目台账"))
    may = {"may_import": user.may("ledger.import"), "may_edit": user.may("ledger.edit")}
    context = {"page": page, **may}
    board = request.GET.get("board", "")
    if board:
        drawn = board_of(page, board, facts)
        context |= {"fields": BOARD_FIELDS, "board": drawn}
        return render(request, "ledger/board.html", context)
    facts.ids = [project.pk for project in page.rows]
    return render(request, "ledger/projects.html", context)


def _project(request: Request, code: str) -> Project:
    """Return the project as it stood at the moment; 404 where the user may not open it."""
    zone = rows.zone_of(request.user)
    found = rows.project_list(request.user, zone, request.moment, past=request.asof.is_past)
    related = ("park", "origin_park", "industry", "enterprise", "lead_department")
    return get_object_or_404(found.select_related(*related), code=code)


@login_required
@require_safe
def project(request: Request, code: str) -> HttpResponse:
    """Show a project: timeline, why and what is open, money, people and evidence."""
    found: Any = _project(request, code)
    dossier = Dossier(found, request.moment)
    facts = tables.Facts(found.zone, request, [found.pk])
    later = moments.keep(request.asof, reverse("ledger:project_later", args=[code]))
    every = bool(request.GET.get("all"))
    return render(request, "ledger/project.html", {
        "project": found,
        "may_edit": request.user.may("ledger.edit"),
        "dossier": dossier,
        "steps": dossier.steps if every else dossier.told_steps,
        "stage": tables.stage_name(found.stage_rank),
        "park": facts.park(found),
        "money": [(label, facts.money(found, kind)) for label, kind in _kinds()],
        "rate": facts.rate(found),
        "cards": _cards(found, request),
        "hidden_after": dossier.hidden_after(later) if request.asof.is_past else None,
    })  # fmt: skip


def _kinds() -> list[tuple[str, str]]:
    return [(_("投资"), "planned"), (_("合同"), "contracted"), (_("到位"), "in_place")]


def _cards(project: Project, request: Request) -> dict[str, list[dict[str, Any]]]:
    """Return later rooms' cards by their place on the page."""
    found: dict[str, list[dict[str, Any]]] = {"head": [], "first": [], "second": [], "third": []}
    for card in extras.cards:
        context = card.context(project, request.user, request.moment)
        if context is not None:
            found[card.place].append({"template": card.template, "context": context})
    return found


@login_required
@require_safe
def project_later(request: Request, code: str) -> HttpResponse:
    """Show what was recorded of a project after the moment shown."""
    found = _project(request, code)
    lines = list(Dossier(found, request.moment).later())
    return render(request, "ledger/later.html", {"project": found, "lines": lines})


@login_required
@require_safe
def project_events(request: Request, code: str) -> HttpResponse:
    """Show each milestone, plan and posting that counts, with its evidence; latest first."""
    found = _project(request, code)
    lines = event_lines(Dossier(found, request.moment))
    context = {"project": found, "lines": lines[:EVENTS_SHOWN], "total": len(lines)}
    context["may_edit"] = request.user.may("ledger.edit")
    return render(request, "ledger/events.html", context)


@login_required
@require_safe
def enterprises(request: Request) -> HttpResponse:
    """Show the enterprises, or export them."""
    zone = rows.zone_of(request.user)
    found = rows.enterprise_list(request.user, zone, request.moment)
    page = list_page(tables.enterprise_listing(request), request, found)
    if request.GET.get("format") == "xlsx":
        return export_list(page, _("企业台账"))
    return render(request, "ledger/enterprises.html", {"page": page})


@login_required
@require_safe
def enterprise(request: Request, pk: int) -> HttpResponse:
    """Show an enterprise with its projects."""
    zone = rows.zone_of(request.user)
    known = rows.enterprise_list(request.user, zone, request.moment)
    found = get_object_or_404(known, pk=pk)
    facts = tables.Facts(zone, request)
    mine: Any = rows.project_list(request.user, zone, request.moment, past=request.asof.is_past)
    lines = [
        {"name": facts.name(each), "stage": tables.stage_name(each.stage_rank),
         "park": facts.park(each), "planned": facts.money(each, "planned")}
        for each in mine.filter(enterprise=found).order_by("code")
    ]  # fmt: skip
    cards = [
        {"template": card.template, "context": context}
        for card in extras.enterprise_cards
        if (context := card.context(found, request.user, request.moment)) is not None
    ]
    context = {"enterprise": found, "lines": lines, "cards": cards}
    return render(request, "ledger/enterprise.html", context)


@login_required
@require_safe
def parks(request: Request) -> HttpResponse:
    """Show the zone's parks with the projects that the user may open in each."""
    zone = rows.zone_of(request.user)
    found = rows.park_list(request.user, zone, request.moment)
    if not found:
        raise Http404
    return render(request, "ledger/parks.html", {"zone": zone, "parks": found})
