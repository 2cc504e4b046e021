"""Read (读报): the room's screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gaoxin.lib.errors import Denied, UserError
from gaoxin.read import actions, forms, pages, queries, tables
from gaoxin.read.desk.byhand import Told
from gaoxin.read.models import Fact
from gaoxin.sources.actions import Upload
from gaoxin.web import clock
from gaoxin.web.export import export_list
from gaoxin.web.listpage import list_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

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
@require_POST
def upload(request: Request) -> HttpResponse:
    """Take in files or a pasted text; each says what became of it."""
    form = forms.UploadForm(request.POST)
    uploads = _uploads(request, form.cleaned_data) if form.is_valid() else []
    if not uploads:
        why = forms.first_error(form) if form.errors else _("先选文件，或粘贴文字。")
        messages.error(request, why)
        return redirect("read:home")
    lines = [_taken(request, each) for each in uploads]
    if request.headers.get("X-Read-Batch"):
        return render(request, "read/taken.html", {"lines": lines})
    if len(lines) == 1 and lines[0]["reading"] is not None:
        messages.info(request, lines[0]["said"])
        return redirect("read:reading", pk=lines[0]["reading"].pk)
    return render(request, "read/batch.html", {"lines": lines})


def _uploads(request: Request, given: dict[str, Any]) -> list[Upload]:
    """Return what was sent as uploads; an operator's belong to the operator's park."""
    user = request.user
    park = None if user.sees_zone else min(user.park_ids, default=None)
    about = {
        "kind": given["kind"] or forms.KINDS[0][0], "publisher": given["publisher"],
        "published_on": given["published_on"], "park_id": park,
    }  # fmt: skip
    files = request.FILES.getlist("files")
    title = given["title"] if len(files) == 1 else ""
    found = [
        Upload(each.read(), each.name or "", title=title or (each.name or ""), **about)
        for each in files
    ]
    if given["text"].strip():
        name = given["title"] or _("粘贴的文字 %(day)s") % {"day": clock.today()}
        found.append(Upload(given["text"].encode(), f"{name[:80]}.txt", title=name, **about))
    return found


def _taken(request: Request, upload: Upload) -> dict[str, Any]:
    """Take one file in; what is wrong with it is told beside its name."""
    zone = queries.zone_of(request.user)
    line: dict[str, Any] = {"name": upload.title, "reading": None, "bad": False}
    try:
        taken = actions.take_in(upload, by=request.user, zone=zone, on=clock.today())
    except Denied:
        raise
    except UserError as error:
        return line | {"said": str(error), "bad": True}
    count = taken.reading.facts.count()
    said = _("以前读过，没有重读；%(n)s 条事实。") if taken.before else _("读到 %(n)s 条事实。")
    return line | {"reading": taken.reading, "said": said % {"n": count}}


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
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Request) -> HttpResponse:
    """Check somebody's bulletin; nothing is kept unless it is sent to the inbox."""
    queries.zone_of(request.user)
    context: dict[str, Any] = {
        "accept": forms.ACCEPT, "may_upload": request.user.may("sources.upload"),
    }  # fmt: skip
    if request.method == "POST":
        form = forms.CheckForm(request.POST, request.FILES)
        try:
            if not form.is_valid():
                raise UserError(forms.first_error(form))
            context["found"] = _checked(form.cleaned_data)
        except UserError as why:
            context |= {"refused": str(why), "text": request.POST.get("text", "")}
    status = 400 if "refused" in context else 200
    return render(request, "read/check.html", context, status=status)


def _checked(given: dict[str, Any]) -> pages.Checked:
    file = given["file"]
    if file is None:
        if not given["text"].strip():
            raise UserError(_("先选文件，或粘贴文字。"))
        return pages.check(given["text"].replace("\r\n", "\n"))
    text, note = actions.text_to_read(file.name, file.read(), most=actions.LONGEST_CHECKED)
    return pages.check(text, name=file.name, note=note)


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
        "may_decide": request.user.may("read.decide"),
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
        fact = actions.add_fact(reading, told, by=request.user)
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
    listed = list(pages.as_listed(fact.reading.facts.all()).values_list("pk", "state"))
    at = [pk for pk, _state in listed].index(fact.pk)
    waits = [pk for pk, state in listed[at + 1 :] + listed[:at] if state == Fact.State.WAITING]
    after = Fact.objects.get(pk=waits[0]) if waits else fact
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
        choice = actions.Choice(given["link"], given["money"], form.edits(fact))
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
