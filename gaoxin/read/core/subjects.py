"""Subjects (主体): the short noun phrase a figure speaks of, from its clause or carried over."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gaoxin.read.core.antecedents import PRONOUN, thing_name
from gaoxin.read.core.phrases import (
    ADJECTIVE,
    LONGEST,
    is_generic,
    is_partial,
    is_predicate,
    noun_left,
    noun_right,
    rank_left,
)

if TYPE_CHECKING:
    from gaoxin.read.core.clauses import Context
    from gaoxin.read.core.quantity import Quantity

_RIGHT_OF = re.compile(
    r"^(?:左右|以上|余)?(?:建设|打造|兴建|新建|实施)?的"
    r"(?P<np>[^，。；、]{2,24}?(?:项目|基地|产业园|园区|园|中心|工程|工厂|生产线|改造|建设|企业|总部|学校|医院|大桥|厂房)(?:[一二三]期)?)"
)
_SHARE = re.compile(
    r"^(?P<a>[^占]{0,24})占(?P<b>[^占]{1,20}?)的?(?:比重|比例|份额|总数|比)?(?:为|达到|达|约|近|超过?)*$"
)
_GROUND = re.compile(r"的?[\u4e00-\u9fff]{0,6}?(?:用地|土地|厂房|地块|楼宇|载体)")
_RATE_WORD = re.compile("的(?:比例|比重|份额|速度|增长|增速|幅度)")
_OF_SHARE = re.compile(
    r"的(?P<np>[\u4e00-\u9fff]{2,10}?)(?=贡献|创造|集聚|实现|完成|产出|来自|用于|为|是|由|、|$)"
)
_OF_WHOLE = re.compile(r"^(?:已|累计)*(?:完成|实现)(?:了)?(?P<b>[^完实]{2,14}?)的(?:约|近|超过?)?$")
_SHARE_IN = re.compile(r"^(?:其?在)(?P<b>[^，]{2,16}?)中的?占比(?:为|达到?|约)?$")
_PROJECT = re.compile(r"(?P<np>[\u4e00-\u9fffA-Za-z0-9+\-（）]{3,24}?项目)(?!建|落|单|负|名|数)")
_DATE_CUT = re.compile(r"[，。；！？\n]")
_THRESHOLD_NOUN = re.compile(r"项目|企业|产业|集群|园区|工业")
_INVESTMENT = re.compile(r"(?:固定资产|工业|技改|开发|民间|基础设施|产业)投资额?$")
_ENDS = ("总投资额", "总投资", "计划投资", "投资总额", "投资额", "投资")
_LAST_OF_ENDS = frozenset("资额")


@dataclass(slots=True)
class Carried:
    """What later figures of the same text may speak of without naming it."""

    topic: str = ""  # 38个重点项目
    noun: str = ""  # 重点项目
    money: str = ""  # subject of the last sum
    money_kind: str = ""
    money_told: int = -1  # the sentence of that sum
    any: str = ""  # subject of the last figure
    base: str = ""  # what that subject is a part of
    built: str = ""  # the same of the figure before
    threshold: str = ""  # 10亿元以上, when the figure before only named a class
    lifted: str = ""  # 成交额, when the figure before only was the mark it passed
    told: int = -1  # the sentence that told the topic
    recent: list[str] = field(default_factory=list)  # subjects of the sentence so far
    sentence: int = -1
    series: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()  # 甲、乙、丙 before 三个板块
    step: int = 0
    owner: str = ""  # what 该公司 or 该项目 speaks of
    owned: int = -1  # the sentence that spoke of it

    def own(self, owner: str, sentence: int) -> None:
        """What the sentence calls 该公司 or 该项目 is its topic."""
        if owner:
            self.topic = self.owner = owner
            self.told = self.owned = sentence


def subject_of(
    text: str, quantity: Quantity, context: Context, kind: str, carried: Carried
) -> str | None:
    """The subject of a figure; also moves `carried` on."""
    if quantity.form == "date":
        return _date_subject(text, quantity, context) if kind == "date_event" else None
    if quantity.form == "ordinal":
        return _rank_subject(context, carried)
    if carried.sentence != context.sentence:
        carried.sentence, carried.recent = context.sentence, []
    if kind == "other" and quantity.form in {"money", "level"}:
        carried.threshold = text[quantity.start : quantity.end]
        carried.lifted = noun_left(context.left) if _MARK.match(context.follow) else ""
        return _threshold_subject(context)
    name = _figure_subject(text, quantity, context, kind, carried)
    carried.threshold = carried.lifted = ""
    if carried.owned == context.sentence and kind in _OF_OWNER:
        name = _owned(name, carried.owner)
    return name or carried.any or None


_OF_OWNER = frozenset({"investment", "output", "indicator", "area"})
_OTHERS = re.compile("项目|企业|公司|园|区|市|省|家|个")
_MOST_OF_OWNED = 8


def _owned(name: str, owner: str) -> str:
    """The figure of 该公司 with its name: 演示科技有限公司营业收入."""
    if not name or owner in name:
        return name or owner
    if len(name) > _MOST_OF_OWNED or _OTHERS.search(name):
        return name
    return owner + name


_MARK = re.compile(r"(?:大关|台阶|关口)?，")


def _figure_subject(
    text: str, quantity: Quantity, context: Context, kind: str, carried: Carried
) -> str:
    carried.base, carried.built = "", carried.base
    if "依次" in context.left:
        context = context._replace(left=context.left.replace("依次", "分别"))
    if carried.series or "分别" in context.left:
        each = _of_series(text, quantity, context, carried)
        if each:
            carried.any = each
            if kind not in {"growth", "share"}:
                carried.recent.append(each)
            return each
    if kind in {"count", "equipment", "capacity"}:
        name = _count_subject(context, carried)
        _carry_count(text, quantity, context.left, kind, name, carried)
    elif kind in {"growth", "share"}:
        name = _rate_subject(context, kind, carried)
        carried.any = name or carried.any
        return name
    else:
        name = _sum_subject(text, quantity, context, kind, carried)
        carried.money, carried.money_kind = name or carried.money, kind
        carried.money_told = context.sentence
        carried.any = name or carried.any
    carried.recent.append(name)
    return name


def _carry_count(
    text: str, quantity: Quantity, left: str, kind: str, name: str, carried: Carried
) -> None:
    if not name or kind == "capacity":
        carried.any = name or carried.any
        return
    items = left.split("、") if "、" in left else []
    carried.listed = tuple(items) if len(items) == quantity.value else ()
    carried.any = name
    if ADJECTIVE.fullmatch(name):
        return  # 开工57个: a state, no thing that later figures speak of
    if not (carried.noun and name.endswith(carried.noun)):
        carried.noun = name  # 投产12个 after 开工41个 is again of the 新签约项目
    printed = text[quantity.start : quantity.end]
    carried.topic = printed + name if len(name) <= 6 and name[0] not in "0123456789超" else name
    carried.told = carried.sentence


def _date_subject(text: str, quantity: Quantity, context: Context) -> str | None:
    """What happened on a day: its actor before and the words after, up to the clause's end."""
    start = quantity.end
    while text[start : start + 1] and text[start] in "，,（( ）)":
        start += 1
    cut = _DATE_CUT.search(text, start, start + 40)
    words = text[start : cut.start() if cut else start + LONGEST]
    actor = noun_left(context.left) if len(words) <= 14 else ""
    return (actor + " " + words).strip("“”（ 将")[: LONGEST + 14] or None


def _rank_subject(context: Context, carried: Carried) -> str | None:
    right = noun_right(context.right)
    if right and not is_predicate(context.right):
        return right
    return rank_left(context.left) or carried.any or None


def _threshold_subject(context: Context) -> str:
    noun = _THRESHOLD_NOUN.search(context.right[:8]) or _THRESHOLD_NOUN.search(context.left[-6:])
    return (noun.group() if noun else "") + "门槛"


def _count_subject(context: Context, carried: Carried) -> str:
    threshold = carried.threshold
    if threshold and len(context.left) <= 10:
        return threshold + (noun_left(context.left) or "项目")
    if not is_predicate(context.right):
        right = noun_right(context.right)
        if right:
            return right
    left = noun_left(context.left)
    if _YIELD.match(left):
        return carried.topic or carried.any
    if ADJECTIVE.match(left) and carried.noun:
        return left + carried.noun if left not in carried.noun else carried.noun
    if left and not is_generic(left):
        return left
    near = "" if context.first else carried.any
    return noun_right(context.right) or left or near or carried.topic


_YIELD = re.compile(r"(?:可|能|将)*[年月日](?:生?产|加工|处理)$")


def _sum_subject(
    text: str, quantity: Quantity, context: Context, kind: str, carried: Carried
) -> str:
    right = _right_subject(quantity, context, carried)
    if right:
        return right
    name = _without_pronoun(noun_left(context.left), context, carried)
    generic, partial = is_generic(name), is_partial(name)
    if carried.lifted and generic:
        return carried.lifted
    _move_topic(text, quantity, context, name, carried, bare=generic or partial)
    for end in _ENDS if name[-1:] in _LAST_OF_ENDS else ():
        if end in {"投资额", "投资"} and _INVESTMENT.search(name):
            break  # an indicator of its own: 固定资产投资, 工业投资
        if name.endswith(end) and len(name) - len(end) >= 3 and not partial:
            carried.topic, carried.told = name[: -len(end)], context.sentence
            return carried.topic
    if generic or name in _SAME_TIME:
        return _nameless_subject(quantity, context, name, kind, carried)
    if partial and not _WHOLE.match(context.left):
        carried.base = carried.topic or carried.built or carried.any
        return carried.base + name.removeprefix("该项目").removeprefix("项目")
    return name


_WHOLE = re.compile("全[区市县省国]|园区")


def _without_pronoun(name: str, context: Context, carried: Carried) -> str:
    """该中心计划总投资 as 计划总投资 of what was named before."""
    if name[:1] == "其" and name[1:2] not in "他它余中":
        name = name[1:]
    if carried.owned != context.sentence:
        return name
    match = PRONOUN.match(name)
    return name[match.end() :] if match else name


# 总投资18.6亿元钛材项目开工
_AHEAD = re.compile(r"(?P<np>[^，。；、的\d]{2,16}?(?:项目|基地|产业园))")
_SAME_TIME = frozenset({"同期", "上年同期", "去年同期", "上年"})


def _nameless_subject(
    quantity: Quantity, context: Context, name: str, kind: str, carried: Carried
) -> str:
    """What a sum without a name of its own speaks of: 达3亿元, 上年同期为3亿元, 总投资3亿元."""
    ahead = None if carried.topic else _AHEAD.match(context.right)
    if ahead and name not in _SAME_TIME:
        carried.topic, carried.told = ahead["np"], context.sentence
        return ahead["np"]
    alike = carried.money_kind == kind or name in _SAME_TIME
    if (not name and carried.told != context.sentence) or name in _SAME_TIME:
        if alike and carried.money_told == context.sentence:
            return carried.money
        if quantity.form == "measure" and not context.first:
            return carried.any
    # not what the sum before spoke of if it was something else (产值…，完成投资…)
    return carried.topic or (carried.money if alike or not name else "") or name


def _right_subject(quantity: Quantity, context: Context, carried: Carried) -> str:
    """What stands after the figure: 10亿元的X项目, 30亩用地."""
    of = _RIGHT_OF.match(context.right) if "的" in context.right[:5] else None
    if of:
        carried.topic, carried.told = of["np"], context.sentence
        return of["np"]
    ground = quantity.unit == "m2" and _GROUND.match(context.right)
    return noun_right(context.right) if ground else ""


def _move_topic(
    text: str, quantity: Quantity, context: Context, name: str, carried: Carried, *, bare: bool
) -> None:
    """The project that 该项目 or a mere 总投资 speaks of, named before it."""
    if name.startswith(("该项目", "此项目")) or (name.startswith("项目") and not carried.topic):
        carried.topic = _named_before(text, quantity.start) or carried.topic
    elif bare and carried.told != context.sentence:
        named = _named_before(text, quantity.start, _topic_from(text, context, carried))
        if named:
            carried.topic, carried.told = named, context.sentence


def _topic_from(text: str, context: Context, carried: Carried) -> int:
    """From where a project may be named for a sum: its sentence, its line in a list, or before."""
    if text.startswith(("项目", "该项目", "此项目"), context.sentence):
        return max(0, context.sentence - 240)
    line = text.rfind("\n", max(0, context.sentence - 80), context.sentence) + 1
    if not line or carried.told >= line:
        return context.sentence
    above = text.rfind("\n", max(0, line - LONGEST_HEADING), line - 1) + 1
    return above if above and _HEADING.match(text, above, line - 1) else line


LONGEST_HEADING = 40
_HEADING = re.compile(r"[^。；]*(?:项目|工程|基地|产业园)$")


def _named_before(text: str, at: int, low: int = 0) -> str:
    """The project named last before `at`, for 该项目 and for 总投资 after the name."""
    last = ""
    for match in _PROJECT.finditer(text, max(low, at - 300), at):
        words = match["np"]
        if text[match.start() - 1 : match.start()] == ".":
            words = words.lstrip("0123456789")  # No.2 演示项目
        name = thing_name(words)
        if len(name) >= 5 and not name.startswith(("该", "此", "此次", "这")):
            last = name
    return last


def _rate_subject(context: Context, kind: str, carried: Carried) -> str:
    if kind == "share" and context.right.startswith("的") and not _RATE_WORD.match(context.right):
        of = _OF_SHARE.match(context.right)
        if of:
            return of["np"]
    if kind == "share":
        found = _share_subject(context.left, carried)
        if found:
            return found
    name = noun_left(context.left)
    if is_generic(name) or is_partial(name):
        base = carried.any or carried.money
        return base if name and base.endswith(name) else base + name
    return name


def _of_series(text: str, quantity: Quantity, context: Context, carried: Carried) -> str:
    """The part of A、B和C分别 that this figure speaks of, or of the figures told before."""
    if not context.first and 0 < carried.step < len(carried.series):
        carried.step += 1
        return carried.series[carried.step - 1]
    carried.series, carried.step = (), 0
    if "分别" not in context.left:
        return ""
    carried.series, carried.step = _series(context.left)
    if not carried.series and not noun_left(context.left.partition("分别")[0]):
        cut = _DATE_CUT.search(text, quantity.end)
        rest = text[quantity.end : cut.start() if cut else quantity.end + 60]
        size = 1 + len(_NEXT.findall(rest))
        if 1 < size <= len(carried.recent):
            carried.series, carried.step = tuple(carried.recent[-size:]), 1
    if not carried.series and carried.listed:
        carried.series, carried.step = carried.listed, 1
    carried.listed = ()
    return carried.series[0] if carried.series else ""


_NEXT = re.compile(r"[、和与及](?:约|近|超过?|下降|增长)?(?=[-\d])")


def _series(left: str) -> tuple[tuple[str, ...], int]:
    """The parts of A、B和C before 分别."""
    head, sign, _ = left.partition("分别")
    if not sign:
        return (), 0
    parts = head.split("、")
    *most, last = parts
    ends = re.split("[和与]", last, maxsplit=1) if most or "及" not in last else [last]
    series = tuple(noun_left(part) for part in (*most, *ends) if part)
    return (series, 1) if len(series) > 1 else ((), 0)


def _share_subject(left: str, carried: Carried) -> str:
    if "占" not in left and "的" not in left:
        return ""
    match = _SHARE_IN.match(left)
    if match:
        return f"{carried.money or carried.any}占{match['b']}"
    whole = _OF_WHOLE.match(left)
    if whole:
        return f"{carried.any}占{whole['b']}"
    match = _SHARE.match(left) if "占" in left else None
    if match is None:
        return ""
    own = noun_left(match["a"]) or carried.any
    return f"{own}占{match['b']}" if own else match["b"]
