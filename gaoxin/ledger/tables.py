"""Lists of the ledger (台账的列表): columns, conditions and saved views."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from gaoxin.ledger import extras
from gaoxin.ledger.core.stage import RANK, Stage
from gaoxin.ledger.models import Industry, Park, Project
from gaoxin.ledger.models.events import STAGE_LABELS
from gaoxin.ledger.proofs import Proof, latest_proofs
from gaoxin.ledger.rows import rate_of
from gaoxin.lib.money import YI, round_half_up, yi
from gaoxin.web import asof as moments
from gaoxin.web import parts
from gaoxin.web.core import Filter
from gaoxin.web.listing import Column, Listing, Total, View

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from gaoxin.ledger.models import Enterprise, Zone
    from gaoxin.web.asof import Request

STAGE_OF_RANK = {rank: stage for stage, rank in RANK.items()}
BUILDING = (Stage.STARTED, Stage.STATISTICS, Stage.COMPLETED)


@dataclass(frozen=True, slots=True)
class Money:
    """A project's sum as a page shows it; its key opens the figure that computes the same."""

    key: str
    value: Decimal | None
    tail: str = ""
    missing: str = "none"

    @property
    def number(self) -> str:
        """Return the rounded number."""
        return "" if self.value is None else f"{self.value:,}"

    @property
    def text(self) -> str:
        """Return the number with its unit."""
        return self.number + (self.tail or _("亿元"))


@dataclass
class Facts:
    """What the cells of a page need beside the row: names, evidence, columns of later rooms."""

    zone: Zone
    request: Request
    ids: list[int] = field(default_factory=list)

    @cached_property
    def parks(self) -> dict[int, Park]:
        """Return the zone's parks."""
        return {park.pk: park for park in Park.objects.filter(zone=self.zone)}

    @cached_property
    def industries(self) -> dict[int, Industry]:
        """Return the zone's industries."""
        return {each.pk: each for each in Industry.objects.filter(zone=self.zone)}

    @cached_property
    def proofs(self) -> dict[int, Proof]:
        """Return the latest cited milestone of each project of the page."""
        return latest_proofs(self.ids, self.request.moment)

    @cached_property
    def extra(self) -> dict[str, Any]:
        """Return the cells of later rooms' columns."""
        asked = (self.ids, self.zone, self.request.user, self.request.moment)
        return {column.name: column.cells(*asked) for column in extras.columns}

    def name(self, project: Any) -> Any:
        """Return the project's name as a link, with its code."""
        return format_html(
            '{} <span class="mut s12 tn">{}</span>', self.link(project), project.code
        )

    def link(self, project: Any) -> Any:
        """Return the project's name as a link."""
        address = moments.keep(self.request.asof, reverse("ledger:project", args=[project.code]))
        return format_html('<a href="{}">{}</a>', address, project.was_name)

    def park(self, project: Any) -> str:
        """Return the short name of the project's park at the moment."""
        park = self.parks.get(project.was_park_id or 0)
        return _("未定") if park is None else park.short_name or park.name

    def industry(self, project: Any) -> str:
        """Return the project's industry at the moment."""
        industry = self.industries.get(project.was_industry_id or 0)
        return "—" if industry is None else industry.short_name or industry.name

    def money(self, project: Any, kind: str, *, unit: bool = False) -> Any:
        """Return a sum in 亿元 as a figure; 未报 where a signed project has none."""
        amount: Decimal | None = getattr(project, kind)
        rank = -1 if project.stage_rank is None else project.stage_rank
        owed = amount is None and RANK[Stage.SIGNED] <= rank <= RANK[Stage.SUSPENDED]
        key = extras.money_key(self.zone, project, kind, self.request.moment)
        value = None if amount is None else round_half_up(yi(amount), 2)
        shown = Money(key, value, missing="unreported" if owed else "none")
        return parts.figure(shown, unit=unit)

    def rate(self, project: Any) -> Any:
        """Return funds in place ÷ contracted in percent as a figure."""
        key = extras.money_key(self.zone, project, "rate", self.request.moment)
        share = rate_of(project)
        value = None if share is None else round_half_up(share, 1)
        return parts.figure(Money(key, value, "%"))

    def proof(self, project: Project) -> Any:
        """Return the chip of the latest evidence."""
        proof = self.proofs.get(project.pk)
        if proof is None:
            return parts.lacking()
        return parts.evidence(proof.title, proof.place, kind=proof.kind, href=proof.address)


def stage_name(rank: int | None) -> Any:
    """Return the label of a stage by its rank."""
    return _("未登记") if rank is None else STAGE_LABELS[STAGE_OF_RANK[rank]]


def _days(project: Any, today: date) -> Any:
    if project.stage_since is None:
        return "—"
    return _("%(days)s 天") % {"days": (today - project.stage_since).days}


def _yi_text(amount: Decimal) -> str:
    return _("%(amount)s 亿元") % {"amount": f"{round_half_up(yi(Decimal(amount)), 1):,}"}


def project_listing(facts: Facts) -> Listing:
    """Return the list of projects for a request."""
    user, moment, zone = facts.request.user, facts.request.moment, facts.zone
    offered = [each.filters(zone, user, moment) for each in extras.filters]
    views = [view for each in extras.filters for view in each.views(user)]
    return Listing(
        columns=tuple(_with_extras(_project_columns(facts), facts)),
        sort="-planned",
        filters=(*_project_filters(facts), *(one for several in offered for one in several)),
        views=(*_project_views(moment.as_of), *views),
        totals=(
            Total(_("投资"), "planned", _yi_text),
            Total(_("到位"), "in_place", _yi_text),
        ),
        tools="ledger/parts/board_switch.html",
    )


def _project_columns(facts: Facts) -> list[Column]:
    today = facts.request.moment.as_of
    return [
        Column("name", _("项目"), facts.name, "was_name", phone="title",
               value=lambda p: p.was_name),
        Column("code", _("编号"), lambda p: p.code, "code", shown=False, phone="hide",
               value=lambda p: p.code),
        Column("stage", _("阶段"), lambda p: stage_name(p.stage_rank), "stage_rank",
               value=lambda p: stage_name(p.stage_rank)),
        Column("park", _("园区"), facts.park, "was_park_id", value=facts.park),
        Column("industry", _("产业"), facts.industry, "was_industry_id", shown=False,
               phone="hide", value=facts.industry),
        Column("kind", _("类型"), lambda p: Project.Kind(p.was_kind).label, "was_kind",
               shown=False, phone="hide", value=lambda p: Project.Kind(p.was_kind).label),
        Column("planned", _("投资"), lambda p: facts.money(p, "planned"), "planned", True,
               _("亿元"), "number", value=lambda p: _two(p.planned)),
        Column("contracted", _("合同"), lambda p: facts.money(p, "contracted"), "contracted", True,
               _("亿元"), "hide", value=lambda p: _two(p.contracted)),
        Column("in_place", _("到位"), lambda p: facts.money(p, "in_place"), "in_place", True,
               _("亿元"), "hide", value=lambda p: _two(p.in_place)),
        Column("rate", _("到位率"), facts.rate, "rate", True, "", "hide",
               value=_rate_value),
        Column("since", _("在此阶段"), lambda p: _days(p, today), "stage_since", phone="hide",
               css="tn sec", value=lambda p: p.stage_since),
        Column("plan_start", _("计划开工"), lambda p: p.plan_start or "—", "plan_start",
               shown=False, phone="hide", css="tn", value=lambda p: p.plan_start),
        Column("investor", _("投资方"), lambda p: p.investor or "—", "investor", shown=False,
               phone="hide", value=lambda p: p.investor),
        Column("proof", _("最近证据"), facts.proof, phone="line"),
    ]  # fmt: skip


def _rate_value(project: Any) -> Decimal | None:
    share = rate_of(project)
    return None if share is None else round_half_up(share, 1)


def _two(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else round_half_up(yi(Decimal(amount)), 4)


def _with_extras(columns: list[Column], facts: Facts) -> list[Column]:
    """Return the columns with those of later rooms, each after the column it names."""
    for extra in extras.columns:
        place = next(n for n, column in enumerate(columns) if column.name == extra.after)
        columns.insert(place + 1, Column(extra.name, extra.label, _extra_cell(facts, extra.name),
                                         phone=extra.phone))  # fmt: skip
    return columns


def _extra_cell(facts: Facts, name: str) -> Any:
    return lambda project: facts.extra[name].get(project.pk, "—")


def _project_filters(facts: Facts) -> tuple[Filter, ...]:
    stages = tuple((str(RANK[stage]), label) for stage, label in STAGE_LABELS.items())
    parks = tuple((str(pk), park.short_name or park.name) for pk, park in facts.parks.items())
    industries = tuple((str(pk), each.name) for pk, each in facts.industries.items())
    return (
        Filter("q", _("名称"), "text", "was_name code investor enterprise__name"),
        Filter("stage", _("阶段"), "choice", "stage_rank", stages),
        Filter("park", _("园区"), "choice", "was_park_id", (*parks, ("-", _("未定")))),
        Filter("industry", _("产业"), "choice", "was_industry_id", (*industries, ("-", _("未定")))),
        Filter("kind", _("类型"), "choice", "was_kind", tuple(Project.Kind.choices)),
        Filter("money", _("投资"), "number", "planned", unit=_("亿元"), scale=YI),
        Filter("rate", _("到位率"), "number", "rate", unit="%"),
        Filter("since", _("进入本阶段"), "date", "stage_since"),
        Filter("start", _("计划开工"), "date", "plan_start"),
        Filter("high_tech", _("高新技术"), "flag", "is_high_tech",
               choices=(("1", _("是")), ("0", _("否")))),
        Filter("unproved", _("证据"), "flag", "lacks_evidence",
               choices=(("1", _("没有")), ("0", _("有")))),
    )  # fmt: skip


def _project_views(today: date) -> tuple[View, ...]:
    ahead = (s for s in RANK if RANK[Stage.SIGNED] <= RANK[s] < RANK[Stage.STARTED])
    last_day = calendar.monthrange(today.year, today.month)[1]
    return (
        View("all", _("全部")),
        View("building", _("在建"), tuple(("stage", str(RANK[stage])) for stage in BUILDING)),
        View("starting", _("本月要开工"), (
            *(("stage", str(RANK[stage])) for stage in ahead),
            ("start_from", today.replace(day=1).isoformat()),
            ("start_to", today.replace(day=last_day).isoformat()),
        )),
        View("unproved", _("缺证据"), (("unproved", "1"),)),
    )  # fmt: skip


def enterprise_listing(request: Request) -> Listing:
    """Return the list of enterprises."""

    def name(enterprise: Enterprise) -> Any:
        address = reverse("ledger:enterprise", args=[enterprise.pk])
        return format_html(
            '<a href="{}">{}</a>', moments.keep(request.asof, address), enterprise.name
        )

    return Listing(
        columns=(
            Column("name", _("企业"), name, "name", phone="title", value=lambda e: e.name),
            Column("code", _("统一社会信用代码"), _credit_code, "credit_code", phone="line",
                   css="tn", value=lambda e: e.credit_code),
            Column("park", _("园区"), _short(lambda e: e.park), "park__order",
                   value=_short(lambda e: e.park)),
            Column("industry", _("产业"), _short(lambda e: e.industry), "industry__order",
                   value=_short(lambda e: e.industry)),
            Column("projects", _("项目"), lambda e: e.project_count or 0, "project_count", True,
                   _("个"), "number", value=lambda e: e.project_count or 0),
        ),
        sort="name",
        filters=(
            Filter("q", _("名称"), "text", "name credit_code"),
            Filter("projects", _("项目"), "number", "project_count", unit=_("个")),
        ),
        noun=_("家"),
    )  # fmt: skip


def _credit_code(enterprise: Enterprise) -> Any:
    return enterprise.credit_code or parts.missing("unreported")


def _short(place_of: Callable[[Any], Park | Industry | None]) -> Callable[[Any], str]:
    def cell(row: Any) -> str:
        place = place_of(row)
        return "—" if place is None else place.short_name or place.name

    return cell
