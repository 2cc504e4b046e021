"""Read (读报): the room's screens."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gaoxin.lib.errors import Denied, UserError
from gaoxin.read import actions, forms, pages, queries, tables
from gaoxin.read.desk import actions as desk
from gaoxin.read.desk.byhand import Told
from gaoxin.read.desk.keys import reader_keys
from gaoxin.web import clock
from gaoxin.web.export import export_list
from gaoxin.web.listpage import list_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from gaoxin.read.models import Fact
    from gaoxin.web.asof import Request


@login_required
@require_safe
def home(request: Request) -> HttpResponse:
    """Show the inbox: documents read, with their counts of facts waiting."""
    user = request.user
    zone = queries.zone_of(user)
    found = queries.inbox(user, zone, request.moment)
    page = list_page(tables.inbox_listing(request.asof), request, found)
    if request.GET.get("format") == "xlsx":
        return export_list(page, _("读报收件箱"))
    context = {
        "page": page, "kinds": forms.KINDS, "accept": forms.ACCEPT,
        "may_upload": user.may("sources.upload"), "today": clock.today(),
    }  # fmt: skip
    return render(request, "read/inbox.html", context)


@login_required
@require_safe
def board(request: Request) -> HttpResponse:
    """Show the published figures of other zones."""
    zone = queries.zone_of(request.user)
    facts = queries.board_facts(request.user, zone, request.moment)
    names = facts.order_by("indicator__name").values_list("indicator_id", "indicator__name")
    indicators = [(str(pk), name) for pk, name in dict(names).items()]
    page = list_page(tables.board_listing(request.asof, indicators), request, facts)
    if request.GET.get("format") == "xlsx":
        return export_list(page, _("别区动态"))
    zones = facts.order_by().values("place").distinct().count()
    return render(request, "read/board.html", {"page": page, "zones": zones})


@login_required
@require_safe
def reading(request: Request, pk: int) -> HttpResponse:
    """Show one document with its facts."""
    given = request.GET
    asked = pages.Asked(
        fact=given.get("fact", ""), link=given.get("link"), text=given.get("q", "").strip(),
        before=given.get("before", "").strip(), view=given.get("view", ""),
        part=given.get("part", ""), done=given.get("done", ""),
    )  # fmt: skip
    found = pages.desk(request.user, pk, request.moment, asked)
    context = {
        "desk": found, "asked": asked, "form": forms.AcceptForm(), "add": forms.AddForm(),
        "words": given.get("words", "")[: forms.MOST_SENT],
        "may_decide": request.user.may("read.decide"), "today": clock.today(),
        "may_read": request.user.may("sources.upload"),
        "more_keys": reader_keys(request.user),
    }  # fmt: skip
    return render(request, "read/reading.html", context)


@login_required
@require_POST
def add(request: Request, pk: int) -> HttpResponse:
    """Add a fact by hand; what was wrong is told above the same page."""
    zone = queries.zone_of(request.user)
    reading = queries.readings_for(request.user, zone).filter(pk=pk).first()
    if reading is None:
        raise Http404
    form = forms.AddForm(request.POST)
    try:
        if not form.is_valid():
            raise UserError(forms.first_error(form))
        told = Told(**form.cleaned_data)
        fact = desk.add_fact(reading, told, by=request.user)
    except Denied:
        raise
    except UserError as why:
        messages.error(request, str(why))
        sent = {"words": request.POST.get("words", "")[: forms.MOST_SENT]}
        part = request.POST.get("part", "")
        query = urlencode(sent | ({"part": part} if part.isdigit() else {}))
        return redirect(reverse("read:reading", args=[pk]) + f"?{query}")
    messages.success(request, _("第 %(n)s 条已加进来，请核对后采纳。") % {"n": fact.number})
    return redirect(fact.address)


def _fact(request: Request, pk: int) -> Fact:
    zone = queries.zone_of(request.user)
    facts = queries.facts_for(request.user, zone).select_related("reading__document")
    found = facts.filter(pk=pk, reading__in=queries.readings_for(request.user, zone)).first()
    if found is None:
        raise Http404
    return found


def _next(fact: Fact) -> HttpResponse:
    """Go to the next fact that waits in the order of the pane, else stay."""
    after = pages.next_waiting(fact) or fact
    return redirect(f"{after.address}&done={fact.number}")


def _decided(
    request: Request, pk: int, decide: Callable[[Fact], Fact], *, onward: bool = True
) -> HttpResponse:
    """Decide a fact and go on; what forbids it is told above the same fact.

    A fact that another tab or person decided meanwhile shows what became of it.
    """
    fact = _fact(request, pk)
    try:
        done = decide(fact)
    except Denied:
        raise
    except UserError as why:
        messages.error(request, str(why))
        return redirect(fact.address)
    return _next(done) if onward else redirect(done.address)


@login_required
@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """Accept a fact, as printed or as edited."""

    def decide(fact: Fact) -> Fact:
        form = forms.AcceptForm(request.POST)
        if not form.is_valid():
            raise UserError(forms.first_error(form))
        given = form.cleaned_data
        choice = actions.Choice(
            given["link"], given["money"], form.edits(fact), given["reason"].strip()
        )
        done = actions.accept(fact, choice, by=request.user)
        said = _("第 %(n)s 条已采纳：%(outcome)s。")
        messages.success(request, said % {"n": done.number, "outcome": done.get_outcome_display()})
        return done

    return _decided(request, pk, decide)


@login_required
@require_POST
def reject(request: Request, pk: int) -> HttpResponse:
    """Reject a fact."""

    def decide(fact: Fact) -> Fact:
        form = forms.RejectForm(request.POST)
        if not form.is_valid():
            raise UserError(forms.first_error(form))
        return actions.reject(fact, by=request.user, reason=form.cleaned_data["reason"])

    return _decided(request, pk, decide)


@login_required
@require_POST
def later(request: Request, pk: int) -> HttpResponse:
    """Leave a fact for later."""
    return _decided(request, pk, lambda fact: actions.put_off(fact, by=request.user))


@login_required
@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    """Take a decision back."""

    def decide(fact: Fact) -> Fact:
        done = actions.take_back(fact, by=request.user)
        messages.success(request, _("第 %(n)s 条已撤回，等待再核。") % {"n": done.number})
        return done

    return _decided(request, pk, decide, onward=False)


@login_required
@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Take away one's own fact that was added by hand and waits."""
    fact = _fact(request, pk)
    try:
        reading = desk.remove_fact(fact, by=request.user)
    except Denied:
        raise
    except UserError as why:
        messages.error(request, str(why))
        return redirect(fact.address)
    messages.success(request, _("第 %(n)s 条是手工加的，已删去。") % {"n": fact.number})
    near = pages.nearest(reading, fact.start)
    return redirect(near.address if near else reverse("read:reading", args=[reading.pk]))
