"""Taking in (收件): files and pasted texts go up; long ones are read on, and dated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gaoxin.lib.errors import Denied, UserError
from gaoxin.read import forms, queries
from gaoxin.read.desk.masthead import printed_day
from gaoxin.read.taking import actions
from gaoxin.sources.actions import Upload
from gaoxin.web import clock

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

    from gaoxin.read.models import Reading
    from gaoxin.web.asof import Request


@login_required
@require_POST
def upload(request: Request) -> HttpResponse:
    """Take in files or a pasted text; each says what became of it."""
    form = forms.UploadForm(request.POST)
    uploads = _uploads(request, form.cleaned_data) if form.is_valid() else []
    if not uploads:
        why = forms.first_error(form) if form.errors else _("先选文件，或粘贴文字。")
        if request.headers.get("X-Read-Batch"):
            names = [each.name or "" for each in request.FILES.getlist("files")]
            line = {"name": "、".join(names), "reading": None, "said": why, "bad": True}
            return render(request, "read/taken.html", {"lines": [line]})
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
    said = said_of(taken.reading, before=taken.before)
    return line | {"reading": taken.reading, "said": said, "day": _offered(request, taken.reading)}


def _offered(request: Request, reading: Reading) -> date | None:
    """Return the day that a paper prints of itself, where the user may record it."""
    if reading.document.published_on or not request.user.may("read.decide"):
        return None
    return printed_day(reading.text)


def said_of(reading: Reading, *, before: bool = False) -> str:
    """Return what became of a file: how far it is read, and how many facts it brought."""
    named = {"n": f"{reading.facts.count():,}", "percent": reading.percent}
    if reading.pages_to is not None:
        return reading.progress_words
    if reading.read_to is not None:
        return _("长文，已读 %(percent)s%%，读到 %(n)s 条事实。") % named
    if before:
        return _("以前读过，没有重读；%(n)s 条事实。") % named
    return _("读到 %(n)s 条事实。") % named


def _reading(request: Request, pk: int) -> Reading:
    zone = queries.zone_of(request.user)
    known = queries.readings_for(request.user, zone).select_related("document")
    found = known.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_POST
def go_on(request: Request, pk: int) -> HttpResponse:
    """Read the next piece of a long text, and say how far it is read."""
    reading = actions.go_on(_reading(request, pk), by=request.user)
    if not request.headers.get("X-Read-Batch"):
        return redirect("read:reading", pk=pk)
    done = reading.read_to is None
    read, length = reading.progress
    told = {"read": read, "length": length, "done": done, "said": said_of(reading),
            "progress": reading.progress_words}  # fmt: skip
    if done:  # the line of a batch as it stands now
        line = {"name": str(reading), "reading": reading, "bad": False, "said": told["said"],
                "day": _offered(request, reading)}  # fmt: skip
        shown = {"lines": [line], "asof": request.asof}
        told["line"] = render_to_string("read/taken.html", shown)
    return JsonResponse(told)


@login_required
@require_POST
def day(request: Request, pk: int) -> HttpResponse:
    """Set the day of a paper as the officer says; a short one is dated anew at once."""
    reading, in_batch = _reading(request, pk), bool(request.headers.get("X-Read-Batch"))
    try:
        said = _dated(request, reading)
    except Denied:
        raise
    except UserError as why:
        if in_batch:
            return JsonResponse({"said": str(why)}, status=400)
        messages.error(request, str(why))
    else:
        if in_batch:
            return JsonResponse({"said": said})
        messages.success(request, said)
    return redirect("read:reading", pk=pk)


def _dated(request: Request, reading: Reading) -> str:
    form = forms.DayForm(request.POST)
    if not form.is_valid():
        raise UserError(forms.first_error(form))
    told = form.cleaned_data["day"]
    dated = actions.set_day(reading, told, by=request.user, on=clock.today())
    if dated.read_to is not None and request.user.may("sources.upload"):
        actions.go_on(dated, by=request.user)
    return _("文件日期记为 %(day)s；还没有核的事实已按这一天重排日期。") % {"day": told}
