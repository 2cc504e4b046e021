"""Papers of a review (评审文书): minutes, letter, and the look back, on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gaoxin.lib.errors import Denied
from gaoxin.review.core import backtest as tests
from gaoxin.review.core.papers.paper import figures_of
from gaoxin.review.models import Filing, Review
from gaoxin.review.papers import filing, looking, shown
from gaoxin.review.papers.compose import paper_of
from gaoxin.review.queries import review_for, sight_of
from gaoxin.web.export import workbook

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gaoxin.web.asof import Request

PAGE = 20


def _review(request: Request, code: str) -> Review:
    """Return a case that the user may see; to others there is none."""
    try:
        return review_for(request.user, code)
    except Review.DoesNotExist:
        raise Http404 from None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: Request, code: str) -> HttpResponse:
    """Show the minutes as they would be filed, and file them."""
    return _paper(request, code, Filing.Kind.MINUTES)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: Request, code: str) -> HttpResponse:
    """Show the result letter as it would be filed, and file it."""
    return _paper(request, code, Filing.Kind.LETTER)


def _paper(request: Request, code: str, kind: str) -> HttpResponse:
    review = _review(request, code)
    user = request.user
    file, meeting = filing.decided(review)
    if kind == Filing.Kind.MINUTES and not sight_of(user, file).scores:
        raise Denied(_("会议纪要里有专家评分，您的角色不能看。"))
    may_file = user.may("review.manage") or user.may("review.decide")
    named = bool(request.POST.get("named")) and user.may("review.manage")
    if request.method == "POST":
        if not may_file:
            raise Denied(_("只有评审办公室能归档文书。"))
        filing.write_paper(review, kind, by=user, named=named)
        messages.success(request, _("已归档，每个数都回读核对过。"))
        return redirect(f"review:papers:{kind}", code=code)
    paper = paper_of(file, meeting, kind)
    filed = filing.last_filed(meeting, kind)
    context = {
        "review": review, "paper": paper, "blocks": shown.blocks(paper), "kind": kind,
        "filed": filed, "faults": filing.faults_of(filed, review) if filed else [],
        "numbers": len(list(figures_of(paper))), "may_file": may_file and request.method == "GET",
        "may_name": kind == Filing.Kind.MINUTES and user.may("review.manage"),
    }  # fmt: skip
    return render(request, "review/papers/paper.html", context)


@login_required
@require_safe
def backtests(request: Request) -> HttpResponse:
    """List the admitted cases against the ledger, and which bands told well."""
    found = looking.all_looked_back(request.user, request.moment)
    if request.GET.get("format") == "xlsx":
        return workbook(_("回头看"), *shown.sheet(found))
    due = [each.test for each in found if each.is_due]
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "cases": [(each, shown.lines(each)) for each in page], "page": page, "due": len(due),
        "bands": shown.bands(tests.by_band(due), due), "results": shown.results(due),
    }  # fmt: skip
    return render(request, "review/papers/backtests.html", context)


@login_required
@require_safe
def backtest(request: Request, code: str) -> HttpResponse:
    """Show one admitted case: promised against actual, the score then and with what came."""
    looking.require_sight(request.user)
    found = looking.looked_back(_review(request, code), request.user, request.moment)
    if found is None:
        raise Http404
    context = {"found": found, "lines": shown.lines(found), "totals": shown.totals(found)}
    return render(request, "review/papers/backtest.html", context)


@login_required
@require_safe
def figure(request: Request, code: str, figure: str) -> HttpResponse:
    """Show where an actual figure comes from: its fraction and the postings behind it."""
    looking.require_sight(request.user)
    found = looking.looked_back(_review(request, code), request.user, request.moment)
    line = next((x for x in shown.lines(found) if x.line.figure == figure), None) if found else None
    if found is None or line is None:
        raise Http404
    project = found.review.project
    rows = looking.postings(found, line.line.source, request.moment)
    context = {"found": found, "shown": line, "rows": rows, "project": project}
    return render(request, "review/papers/figure.html", context)
