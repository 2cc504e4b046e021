"""Kinds (类别): whether a figure is an investment, output, growth, share and so on."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from gaoxin.read.core.clauses import FAR
from gaoxin.read.core.units import branches, preset

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
_REACHED_LAST = frozenset("到至达为约近超过")
_LEVEL = re.compile(r"(?:比重|占比|率|比例|份额)")
_FIXED_ASSETS = re.compile(r"固定资产投资(?:额|总额)?[完成实现达到为约超近过]*$")
_PROJECT = re.compile(r"项目|一期|二期|计划总投资|总投资")
_NO_EVENT = re.compile(
    r"^(?:消息|讯|电|(?:上午|下午|晚上?|早上?|凌晨|，)?记者|报道|，?据|）|[^。；]{0,26}(?:传出消息|获悉|消息，))"
)
_NO_EVENT_FIRST = frozenset("消讯电上下晚早凌，记报据）")
_MONTH = re.compile(r"^\d{4}-\d\d$")
_HAPPENED = (
    "(?:开工|竣工|投产|建成|备案|签约|落户|启航|成立|设立|揭牌|奠基|封关|获评|获批|投用|"
    "投入使用|投入运营|启用|开业|动工|达产|摘牌|拿地|上市|挂牌|通车|开园|落成)"
)
_ANY_EVENT = re.compile(_HAPPENED)
_EVENT = re.compile(rf"^，?[^，。；]{{0,14}}?{_HAPPENED}(?!仪式|项目|率|企业|的|协议|活动|大会)")


@cache
def _patterns(group: str) -> re.Pattern[str]:
    """One pattern of a group's cues, longest first."""
    data = preset("cues.yaml")[group]
    words = {word: kind for kind, listed in data.items() for word in listed.split()}
    _KIND_OF.setdefault(group, {}).update(words)
    none = [_NO_CUE] if group == "ratio" else []
    return re.compile(branches(dict.fromkeys([*words, *none], "")))


_KIND_OF: dict[str, dict[str, str]] = {}


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(branches(dict.fromkeys(preset("cues.yaml")[name].split(), "")))


_NO_CUE = "增加值"  # holds 增加 and says nothing of growth


def nearest(group: str, text: str) -> str | None:
    """The kind of the last cue in `text`."""
    for cue in reversed(_patterns(group).findall(text)):
        if cue != _NO_CUE:
            return _KIND_OF[group][cue]
    return None


def kind_of(text: str, quantity: Quantity, context: Context, carried: str | None) -> str:
    """The kind of a figure in the text; `carried` is the kind of the figure before."""
    form = quantity.form
    if form in _FIXED:
        return _FIXED[form]
    if form == "date":
        return _date_kind(quantity, context)
    if form in _MONEY:
        return _money_kind(text, quantity, context, carried)
    if form in _RATIO:
        return _ratio_kind(text, quantity, context, carried)
    if form in _MEASURE:
        return _measure_kind(quantity, context)
    return _count_kind(quantity, context)


_MONEY = frozenset({"money", "level"})
_RATIO = frozenset({"ratio", "times"})
_MEASURE = frozenset({"measure", "rate_count", "capacity"})


def _clause(text: str, quantity: Quantity, context: Context) -> str:
    """The words of the clause up to the figure, those before an earlier figure too."""
    if context.first and len(context.left) < FAR:
        return context.left
    return text[max(context.clause, quantity.start - 60) : quantity.start]


def _date_kind(quantity: Quantity, context: Context) -> str:
    printed, follow = str(quantity.value), context.follow
    if printed[7:8] == "-" and printed[5] != "X":  # a day: 2024-03-05, XXXX-03-05
        said = follow[:1] in _NO_EVENT_FIRST or "消息" in follow or "获悉" in follow
        return "date" if said and _NO_EVENT.match(follow) else "date_event"
    words = follow if _MONTH.match(printed) else context.right
    told = words[:1] != "、" and _ANY_EVENT.search(words) and _EVENT.match(words)
    return "date_event" if told else "date"


_CLASS = re.compile(r"[\u4e00-\u9fff]{1,4}(?:项目|企业|产业|集群)$")


def is_threshold(quantity: Quantity, context: Context) -> bool:
    """10亿元以上项目, 超5亿元项目: the sum only names a class."""
    right = context.right
    if not right or right[0] == "的":
        return False
    limit = quantity.mod in _LIMITS or isinstance(quantity.value, tuple)
    if not limit and context.left.endswith(("投资", "投资额", "总额")):
        return False
    if _words("threshold_heads").match(right):
        return True
    return (
        context.after == ""
        and _CLASS.match(right) is not None
        and not nearest("money", context.left)
    )


_LIMITS = frozenset({">", ">=", "<", "<="})


_RESULT = re.compile(r"(?:大关|台阶)?，(?:达到?|实现|完成|为)")


_LIFTED = re.compile(r"(?:突破|跨越|迈上|迈入|过|超过?|级|打造成?为?)$")


def _money_kind(text: str, quantity: Quantity, context: Context, carried: str | None) -> str:
    if is_threshold(quantity, context):
        return "other"
    if quantity.form == "level":
        found = nearest("money", context.left)
        if found is None or (_LIFTED.search(context.left) and _RESULT.match(context.follow)):
            return "other"
        return found
    if "固定资产" in context.left and _FIXED_ASSETS.search(context.left):
        part = carried == "investment" and context.left.startswith("其中")
        part = part or _PROJECT.search(_clause(text, quantity, context)) is not None
        return "investment" if part else "indicator"
    found = nearest("money", context.left)
    if found is None:
        clause = _clause(text, quantity, context)
        found = nearest("money", clause) if clause is not context.left else None
    if found is None and quantity.mod in {">", ">="} and context.right[:1] == "、":
        return "other"
    if found is None and context.right:
        found = nearest("money", context.right[:12])
    return found or (carried if carried in _MONEY_KINDS else "indicator")


_MONEY_KINDS = frozenset({"investment", "output", "indicator"})


def _ratio_kind(text: str, quantity: Quantity, context: Context, carried: str | None) -> str:
    left = context.left
    found = nearest("ratio", left)
    to = found == "growth" and left[-1:] in _REACHED_LAST and _REACHED.search(left)
    if to and _LEVEL.search(_clause(text, quantity, context)):
        return "share"
    if found is None:
        clause = _clause(text, quantity, context)
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
