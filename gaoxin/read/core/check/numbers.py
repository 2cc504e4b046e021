"""Figures of a bulletin (通报里的数), with their words, precision and part in the sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from gaoxin.read.core.check.close import Span
from gaoxin.read.core.clauses import Context, contexts
from gaoxin.read.core.quantity import Quantity, Value
from gaoxin.read.core.scan import scan
from gaoxin.read.core.units import table

_TABLE_UNIT = re.compile(r"单位[:：]\s*(?P<u>[\u4e00-\u9fff%]{1,4})")
_INDEX = re.compile(r"(?:^|\n)\s*[（(]?$")
_SAME_WORD = {"项": "个", "只": "个", "家": "家", "户": "家", "企业": "家", "宗": "个", "名": "人"}
_TIMES = frozenset({"天", "小时", "分钟", "个工作日", "工作日", "个小时"})
_KINDS = frozenset({"money", "count", "ratio", "pp", "times", "measure", "bare", "level"})

_SAID = r"(?:为|是|的|完成|达到?|有|仅|已)?[：:（(]?$"
BASE = re.compile(
    r"(?:上年同期|去年同期|上年同月|去年同月|上年末|去年底|上年底|上年|去年|年初|上月末?|上季度|上一?轮|上期|上届|上次|上周|基期|同期(?=[为是的仅]|$)|前值|原来|此前|当时|[一两三五]年前|前年)"
    r"(?!以来|至今|以后|定下|确定|安排|部署|下达|计划|结转|结余|遗留)(?:末|底|同期)?(?:\d{1,2}月份?)?[\u4e00-\u9fff]{0,6}?"
    + _SAID
)
PERIOD = re.compile(
    r"(?:上半年|下半年|第?[一二三四]季度|\d{1,2}月份?|\d{4}年)(?:末|底|当月)?" + _SAID
)
_GROWTH = re.compile(
    r"(?:增长|增速|增幅|降幅|涨幅|下降|上升|上涨|下跌|回升|涨|跌|[同环]比[+＋]?|YoY ?[+＋]?|"
    r"提高|回落|减少|下滑|增加|增|压减|压缩|精简|缩短|缩减|缩小|降低|节约|提速|削减)"
    r"(?:速度|幅度|率)?(?:了|达到?|为|约|是)?[：:]?$"
)
COMPARABLE = re.compile(r"可比|不变价|价格|名义|剔除|扣除|口径|折年|两年平均|年均|平均增")
_NOTED = re.compile(r"[（(][^）)]{0,16}(?:可比|不变价|可比口径)")
_DIFFERENCE = re.compile(
    r"(?:增加|净增加?|减少|净减少?|新增加?|多出?|少了?|增至多|下降|提高|缩短|压减|压缩|抬高|提升|缩减)(?:了|约)?$"
)
_CHANGE_SINCE = re.compile(
    r"(?:比|较|同比|环比)[^，。；]{0,12}(?:增加|净增|新增|减少|净减|多增|少增|[增减][收支产]|抬高|提升|缩减|上升|增长|回落|下滑|下降|提高|扩大|缩小|收窄|多|少|增|降|减)(?:了|约)?$"
    r"|超(?:过|出)?(?:去年|上年|上月)[^，。；]{0,6}$"
)
_TARGET = re.compile(
    r"(?:目标|任务|预算|计划|指标)(?:数|值|任务|总额|投资)?(?:安排|为|是|的)?[：:（(]?$"
)
_AVERAGE = re.compile(r"平均|人均|户均|亩均|单个|每[个家户亩人]|均投资|均")
_EACH = re.compile("每(?:万|千|百)?(?:[人名位户家亩元列班次张台栋]|平方)")
_SHARE_OF = re.compile(r"占|比重|比例|份额|结构")
TENTH = Decimal("0.1")
MOST = Decimal(10) ** 24
_RATE = re.compile(r"率(?:为|达到?|是)?[：:]?$")


@dataclass(frozen=True, slots=True, eq=False)
class Num:
    """One figure; `unit` tells what it may be compared with."""

    index: int
    start: int
    end: int
    text: str
    unit: str
    word: str
    value: Decimal
    step: Decimal
    mod: str | None
    left: str
    right: str
    after: str
    clause: int
    sentence: int
    paragraph: int
    role: str
    scale: Decimal

    @property
    def span(self) -> Span:
        """The values that may stand behind the printed one."""
        value = self.value
        if self.exact or self.role == "target" or self.is_round:
            return Span(value, value)
        half = self.step / 2
        return Span(value - half, value + half)

    @property
    def exact(self) -> bool:
        """Counts are exact, except those printed in 万."""
        return self.unit == "count" and self.step <= 1

    @property
    def is_round(self) -> bool:
        """Targets and thresholds such as 220, 30 or 7000 are meant exactly."""
        if self.step < 1 or "." in self.text or (self.scale != 1 and self.role != "target"):
            return False
        return len(str(int(self.value / self.step)).rstrip("0")) <= 2

    @property
    def printed(self) -> Decimal:
        """The number as printed, without its unit."""
        return self.value / self.scale if self.scale else self.value

    @property
    def is_ratio(self) -> bool:
        """A share, rate or growth."""
        return self.unit in {"ratio", "pp"}

    @property
    def plain(self) -> bool:
        """A level without modifier, usable in a sum or a ratio."""
        return self.mod is None and self.role in {"level", "base", "target", "period"}


def numbers(text: str) -> list[Num]:
    """The figures of a text that may stand in a relation."""
    found = [one for q in scan(text) for one in _told(text, q)]
    found = [q for q in found if q.form in _KINDS or (q.form == "duration" and q.word in _TIMES)]
    found = [quantity for quantity in found if not isinstance(quantity.value, tuple)]
    found = [
        quantity for quantity in found if _is_usable(quantity) and not _is_index(text, quantity)
    ]
    found = [quantity for quantity in found if not _is_group(text, quantity)]
    breaks = [match.start() for match in re.finditer("\n", text)]
    unit_match = _TABLE_UNIT.search(text)
    column = unit_match["u"] if unit_match else ""
    out: list[Num] = []
    paragraph = 0
    around = contexts(text, found)
    for quantity, context in zip(found, around, strict=True):
        while paragraph < len(breaks) and breaks[paragraph] < quantity.start:
            paragraph += 1
        lead = out[-1] if out and quantity.form == "bare" else None
        counted = lead if lead is not None and _in_bracket_of(text, quantity, lead) else None
        number = _number(
            text, quantity, context, counted.word if counted else column, len(out), paragraph
        )
        if number is not None:
            out.append(_like_before(out[-1], number) if out else number)
    return out


def _told(text: str, quantity: Quantity) -> list[Quantity]:
    """The figures that one expression tells: three shares, a score, or itself."""
    if quantity.form == "ratio3":
        return _shares_of(text, quantity)
    return [_score(text, quantity)]


_CHANGED = re.compile("[^，。；]{0,3}[为到至]")
_SHARE = re.compile(r"\d+(?:\.(?P<decimals>\d+))?")


def _shares_of(text: str, quantity: Quantity) -> list[Quantity]:
    """三次产业结构为0.5∶60.3∶39.2: three shares of one whole; none of what it was before."""
    if _CHANGED.match(text, quantity.end):
        return []
    hundredth = Decimal("0.01")
    return [
        Quantity(
            quantity.start + match.start(),
            quantity.start + match.end(),
            "ratio",
            Decimal(match.group()) * hundredth,
            "ratio",
            None,
            "%",
            len(match["decimals"] or ""),
            hundredth,
        )
        for match in _SHARE.finditer(str(quantity.value))
    ]


_NEXT = re.compile(r"^[、和与及](?:(?!已|实际|完成)[\u4e00-\u9fff]){0,8}$")
_SAME_ROLE = frozenset({"growth", "comparable", "base", "target"})


def _like_before(last: Num, num: Num) -> Num:
    """A figure joined to the one before by a mere sign plays the same part: 增长9.4%、12.1%."""
    if num.role not in {"rate", "level"} or last.is_ratio != num.is_ratio or last.end < num.clause:
        return num
    if last.role == "share" and num.left in {":", "∶"}:
        return replace(num, role="share")
    if last.role not in _SAME_ROLE or not _NEXT.match(num.left):
        return num
    role = "comparable" if num.is_ratio else last.role
    return replace(num, role=role)


_POINTS = re.compile(r"分(?![之钟别类批期成公局部店红享支行段析])")


def _score(text: str, quantity: Quantity) -> Quantity:
    """88.7分 is a score: the counting word of marks."""
    if quantity.form != "bare" or not _POINTS.match(text, quantity.end):
        return quantity
    return quantity._replace(end=quantity.end + 1, form="measure", unit="score", word="分")


def _is_usable(quantity: Quantity) -> bool:
    """Figures beyond any bulletin (more than 24 digits) are left alone."""
    return quantity.digits <= 12 and quantity.scale < MOST and abs(_decimal(quantity.value)) < MOST


def _decimal(value: Value) -> Decimal:
    if isinstance(value, Decimal):
        return value
    return Decimal(value) if isinstance(value, int | str) else Decimal(0)


def _is_index(text: str, quantity: Quantity) -> bool:
    """The number of a list item: 1.演示电气."""
    if quantity.form != "bare" or text[quantity.end : quantity.end + 1] not in tuple(".、．)）"):
        return False
    return bool(_INDEX.search(text, max(0, quantity.start - 6), quantity.start))


_LISTED = re.compile(r"（(?:[\u4e00-\u9fff]{1,10}\d{1,6}[、，])*[\u4e00-\u9fff]{1,10}$")


def _in_bracket_of(text: str, quantity: Quantity, lead: Num) -> bool:
    """46个（国家级9、省级15、市级22）: the counting word stands before the bracket."""
    if lead.unit != "count" or text[quantity.end : quantity.end + 1] not in {"、", "，", "）"}:
        return False
    opened = text.rfind("（", max(0, quantity.start - 60), quantity.start)
    if opened < 0 or not _LISTED.match(text[opened : quantity.start]):
        return False
    return lead.end == opened or opened < lead.start


_GROUP = re.compile(r"(?:企业|产业|项目|行业)?(?:占|合计|共计?|累计|中的|平均)")


def _is_group(text: str, quantity: Quantity) -> bool:
    """五户合计, 四类占比: a group that was counted before, not a new figure."""
    han = not text[quantity.start].isascii()
    if quantity.word == "大":
        return True  # 三大产业
    if han and text[quantity.start - 1 : quantity.start] in {"“", "「"}:
        return True  # “四个一批”
    return han and quantity.form == "count" and bool(_GROUP.match(text, quantity.end))


def _number(
    text: str, quantity: Quantity, context: Context, column: str, index: int, paragraph: int
) -> Num | None:
    value, scale, unit = _decimal(quantity.value), _decimal(quantity.scale), quantity.unit or ""
    word = _SAME_WORD.get(quantity.word, quantity.word)
    if quantity.form == "bare":
        if not column:
            return None
        value, scale, unit, word = _in_column(quantity, column)
        if not unit:
            return None
    step = scale.scaleb(-quantity.digits)
    if unit == "ratio" and scale == 1:
        step = TENTH  # 四成, 一半
    role = _role(quantity, context, unit)
    return Num(
        index,
        quantity.start,
        quantity.end,
        text[quantity.start : quantity.end],
        unit,
        word if unit == "count" else "",
        value,
        step,
        quantity.mod,
        context.left,
        context.right,
        context.after,
        context.clause,
        context.sentence,
        paragraph,
        role,
        scale,
    )


def _in_column(quantity: Quantity, column: str) -> tuple[Decimal, Decimal, str, str]:
    """A bare number under 单位：万元."""
    power = {"万": 10**4, "亿": 10**8}.get(column[:1], 1) if len(column) > 1 else 1
    unit = table().get(column[1:] if power > 1 else column)
    if unit is None:
        return Decimal(0), Decimal(1), "", ""
    scale = Decimal(power) * unit.worth
    return Decimal(str(quantity.value)) * scale, scale, unit.base, _SAME_WORD.get(column, column)


def _role(quantity: Quantity, context: Context, unit: str) -> str:
    left = context.left
    if unit in {"ratio", "pp"} and quantity.form != "times":
        return _ratio_role(quantity, context)
    if quantity.form == "times":
        return "times" if not _GROWTH.search(left) else "growth"
    if quantity.form == "level":
        return "level_name"
    for role, pattern in _ROLES:
        if role == "base" and left.endswith("的") and _THINGS.match(context.right):
            continue
        if pattern.search(left) or (role == "target" and _AIM.match(context.right)):
            return role
    if (_AVERAGE.search(left[-10:]) or _EACH.search(left)) and not left.endswith("的"):
        return "average"
    return "level"


# 上期签约的20个项目已开工17个: things of an earlier time, looked at now
_THINGS = re.compile(
    "项目|企业|单位|园区|平台|任务|问题|工程|地块|事项|人才|诉求|建议|提案|隐患|厂房"
)
_AIM = re.compile("的?(?:年度|全年)?(?:目标|任务)(?!完成)")  # 距全年280亿元的目标


_ROLES = (
    ("difference", _CHANGE_SINCE),
    ("target", _TARGET),
    ("base", BASE),
    ("period", PERIOD),
    ("difference", _DIFFERENCE),
)


_BASE_RATIO = re.compile(r"(?:全市|全省|全国|全区|时间进度按?|平均水平)(?:为|的)?[（(]?$")
_GROWN = re.compile("增长$")
_PART_OF = re.compile("(?:占|相当于)[^，。；]*的$")  # 占同期总额的17%


def _ratio_role(quantity: Quantity, context: Context) -> str:
    left, pp = context.left, quantity.form == "pp"
    if _GROWTH.search(left) and (not pp or _GROWN.search(left)):
        apart = COMPARABLE.search(left) or _NOTED.match(context.right + context.follow)
        return "comparable" if apart else "growth"
    if pp:
        return "points"
    if BASE.search(left) and not _PART_OF.search(left):
        return "base_ratio"
    if "占" not in left and any(p.search(left) for p in (PERIOD, _BASE_RATIO)):
        return "base_ratio"
    return "share" if _SHARE_OF.search(left) else "rate"
