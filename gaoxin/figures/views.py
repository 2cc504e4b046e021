"""Figures (口径): the source panel of a number, its page and rows, and the definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gaoxin.figures import actions, pages, queries
from gaoxin.lib.errors import UserError
from gaoxin.web.export import workbook

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gaoxin.web.asof import Request

TABS = ("in", "out", "all")
PANEL_ROWS = 20
PAGE_ROWS = 500


class DefinitionForm(forms.Form):
    """A definition as text."""

    text = forms.CharField(
        label=gettext_lazy("口径"), widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"})
    )


def _tab(request: Request) -> str:
    tab = request.GET.get("tab", "in")
    return tab if tab in TABS else "in"


@login_required
@require_safe
def panel(request: Request, key: str) -> HttpResponse:
    """Show where a number comes from, in the side panel."""
    tab = _tab(request)
    trace = queries.trace(key, request.user, tab=tab, limit=PANEL_ROWS)
    return render(request, "figures/panel.html", {"panel": pages.panel_of(trace, tab=tab)})


@login_required
@require_safe
def figure(request: Request, key: str) -> HttpResponse:
    """Show where a number comes from, on a page of its own."""
    tab = _tab(request)
    trace = queries.trace(key, request.user, tab=tab, limit=PAGE_ROWS)
    return render(request, "figures/figure.html", {"panel": pages.panel_of(trace, tab=tab)})


@login_required
@require_safe
def rows(request: Request, key: str) -> HttpResponse:
    """Send a number's rows as a workbook."""
    trace = queries.trace(key, request.user, tab="all", limit=100_000)
    heads, lines = queries.sheet_of(trace)
    return workbook(trace.figure.definition.full_id, heads, lines)


@login_required
@require_safe
def definitions(request: Request) -> HttpResponse:
    """Show the definitions in use."""
    found = pages.definitions_page(request.user, text=request.GET.get("q", "").strip())
    return render(request, "figures/definitions.html", {"found": found})


@login_required
@require_safe
def definition(request: Request, full_id: str) -> HttpResponse:
    """Show one definition with its other versions."""
    said, others = pages.definition_page(request.user, full_id)
    return render(request, "figures/definition.html", {"said": said, "others": others})


@login_required
def define(request: Request) -> HttpResponse:
    """Enter a definition of the zone's own; a refused one stays in the form with its reason."""
    zone = pages.zone_of_user(request.user)
    form = DefinitionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.define(zone, form.cleaned_data["text"], by=request.user)
        except UserError as why:
            form.add_error("text", str(why))
        else:
            names = "、".join(str(each) for each in kept)
            messages.success(
                request,
                _("已登记口径 %(names)s。本区今后默认用它算；旧链接里的数不变。")
                % {"names": names},
            )
            return redirect("figures:list")
    status = 400 if form.errors else 200
    return render(request, "figures/define.html", {"form": form}, status=status)
