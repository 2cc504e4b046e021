"""Bulletin check (检查通报): somebody's text in, its faults out; nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gaoxin.lib.errors import UserError
from gaoxin.read import forms, queries
from gaoxin.read.bulletin import pages
from gaoxin.read.desk.keys import CHECK
from gaoxin.read.taking.actions import text_to_read

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gaoxin.web.asof import Request


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
            context |= {"found": _checked(form.cleaned_data), "more_keys": CHECK}
        except UserError as why:
            context |= {"refused": str(why), "text": request.POST.get("text", "")}
    status = 400 if "refused" in context else 200
    page = "read/checked.html" if "found" in context else "read/check.html"
    return render(request, page, context, status=status)


def _checked(given: dict[str, Any]) -> pages.Checked:
    file = given["file"]
    if file is None:
        if not given["text"].strip():
            raise UserError(_("先选文件，或粘贴文字。"))
        return pages.check(given["text"].replace("\r\n", "\n"))
    text, note = text_to_read(file.name, file.read(), most=forms.LONGEST_CHECKED)
    return pages.check(text, name=file.name, note=note)
