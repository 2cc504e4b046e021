"""List of diagnoses (诊断列表): every enterprise with the level of its latest diagnosis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, IntegerField, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from gaoxin.grow.diagnosis import words
from gaoxin.grow.diagnosis.results import interval, level_said
from gaoxin.ledger.models import Industry, Park
from gaoxin.web import asof as moments
from gaoxin.web import parts
from gaoxin.web.core import Filter
from gaoxin.web.listing import Column, Listing, View

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.db.models import QuerySet

    from gaoxin.grow.diagnosis.queries import Diagnosed
    from gaoxin.ledger.models import Enterprise
    from gaoxin.web.asof import Request

OPEN = -1
LEVELS = (4, 3, 2, 1, 0)


def with_levels(rows: QuerySet[Enterprise], found: Mapping[int, Diagnosed]) -> QuerySet[Enterprise]:
    """Return the enterprises with `digital`: the level; -1 = open, none = not diagnosed."""
    by_level: dict[int, list[int]] = {}
    for firm, each in found.items():
        level = OPEN if each.found.level is None else each.found.level
        by_level.setdefault(level, []).append(firm)
    whens = [When(pk__in=firms, then=Value(level)) for level, firms in by_level.items()]
    # Without any diagnosis there is only the default: PostgreSQL must be told that it is a number.
    typed = Case(*whens, default=None, output_field=IntegerField())
    return rows.annotate(digital=Cast(typed, IntegerField()))


def level_chip(each: Diagnosed | None) -> Any:
    """Return the level as a chip, or the word for none."""
    if each is None:
        return format_html('<span class="mut">{}</span>', _("未诊断"))
    return parts.chip(level_said(each.found), "pri" if each.found.level is not None else "out dash")


def listing(request: Request, found: Mapping[int, Diagnosed], zone_id: int) -> Listing:
    """Return the list of enterprises by their latest diagnosis."""

    def name(firm: Enterprise) -> Any:
        address = moments.keep(request.asof, reverse("grow:diagnosis", args=[firm.pk]))
        return format_html('<a href="{}">{}</a>', address, firm.name)

    def told(text: Callable[[Diagnosed], str]) -> Callable[[Enterprise], str]:
        return lambda firm: "—" if (each := found.get(firm.pk)) is None else text(each)

    score = told(lambda each: interval(*each.found.score))
    day = told(lambda each: each.record.happened_on.isoformat())
    answered = told(lambda each: f"{each.found.answered} / {each.found.asked}")
    level = told(lambda each: level_said(each.found))
    return Listing(
        columns=(
            Column("name", _("企业"), name, "name", phone="title", value=lambda e: e.name),
            Column("level", _("等级"), lambda e: level_chip(found.get(e.pk)), "digital",
                   phone="line", value=level),
            Column("score", _("得分"), score, numeric=True, unit=_("分"), phone="number",
                   value=score),
            Column("answered", _("已答"), answered, css="tn", phone="hide", value=answered),
            Column("day", _("诊断日期"), day, css="tn nw", phone="line", value=day),
            Column("park", _("园区"), lambda e: _short(e.park), "park__order", phone="line",
                   value=lambda e: _short(e.park)),
            Column("industry", _("产业"), lambda e: _short(e.industry), "industry__order",
                   phone="hide", value=lambda e: _short(e.industry)),
        ),
        sort="name",
        filters=_filters(zone_id),
        views=(
            View("all", _("全部")),
            View("done", _("已诊断"), tuple(("level", str(n)) for n in (*LEVELS, OPEN))),
            View("open", _("等级未定"), (("level", str(OPEN)),)),
            View("none", _("未诊断"), (("level", "-"),)),
        ),
        noun=_("家"),
    )  # fmt: skip


def _filters(zone_id: int) -> tuple[Filter, ...]:
    levels = tuple((str(level), words.level_name(level)) for level in LEVELS)
    parks = tuple((str(p.pk), p.short_name or p.name) for p in Park.objects.filter(zone=zone_id))
    kinds = tuple((str(i.pk), i.name) for i in Industry.objects.filter(zone=zone_id))
    others = ((str(OPEN), _("未定")), ("-", _("未诊断")))
    return (
        Filter("q", _("名称"), "text", "name credit_code"),
        Filter("level", _("等级"), "choice", "digital", (*levels, *others)),
        Filter("park", _("园区"), "choice", "park_id", parks),
        Filter("industry", _("产业"), "choice", "industry_id", kinds),
    )


def _short(place: Park | Industry | None) -> str:
    return "—" if place is None else place.short_name or place.name
