"""Pages of figures (口径页面): definitions as a list, and the words of a trace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gaoxin.figures import registry
from gaoxin.figures.queries import book_of, scope_name
from gaoxin.ledger.queries import home_zone
from gaoxin.lib.errors import Denied, UserError

if TYPE_CHECKING:
    from decimal import Decimal

    from gaoxin.figures.board import Figure
    from gaoxin.figures.core.definition import Definition, Selection
    from gaoxin.figures.queries import Trace
    from gaoxin.ledger.models import Zone
    from gaoxin.lib.access import Actor

COHORTS = {
    "same_period": gettext_lazy("同批次：本期进入分母的项目，到数据截至日达到分子条件的"),
    "all_open": gettext_lazy("全部：不分年度，累计到数据截至日"),
    "vintage": gettext_lazy("按批次：同一年进入分母的项目，满若干月时的"),
    "independent": gettext_lazy("分子、分母各按统计期取数"),
}
BASES = {
    "planned": gettext_lazy("计划总投资"),
    "planned_fixed": gettext_lazy("固定资产投资"),
    "contracted": gettext_lazy("合同引资额"),
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
        raise UserError(_("还没有建区。先运行 gaoxin demo 建演示区，或导入台账。"))
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
    words = _("%(basis)s %(wan)s 万元以上")
    return Said(
        definition=definition,
        name=said(definition.name),
        numerator=_selection(definition.numerator),
        denominator=_selection(definition.denominator),
        cohort=str(COHORTS[definition.cohort]) if definition.denominator else "",
        threshold=words % {"basis": BASES[threshold.basis], "wan": f"{threshold.at_least_wan:,f}"}
        if threshold
        else "",
        rounding=_("%(mode)s，%(digits)s 位小数")
        % {"mode": MODES[rounding.mode], "digits": rounding.digits},
        sharing=str(SHARING[definition.sharing]),
        note=said(definition.note) if definition.note else "",
    )


def _selection(selection: Selection | None) -> str:
    """Return what a selection takes: the selector's words, parameters and conditions."""
    if selection is None:
        return ""
    selector, _params = registry.selector_of(selection)
    given = [f"{name} = {_value(value)}" for name, value in selection.params.items()]
    given += [f"{name} = {_value(value)}" for name, value in selection.where.items()]
    return f"{_(selector.about)}（{'，'.join(given)}）" if given else _(selector.about)


def _value(value: object) -> str:
    return " → ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


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
    def is_corrected(self) -> bool:
        """Test whether the figure would be another one with what is known today."""
        return self.trace.now.value != self.trace.figure.value


def panel_of(trace: Trace, *, tab: str) -> Panel:
    """Return a trace with its words."""
    figure = trace.figure
    numerator = {row.project_id for row in figure.numerator_rows}
    outside = {row.project_id for row in figure.denominator_rows} - numerator
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


def definitions_page(user: Actor, *, text: str = "") -> DefinitionsPage:
    """Return the definitions of the user's zone whose name, id or document holds the text."""
    zone = zone_of_user(user)
    everything = [in_words(definition) for definition in book_of(zone)]
    rows = [row for row in everything if text.lower() in _searched(row)]
    return DefinitionsPage(zone, rows, len(everything), text)


def _searched(row: Said) -> str:
    reference = row.definition.reference
    words = (row.definition.full_id, row.name, reference.title, reference.publisher)
    return " ".join(words).lower()


def definition_page(user: Actor, full_id: str) -> tuple[Said, list[Said]]:
    """Return a definition in words and the other versions of its indicator."""
    book = book_of(zone_of_user(user))
    id, _mark, version = full_id.partition("@")
    try:
        found = book.get(id, version)
    except KeyError:
        raise UserError(_("没有口径 %(id)s。") % {"id": full_id}) from None
    others = [in_words(d) for d in book.versions(id) if d.version != version]
    return in_words(found), others
