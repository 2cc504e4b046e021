"""Pages of figures (口径页面): definitions as a list, and the words of a trace."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gaoxin.figures import registry
from gaoxin.figures.queries import book_of, scope_name
from gaoxin.ledger.core.stage import Stage
from gaoxin.ledger.models import Indicator, Posting, Project
from gaoxin.ledger.models.events import STAGE_LABELS
from gaoxin.ledger.queries import home_zone
from gaoxin.lib.errors import Denied, UserError
from gaoxin.web.navigation import Hit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from decimal import Decimal

    from gaoxin.figures.board import Figure
    from gaoxin.figures.core.definition import Definition, Selection, Threshold
    from gaoxin.figures.core.key import FigureKey
    from gaoxin.figures.queries import Trace
    from gaoxin.ledger.models import Zone
    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment

COHORTS = {
    "same_period": gettext_lazy("同批次：本期进入分母的项目，到数据截至日达到分子条件的"),
    "all_open": gettext_lazy("全部：不分年度，累计到数据截至日"),
    "vintage": gettext_lazy("按批次：同一年进入分母的项目，满若干月时的"),
    "independent": gettext_lazy("分子、分母各按统计期取数"),
}
MODES = {"half_up": gettext_lazy("四舍五入"), "truncate": gettext_lazy("截断")}
SHARING = {
    "host": gettext_lazy("计在落户园区"),
    "origin": gettext_lazy("计在首谈园区"),
    "double": gettext_lazy("首谈、落户两园都计，全区汇总时冲抵"),
}


def zone_of_user(user: Actor) -> Zone:
    """Return the user's zone; Denied for those who may not see figures."""
    if not user.may("figures.view"):
        raise Denied(_("您没有查看口径的权限。"))
    zone = home_zone(user)
    if zone is None:
        raise UserError(_("还没有建区。先运行 gaoxin zone new 建区，或 gaoxin demo 建演示区。"))
    return zone


def said(text: object) -> str:
    """Return a two-language text in the reader's language."""
    english = (get_language() or "").startswith("en")
    found: str = getattr(text, "en" if english else "zh")
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """A definition in words."""

    definition: Definition
    name: str
    numerator: str
    denominator: str
    cohort: str
    threshold: str
    rounding: str
    sharing: str
    note: str


def in_words(definition: Definition) -> Said:
    """Return what a definition says, in the reader's language."""
    rounding = definition.rounding
    threshold = definition.threshold
    return Said(
        definition=definition,
        name=said(definition.name),
        numerator=_selection(definition.numerator),
        denominator=_selection(definition.denominator),
        cohort=str(COHORTS[definition.cohort]) if definition.denominator else "",
        threshold=_threshold(threshold) if threshold else "",
        rounding=_("%(mode)s，%(digits)s 位小数")
        % {"mode": MODES[rounding.mode], "digits": rounding.digits},
        sharing=str(SHARING[definition.sharing]),
        note=said(definition.note) if definition.note else "",
    )


def _stage_word(stage: str) -> str:
    """Return a milestone's name."""
    return str(STAGE_LABELS[Stage(stage)])


def _money_word(kind: str) -> str:
    """Return the name of a kind of posting."""
    return str(Posting.Kind(kind).label)


def _selection(chosen: Selection | None) -> str:
    """Return which rows a selection counts."""
    if chosen is None:
        return ""
    known = _KNOWN.get(chosen.select)
    words = known(chosen.params) if known else _(registry.selector_of(chosen)[0].about)
    parts = [words, *(_condition(name, value) for name, value in chosen.where.items())]
    if chosen.threshold is not None:
        parts.append(_threshold(chosen.threshold))
    return _("，").join(parts)


def _reached(params: Mapping[str, Any]) -> str:
    return _("期内%(stage)s的项目") % {"stage": _stage_word(params["stage"])}


def _standing(params: Mapping[str, Any]) -> str:
    until = _("、").join(_stage_word(stage) for stage in params.get("until", ()))
    if not until:
        return _("期末已%(since)s、未退出的项目") % {"since": _stage_word(params["since"])}
    words = _("期末已%(since)s、还没有%(until)s、未退出的项目")
    return words % {"since": _stage_word(params["since"]), "until": until}


def _posted(params: Mapping[str, Any]) -> str:
    kind = _money_word(params["kind"])
    if params.get("of_stage"):
        words = _("期内%(stage)s项目的%(kind)s")
        return words % {"stage": _stage_word(params["of_stage"]), "kind": kind}
    return _("期内入账的%(kind)s") % {"kind": kind}


def _same_year(params: Mapping[str, Any]) -> str:
    stages = _("、").join(_stage_word(stage) for stage in params["stages"])
    return _("同一年内依次%(stages)s的项目") % {"stages": stages}


def _days_between(params: Mapping[str, Any]) -> str:
    ends = {"since": _stage_word(params["since"]), "until": _stage_word(params["until"])}
    return _("从%(since)s到%(until)s的天数") % ends


def _cohort_reached(params: Mapping[str, Any]) -> str:
    ends = {"began": _stage_word(params["began"]), "stage": _stage_word(params["stage"])}
    return _("期内%(began)s的项目中，至今已%(stage)s的") % ends


# Names of all indicators, while a whole list of definitions is put into words.
_names: ContextVar[Mapping[str, str] | None] = ContextVar("indicator names", default=None)


def all_in_words(definitions: Iterable[Definition]) -> list[Said]:
    """Return what many definitions say; the names of indicators are read once."""
    # The first of a code counts, as for a single one.
    rows = Indicator.objects.order_by("-pk").values_list("code", "name")
    token = _names.set(dict(rows))
    try:
        return [in_words(definition) for definition in definitions]
    finally:
        _names.reset(token)


def _observed(params: Mapping[str, Any]) -> str:
    code, names = params["indicator"], _names.get()
    if names is None:
        rows = Indicator.objects.filter(code=code).order_by("-pk")
        names = dict(rows.values_list("code", "name"))
    return _("指标台账中的 %(code)s") % {"code": names.get(code, code)}


_KNOWN: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "reached": _reached,
    "standing": _standing,
    "posted": _posted,
    "same_year": _same_year,
    "days_between": _days_between,
    "cohort_reached": _cohort_reached,
    "observed": _observed,
    "every": lambda _params: _("台账中的全部项目"),
    "signed_not_ended": lambda _params: _("已签约、未终止、未退出的项目"),
    "in_talks": lambda _params: _("期初在谈与期内新增在谈的项目"),
}


def _condition(name: str, value: str | bool) -> str:
    if name == "is_high_tech":
        return _("高新技术项目") if value else _("非高新技术项目")
    if name == "kind":
        return str(Project.Kind(str(value)).label)
    if name == "origin":
        return str(Project.Origin(str(value)).label)
    return _("产业 %(code)s") % {"code": value}


def _threshold(limit: Threshold) -> str:
    """Return from which size on a project counts, and by what."""
    wan = limit.at_least_wan
    size = f"{(wan / 10000 if wan >= 10000 else wan).normalize():f}"
    unit = _("亿元") if wan >= 10000 else _("万元")
    words = _("%(basis)s %(size)s %(unit)s以上")
    return words % {"basis": _money_word(limit.basis), "size": size, "unit": unit}


@dataclass(frozen=True, slots=True)
class Panel:
    """A trace with its words, as panel and page print it."""

    trace: Trace
    said: Said
    scope: str
    counts: tuple[str, str]
    tab: str
    in_count: int
    out_count: int

    @property
    def figure(self) -> Figure:
        """Return the figure that is traced."""
        return self.trace.figure

    @property
    def period(self) -> str:
        """Return the days of the figure's period in words."""
        return _period(self.trace.figure.full_key)

    @property
    def is_corrected(self) -> bool:
        """Test whether the figure would be another one with what is known today."""
        return self.trace.now.value != self.trace.figure.value


def _period(key: FigureKey) -> str:
    days = key.window()
    if key.period.startswith("v"):
        words = _("%(year)s 年进入分母的一批") % {"year": key.period[1:5]}
        if days.horizon is None:
            return words
        return words + _("，各自满 %(months)s 个月时") % {"months": days.horizon}
    if days.first is None:
        return _("从开始到 %(last)s") % {"last": days.last.isoformat()}
    ends = {"first": days.first.isoformat(), "last": days.last.isoformat()}
    return _("%(first)s 至 %(last)s") % ends


def panel_of(trace: Trace, *, tab: str) -> Panel:
    """Return a trace with its words."""
    figure = trace.figure
    numerator = {(row.project_id, row.enterprise_id) for row in figure.numerator_rows}
    below_rows = {(row.project_id, row.enterprise_id) for row in figure.denominator_rows}
    outside = below_rows - numerator
    money = bool(figure.definition.numerator and _is_money(figure.definition.numerator))
    below = figure.definition.denominator
    return Panel(
        trace=trace,
        said=in_words(figure.definition),
        scope=scope_name(figure.full_key),
        counts=(
            _amount(figure.numerator, money=money),
            _amount(figure.denominator, money=bool(below and _is_money(below))),
        ),
        tab=tab,
        in_count=len(figure.numerator_rows),
        out_count=len(outside),
    )


def _is_money(selection: Selection) -> bool:
    if selection.select == "observed":
        return "amount" in str(selection.params.get("indicator", ""))
    return selection.select == "posted"


def _amount(value: Decimal | None, *, money: bool) -> str:
    """Return a count or a sum of yuan as the formula prints it."""
    if value is None:
        return ""
    if money:
        return _("%(amount)s 元") % {"amount": f"{value:,.2f}"}
    return f"{value.normalize():,f}"


@dataclass(frozen=True, slots=True)
class DefinitionsPage:
    """The list of definitions: `shown` of `total`, each in words."""

    zone: Zone
    rows: list[Said]
    total: int
    text: str
    problems: list[str]


def definitions_page(user: Actor, *, text: str = "") -> DefinitionsPage:
    """Return the definitions of the user's zone whose name, id or document holds the text."""
    zone = zone_of_user(user)
    book = book_of(zone)
    everything = all_in_words(book)
    rows = [row for row in everything if text.lower() in _searched(row)]
    return DefinitionsPage(zone, rows, len(everything), text, book.problems)


def _searched(row: Said) -> str:
    reference = row.definition.reference
    held = (row.definition.full_id, row.name, reference.title, reference.publisher)
    return " ".join(held).lower()


def definition_page(user: Actor, full_id: str) -> tuple[Said, list[Said]]:
    """Return a definition in words and the other versions of its indicator."""
    book = book_of(zone_of_user(user))
    id, _mark, version = full_id.partition("@")
    try:
        found = book.get(id, version)
    except KeyError:
        raise UserError(_("没有口径 %(id)s。") % {"id": full_id}) from None
    others = all_in_words(d for d in book.versions(id) if d.version != version)
    return in_words(found), others


def search(*, user: Actor, moment: Moment, text: str) -> list[Hit]:
    """Return the definitions whose name, id or document holds the text."""
    if not user.may("figures.view"):
        return []
    return [
        Hit(row.name, reverse("figures:definition", args=[row.definition.full_id]), _("口径"),
            row.definition.reference.title, "ruler")
        for row in definitions_page(user, text=text).rows[:30]
    ]  # fmt: skip
