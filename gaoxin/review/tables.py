"""Lists of review (评审的列表): cases, the pool of experts, scheme versions."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from gaoxin.ledger.models import Park, Project
from gaoxin.review.core.process.course import STATE_WORDS
from gaoxin.review.models import Expert
from gaoxin.review.queries.lists import EXPIRED, OPEN, OVER, OVERDUE
from gaoxin.review.queries.parts import sight_of
from gaoxin.review.queries.schemes import scheme_of
from gaoxin.review.queries.state import CaseFile, until_of
from gaoxin.review.queries.words import is_english
from gaoxin.review.wording import (
    LIGHTS,
    PHASES,
    RESULTS_EN,
    result_words,
    state_words,
    tier_words,
    type_words,
)
from gaoxin.web import asof as moments
from gaoxin.web import parts
from gaoxin.web.core import Filter
from gaoxin.web.listing import Column, Listing, View

if TYPE_CHECKING:
    from decimal import Decimal

    from gaoxin.ledger.models import Zone
    from gaoxin.web.asof import Request

TIERS = ("L", "K", "G", "S")
_RESULT_LABELS = {
    "priority": "优先准入", "admit": "准予准入", "conditional": "附条件准入", "reject": "不予准入",
    "case_by_case": "一事一议", "veto": "一票否决",
}  # fmt: skip


class Cells:
    """The cells of the list of cases for one request."""

    def __init__(self, request: Request, zone: Zone) -> None:
        self.request, self.zone = request, zone

    @cached_property
    def until(self) -> Any:
        """Return the end of the day looked at, None for today."""
        return until_of(self.request.moment.as_of, is_past=self.request.asof.is_past)

    def name(self, row: Any) -> Any:
        """Return the project as a link to its case, with the case's code."""
        address = reverse("review:case", args=[row.code])
        return format_html(
            '<a href="{}">{}</a> <span class="mut s12 tn">{}</span>',
            moments.keep(self.request.asof, address), row.project.name, row.code,
        )  # fmt: skip

    def state(self, row: Any) -> Any:
        """Return the state, with a mark where it is overdue."""
        words = state_words(row.stand_state)
        if row.stand_phase != OVERDUE:
            return words
        return format_html("{} {}", words, parts.light("yellow", _("逾期"), bare=True))

    def result(self, row: Any) -> Any:
        """Return the result as a light; a dash before a decision."""
        if not row.stand_result:
            return "—"
        return parts.light(LIGHTS[row.stand_result], result_words(row, row.stand_result))

    def total(self, row: Any) -> Any:
        """Return the total as a figure where scores are open to the user, else what is computed."""
        file = CaseFile(row, self.until)
        if not sight_of(self.request.user, file).scores:
            return format_html('<span class="mut">{}</span>', _("未公开"))
        if not file.score.panel.shares:
            return "—"
        address = reverse("review:mark_panel", args=[row.code, "total"])
        value = file.score.total
        return parts.panel_button(
            moments.keep(self.request.asof, address), value,
            _("总分 %(value)s，查看来源") % {"value": value},
        )  # fmt: skip

    def total_value(self, row: Any) -> Decimal | None:
        """Return the total for the export, under the same rule."""
        file = CaseFile(row, self.until)
        open_ = sight_of(self.request.user, file).scores and file.score.panel.shares
        return file.score.total if open_ else None


def case_listing(request: Request, zone: Zone) -> Listing:
    """Return the list of cases."""
    cells = Cells(request, zone)
    return Listing(
        columns=tuple(_columns(cells)), sort="due", filters=_filters(zone), views=_views(),
        noun=_("件"),
    )  # fmt: skip


def _columns(cells: Cells) -> list[Column]:
    def tier(row: Any) -> str:
        return tier_words(scheme_of(row), row.tier)

    def kind(row: Any) -> str:
        return type_words(scheme_of(row), row.type)

    def park(row: Any) -> str:
        found = row.project.park
        return _("未定") if found is None else found.short_name or found.name

    return [
        Column("name", _("项目"), cells.name, "project_name", phone="title",
               value=lambda r: r.project.name),
        Column("code", _("评审编号"), lambda r: r.code, "code", shown=False, phone="hide",
               value=lambda r: r.code),
        Column("state", _("环节"), cells.state, "stand_state", phone="line",
               value=lambda r: state_words(r.stand_state)),
        Column("due", _("期限"), lambda r: r.stand_due or "—", "stand_due", css="tn nw",
               value=lambda r: r.stand_due),
        Column("tier", _("档"), tier, "tier", value=tier),
        Column("kind", _("类型"), kind, "type", phone="hide", value=kind),
        Column("park", _("园区"), park, "project__park__order", phone="hide", value=park),
        Column("total", _("总分"), cells.total, "", True, "", "number", value=cells.total_value),
        Column("result", _("结论"), cells.result, "stand_result", phone="line",
               value=lambda r: result_words(r, r.stand_result) if r.stand_result else ""),
        Column("since", _("到此环节"), lambda r: r.stand_since, "stand_since", phone="hide",
               css="tn nw", shown=False, value=lambda r: r.stand_since),
        Column("opened", _("受理"), lambda r: r.at.date(), "at", phone="hide", css="tn nw",
               shown=False, value=lambda r: r.at.date()),
    ]  # fmt: skip


def _filters(zone: Zone) -> tuple[Filter, ...]:
    parks = tuple((str(p.pk), p.short_name or p.name) for p in Park.objects.filter(zone=zone))
    states = tuple((code, state_words(code)) for code in STATE_WORDS)
    results = tuple((code, _result(code)) for code in _RESULT_LABELS)
    return (
        Filter("q", _("名称"), "text", "project__name code project__code"),
        Filter("state", _("环节"), "choice", "stand_state", states),
        Filter("phase", _("进度"), "choice", "stand_phase", tuple(PHASES.items())),
        Filter("tier", _("档"), "choice", "tier", tuple((t, t) for t in TIERS)),
        Filter("kind", _("类型"), "choice", "type", tuple(Project.Kind.choices)),
        Filter("park", _("园区"), "choice", "project__park_id", (*parks, ("-", _("未定")))),
        Filter("result", _("结论"), "choice", "stand_result",
               (*results, (EXPIRED, _("条件逾期，不予准入")))),
        Filter("due", _("期限"), "date", "stand_due"),
    )  # fmt: skip


def _result(code: str) -> str:
    return RESULTS_EN[code] if is_english() else _RESULT_LABELS[code]


def _views() -> tuple[View, ...]:
    return (
        View("all", _("全部")),
        View("hand", _("在办"), (("phase", OPEN), ("phase", OVERDUE))),
        View("late", _("逾期"), (("phase", OVERDUE),)),
        View("panel", _("专家评审中"), (("state", "panel"),)),
        View("conditional", _("附条件"), (("result", "conditional"),)),
        View("over", _("已结"), (("phase", OVER),)),
    )


def pool_listing(request: Request, means: dict[str, tuple[Any, int]]) -> Listing:
    """Return the pool of experts, with how far each judges from colleagues."""
    return Listing(
        columns=tuple(_pool_columns(request, means)),
        sort="name",
        filters=(
            Filter("q", _("名称"), "text", "user__name user__username employer industries"),
            Filter("field", _("领域"), "choice", "field", tuple(Expert.Field.choices)),
            Filter("outside", _("区外"), "flag", "outside"),
            Filter("active", _("在库"), "flag", "is_active"),
        ),
        views=(View("all", _("全部")), View("active", _("在库"), (("active", "1"),))),
        noun=_("人"),
    )  # fmt: skip


def _pool_columns(request: Request, means: dict[str, tuple[Any, int]]) -> list[Column]:
    def name(row: Expert) -> Any:
        own = reverse("review:pool_expert", args=[row.user.username])
        address = moments.keep(request.asof, own)
        return format_html(
            '<a href="{}">{}</a> <span class="mut s12">{}</span>', address,
            row.user.display_name, row.user.title,
        )  # fmt: skip

    def mean(row: Expert) -> Any:
        found = means.get(row.user.username)
        return "—" if found is None else parts.minus(f"{found[0]:+}")

    def count(row: Expert) -> int:
        return means.get(row.user.username, (None, 0))[1]

    def field(row: Expert) -> str:
        return str(row.get_field_display())

    return [
        Column("name", _("专家"), name, "user__name", phone="title",
               value=lambda e: e.user.display_name),
        Column("field", _("领域"), field, "field", phone="line", value=field),
        Column("outside", _("区外"), _yes_no("outside"), "outside", value=_yes_no("outside")),
        Column("employer", _("工作单位"), lambda e: e.employer or "—", "employer", phone="line",
               value=lambda e: e.employer),
        Column("industries", _("熟悉的产业"), lambda e: e.industries or "—", "industries",
               phone="hide", value=lambda e: e.industries),
        Column("panels", _("评过"), count, "", True, _("件"), "number", value=count),
        Column("mean", _("与同组均差"), mean, "", True, "", "hide", value=mean),
        Column("active", _("在库"), _yes_no("is_active"), "is_active",
               value=_yes_no("is_active")),
    ]  # fmt: skip


def _yes_no(name: str) -> Any:
    return lambda row: _("是") if getattr(row, name) else _("否")
