"""Lists of reading (读报的列表): the inbox, and the board of other zones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gaoxin.ledger.models import Observation
from gaoxin.read.queries import value_text
from gaoxin.sources.models import Document
from gaoxin.web import asof as moments
from gaoxin.web import parts
from gaoxin.web.clock import office_time
from gaoxin.web.core import Filter
from gaoxin.web.listing import Column, Listing, View

if TYPE_CHECKING:
    from gaoxin.read.models import Fact, Reading
    from gaoxin.web.asof import AsOf

BASIS_VIEWS = (
    View("all", _("全部")),
    View("actual", _("实际"), (("basis", "actual"),)),
    View("planned", _("目标"), (("basis", "planned"),)),
    View("approximate", _("约数"), (("basis", "approximate"),)),
)
_COUNTED = frozenset("家人名项件户")
BASES = {"planned": "pri", "approximate": "out", "actual": ""}


def period_text(fact: Fact) -> str:
    """Return the period of a fact: a day, a month, months of a year, a year."""
    first, last = fact.first_day, fact.last_day
    if first is None or last is None:
        return "—"
    if first == last:
        return f"{last:%Y-%m-%d}"
    if first.year != last.year:
        return f"{first.year} – {last.year}"
    if (first.month, last.month) == (1, 12):
        return f"{first.year}"
    if first.month == last.month:
        return f"{last:%Y-%m}"
    return f"{first.year}-{first.month:02d} – {last.month:02d}"


def board_value(fact: Fact) -> str:
    """Return a figure with its unit; a count keeps the counting word of the paper."""
    shown, word = value_text(fact.value, fact.unit), fact.printed[-1:]
    return shown[:-1] + word if fact.unit == "count" and word in _COUNTED else shown


def _state(reading: Any) -> Any:
    if reading.read_to is not None:
        said = gettext("读到 %(percent)s%%") % {"percent": reading.percent}
        said = said if reading.pages_to is None else reading.progress_words
        return parts.light("yellow", said, bare=True)
    if not reading.total:
        return parts.light("grey", gettext("没有可记的事实"), bare=True)
    if reading.open:
        said = ngettext("%(n)s 条待核", "%(n)s 条待核", reading.open)
        return parts.light("yellow", said % {"n": f"{reading.open:,}"}, bare=True)
    return parts.light("green", gettext("已办完"), bare=True)


def _source(fact: Fact) -> Any:
    document = fact.reading.document
    place = gettext("第 %(start)s 至 %(end)s 字") % {"start": fact.start, "end": fact.end}
    address = reverse("sources:document", args=[document.pk])
    return parts.evidence(document.title, place, kind=document.kind, href=address)


def inbox_listing(asof: AsOf) -> Listing:
    """Return the list of documents read, with their counts of facts."""

    def name(reading: Reading) -> Any:
        address = moments.keep(asof, reverse("read:reading", args=[reading.pk]))
        return format_html('<a href="{}">{}</a>', address, reading.document.title)

    return Listing(
        columns=(
            Column("title", _("文件"), name, sort="document__title", phone="title",
                   value=lambda r: r.document.title),
            Column("state", _("状态"), _state, sort="open", value=lambda r: r.open),
            Column("total", _("事实"), lambda r: f"{r.total:,}", sort="total", numeric=True,
                   phone="number", unit=_("条"), value=lambda r: r.total),
            Column("accepted", _("已采纳"), lambda r: f"{r.accepted:,}", sort="accepted",
                   numeric=True, phone="hide", value=lambda r: r.accepted),
            Column("rejected", _("已退回"), lambda r: f"{r.rejected:,}", sort="rejected",
                   numeric=True, phone="hide", value=lambda r: r.rejected),
            Column("faults", pgettext_lazy("文中的数", "算不出"),
                   lambda r: f"{r.faults:,}" if r.faults else "—", sort="faults", numeric=True,
                   phone="hide", value=lambda r: r.faults),
            Column("published", _("日期"), lambda r: r.document.published_on or "—",
                   sort="document__published_on", phone="hide",
                   value=lambda r: r.document.published_on),
            Column("read_at", _("读取"), lambda r: f"{office_time(r.read_at):%m-%d %H:%M}",
                   sort="read_at", phone="line", value=lambda r: office_time(r.read_at)),
        ),
        sort="-read_at",
        filters=(
            Filter("title", _("文件"), "text", "document__title"),
            Filter("kind", _("类别"), "choice", "document__kind", tuple(Document.Kind.choices)),
            Filter("open", _("待核条数"), "number", "open"),
        ),
        views=(
            View("all", _("全部")),
            View("open", _("有待核"), (("open_min", "1"),)),
        ),
        noun=_("份"),
    )  # fmt: skip


def board_listing(asof: AsOf, indicators: list[tuple[str, str]]) -> Listing:
    """Return the board of other zones' published figures."""

    def value(fact: Fact) -> Any:
        address = moments.keep(asof, fact.address)
        shown = board_value(fact)
        label = gettext("%(figure)s，查看原文") % {"figure": shown}
        link = format_html(
            '<a class="gx-num" href="{}" aria-label="{}">{}</a>', address, label, shown
        )
        if "value" not in fact.before:
            return link
        return format_html('<s class="s12 mut" lang="zh">{}</s> {}', fact.printed, link)

    return Listing(
        columns=(
            Column("place", _("别区"), lambda f: f.place, sort="place", phone="title",
                   value=lambda f: f.place),
            Column("indicator", _("指标"), lambda f: f.indicator.name, sort="indicator__name",
                   value=lambda f: f.indicator.name),
            Column("value", _("数值"), value, sort="value", numeric=True, phone="number",
                   value=lambda f: f.value),
            Column("basis", _("性质"), lambda f: parts.chip(f.get_basis_display(), BASES[f.basis]),
                   sort="basis", value=lambda f: str(f.get_basis_display())),
            Column("period", _("期间"), period_text, sort="last_day",
                   value=period_text),
            Column("outcome", _("核对"), lambda f: f.get_outcome_display(), sort="outcome",
                   phone="hide", value=lambda f: str(f.get_outcome_display())),
            Column("source", _("来源"), _source, phone="line",
                   value=lambda f: f.reading.document.title),
        ),
        sort="indicator",
        filters=(
            Filter("place", _("别区"), "text", "place"),
            Filter("indicator", _("指标"), "choice", "indicator_id", tuple(indicators)),
            Filter("basis", _("性质"), "choice", "basis", tuple(Observation.Basis.choices)),
        ),
        views=BASIS_VIEWS,
        noun=_("条"),
    )  # fmt: skip
