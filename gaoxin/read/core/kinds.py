"""Kinds (类别): whether a figure is an investment, output, growth, share and so on."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from gaoxin.read.core.clauses import FAR
from gaoxin.read.core.units import alternation, preset

if TYPE_CHECKING:
    from gaoxin.read.core.clauses import Context
    from gaoxin.read.core.quantity import Quantity

_FIXED = {
    "pp": "growth",
    "duration": "other",
    "ordinal": "ordinal",
    "ratio3": "share",
    "basis": "other",
    "rate": "indicator",
}
_REACHED = re.compile(r"(?:到|至|达|为|达到)(?:约|近|超过?)?$")
_LEVEL = re.compile(r"(?:比重|占比|率|比例|份额)")
_FIXED_ASSETS = re.compile(r"固定资产投资(?:额|总额)?[完成实现达到为约超近过]*$")
_PROJECT = re.compile(r"项目|一期|二期|计划总投资|总投资")
_DAY = re.compile(r"^(?:\d{4}|XXXX)-\d\d-\d\d")
_NO_EVENT = re.compile(
    r"^(?:消息|讯|电|(?:上午|下午|晚上?|早上?|凌晨|，)?记者|报道|，?据|）|[^。；]{0,26}(?:传出消息|获悉|消息，))"
)
_MONTH = re.compile(r"^\d{4}-\d\d$")
_EVENT = re.compile(
    r"^，?[^，。；]{0,14}?(?:开工|竣工|投产|建成|备案|签约|落户|启航|成立|设立|揭牌|奠基|封关|获评|获批|投用|"
    r"投入使用|投入运营|启用|开业|动工|达产|摘牌|拿地|上市|挂牌|通车|开园|落成)"
    r"(?!仪式|项目|率|企业|的|协议|活动|大会)"
)


@cache
def _patterns(group: str) -> re.Pattern[str]:
    """One alternation of a group's cues, longest first, wrapped per kind."""
    data = preset("cues.yaml")[group]
    words = {word: kind for kind, listed in data.items() for word in listed.split()}
    _KIND_OF.setdefault(group, {}).update(words)
    return re.compile(alternation([*words, _NO_CUE]) if group == "ratio" else alternation([*words]))


_KIND_OF: dict[str, dict[str, str]] = {}


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(alternation(preset("cues.yaml")[name].split()))


_NO_CUE = "增加值"  # holds 增加 and says nothing of growth


def nearest(group: str, text: str) -> str | None:
    """The kind of the last cue in `text`."""
    pattern = _patterns(group)
    last = None
    for match in pattern.finditer(text):
        last = match.group() if match.group() != _NO_CUE else last
    return _KIND_OF[group][last] if last else None


def kind_of(text: str, quantity: Quantity, context: Context, carried: str | None) -> str:
    """The kind of a figure in the text; `carried` is the kind of the figure before."""
    form = quantity.form
    if form in _FIXED:
        return _FIXED[form]
    if form == "date":
        return _date_kind(quantity, context)
    if form in {"money", "level"}:
        return _money_kind(quantity, context, _clause(text, quantity, context), carried)
    if form in {"ratio", "times"}:
        return _ratio_kind(quantity, context, _clause(text, quantity, context), carried)
    if form in {"measure", "rate_count", "capacity"}:
        return _measure_kind(quantity, context)
    return _count_kind(quantity, context)


def _clause(text: str, quantity: Quantity, context: Context) -> str:
    """The words of the clause up to the figure, those before an earlier figure too."""
    if context.first and len(context.left) < FAR:
        return context.left
    return text[max(context.clause, quantity.start - 60) : quantity.start]


def _date_kind(quantity: Quantity, context: Context) -> str:
    day = bool(_DAY.match(str(quantity.value)))
    if day:
        return "date" if _NO_EVENT.match(context.follow) else "date_event"
    long = bool(_MONTH.match(str(quantity.value)))
    words = context.follow if long else context.right
    return "date_event" if _EVENT.match(words) and words[:1] != "、" else "date"


_CLASS = re.compile(r"[\u4e00-\u9fff]{1,4}(?:项目|企业|产业|集群)$")


def is_threshold(quantity: Quantity, context: Context) -> bool:
    """10亿元以上项目, 超5亿元项目: the sum only names a class."""
    right = context.right
    if right.startswith("的"):
        return False
    head = _words("threshold_heads").match(right) or (
        context.after == "" and _CLASS.match(right) and not nearest("money", context.left)
    )
    if quantity.mod in {">", ">=", "<", "<="} or isinstance(quantity.value, tuple):
        return bool(head)
    return bool(head) and not context.left.endswith(("投资", "总投资", "投资额", "总额"))


_RESULT = re.compile(r"(?:大关|台阶)?，(?:达到?|实现|完成|为)")


_LIFTED = re.compile(r"(?:突破|跨越|迈上|迈入|过|超过?|级|打造成?为?)$")


def _money_kind(quantity: Quantity, context: Context, clause: str, carried: str | None) -> str:
    if is_threshold(quantity, context):
        return "other"
    if quantity.form == "level":
        found = nearest("money", context.left)
        if found is None or (_LIFTED.search(context.left) and _RESULT.match(context.follow)):
            return "other"
        return found
    if _FIXED_ASSETS.search(context.left):
        part = carried == "investment" and context.left.startswith("其中")
        return "investment" if part or _PROJECT.search(clause) else "indicator"
    found = nearest("money", context.left)
    if found is None and clause is not context.left:
        found = nearest("money", clause)
    if found is None and quantity.mod in {">", ">="} and context.right[:1] == "、":
        return "other"
    if found is None and context.right:
        found = nearest("money", context.right[:12])
    return found or (carried if carried in _MONEY_KINDS else "indicator")


_MONEY_KINDS = frozenset({"investment", "output", "indicator"})


def _ratio_kind(quantity: Quantity, context: Context, clause: str, carried: str | None) -> str:
    left = context.left
    found = nearest("ratio", left)
    if found == "growth" and _REACHED.search(left) and _LEVEL.search(clause):
        return "share"
    if found is None:
        found = nearest("ratio", clause) or nearest("ratio", context.right[:8])
    if quantity.form == "times" and found != "growth":
        return "other"
    if found is None and carried in {"growth", "share"}:
        found = carried
    return found or "share"


def _measure_kind(quantity: Quantity, context: Context) -> str:
    unit = quantity.unit or ""
    if unit == "m2":
        return "area"
    if "/" in unit:
        timed = unit.rsplit("/", 1)[1] in {"年", "月", "日", "小时"}
        return "capacity" if timed else "indicator"
    if unit in {"m", "km", "m3", "kV", "℃", "byte", "bit/s", "FLOPS"}:
        return "other"
    return "capacity" if unit in {"kWh", "kW", "吨"} else "other"


def _count_kind(quantity: Quantity, context: Context) -> str:
    if quantity.word[:1] in "台套" and (
        "（套）" in quantity.word or _words("equipment").search(context.left[-10:])
    ):
        return "equipment"
    if (
        quantity.mod == ">"
        and context.left.endswith(("突破", "跨越"))
        and _RESULT.match(context.follow)
    ):
        return "other"
    return "count"
