"""Words of grow (培育用语): states of rungs, levels and titles, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gaoxin.grow.core.distance import nearness
from gaoxin.grow.core.judging import CLOSED, FAR, HELD, NEAR, READY, THIN
from gaoxin.rulebook import words
from gaoxin.rulebook.units import UNITS

if TYPE_CHECKING:
    from decimal import Decimal

    from gaoxin.grow.core.judging import Rung
    from gaoxin.grow.core.ladder import Title, Way
    from gaoxin.rulebook.vocabulary import Term

STATES: dict[str, Any] = {
    READY: gettext_lazy("已达标待申报"),
    NEAR: gettext_lazy("一年内够得着"),
    THIN: gettext_lazy("缺数据"),
    FAR: gettext_lazy("差距大"),
    HELD: gettext_lazy("已持有"),
    CLOSED: gettext_lazy("当日无认定规则"),
}
# A light is for what needs a hand or is well; what is merely far has none.
LIGHTS = {HELD: "g", READY: "g", NEAR: "y", THIN: "o", FAR: "", CLOSED: ""}
OUTCOMES: dict[str, Any] = {
    "pass": gettext_lazy("符合"),
    "fail": gettext_lazy("不符合"),
    "undetermined": gettext_lazy("待定"),
    "not_applicable": gettext_lazy("不适用"),
}

NAMED = 6


def language() -> str:
    """Return the language that rules are read out in: `zh` or `en`."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def title_word(title: Title) -> str:
    """Return a title in the reader's language."""
    return title.label(language())


def short_word(title: Title) -> str:
    """Return a title's short words in the reader's language."""
    return title.short(language())


def way_word(way: Way) -> str:
    """Return a path in the reader's language."""
    return way.label(language())


def lacking(rung: Rung) -> str:
    """Return what is missing to a rung in one sentence (差什么)."""
    if rung.verdict is None:
        return _("这一天没有施行的认定规则。")
    said = words.lacking(rung.verdict, language(), order=nearness)
    return said + _unnamed(rung, said) if said else _("条件都符合。")


def _unnamed(rung: Rung, said: str) -> str:
    """Return the missing data that a sentence about a score does not name."""
    if rung.verdict is None:
        return ""
    terms = rung.verdict.rule.terms
    labels = [terms[name].label(language()) for name in rung.distance.missing if name in terms]
    left = [label for label in labels if label not in said]
    if not left:
        return ""
    what = _("、").join(left[:NAMED])
    if len(left) > NAMED:
        return _("（待报 %(n)s 项：%(what)s等）") % {"n": len(left), "what": what}
    return _("（待报：%(what)s）") % {"what": what}


def unit_word(term: Term) -> str:
    """Return the unit of an indicator; empty for yes-or-no and text."""
    found = UNITS[term.unit]
    return found.en if language() == "en" else found.zh


def value_word(term: Term, value: Any) -> str:
    """Return a reported value as it is printed, without its unit."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return level_word(value) if isinstance(value, str) else grouped(value)


def is_number(term: Term) -> bool:
    """Test whether an indicator is a plain number, not yes-or-no, a level or a text."""
    return term.is_number and not term.levels


def grouped(value: Decimal) -> str:
    """Return a number with thousands separated and without trailing zeros.

    >>> from decimal import Decimal
    >>> grouped(Decimal("12345.600000")), grouped(Decimal("5000.0"))
    ('12,345.6', '5,000')
    """
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def written_word(term: Term, raw: str) -> str:
    """Return a value as it was filed: yes or no and levels in words."""
    if term.unit == "bool":
        return _("是") if raw.lower() in {"true", "1", "是", "yes"} else _("否")
    return level_word(raw)


LEVELS: dict[str, Any] = {
    "none": gettext_lazy("无"),
    "below_city": gettext_lazy("市级以下"),
    "city": gettext_lazy("市级"),
    "provincial": gettext_lazy("省级"),
    "national": gettext_lazy("国家级"),
    "other": gettext_lazy("其他"),
    "six_bases_or_supporting": gettext_lazy("工业六基或配套"),
    "gap_filling": gettext_lazy("填补空白"),
    "acquired_only": gettext_lazy("仅受让"),
    "self_developed": gettext_lazy("自主研发"),
    "worse": gettext_lazy("变差"),
    "flat": gettext_lazy("持平"),
    "better": gettext_lazy("变好"),
    "startup": gettext_lazy("初创期"),
    "growth": gettext_lazy("成长期"),
    "stable": gettext_lazy("稳定期"),
    "agriculture": gettext_lazy("农林牧渔业"),
    "industry": gettext_lazy("工业"),
    "construction": gettext_lazy("建筑业"),
    "wholesale": gettext_lazy("批发业"),
    "retail": gettext_lazy("零售业"),
    "software_it": gettext_lazy("软件和信息技术服务业"),
    "leasing_business": gettext_lazy("租赁和商务服务业"),
    "transport": gettext_lazy("交通运输业"),
    "storage": gettext_lazy("仓储业"),
    "post": gettext_lazy("邮政业"),
    "lodging": gettext_lazy("住宿业"),
    "catering": gettext_lazy("餐饮业"),
    "information_transmission": gettext_lazy("信息传输业"),
    "real_estate": gettext_lazy("房地产开发经营"),
    "property_management": gettext_lazy("物业管理"),
}


def level_word(level: str) -> str:
    """Return an ordered level or a coded text in words; what has none stays as it is."""
    return str(LEVELS.get(level, level))
