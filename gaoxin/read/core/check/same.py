"""The same figure twice (同一数据): printed again under the same name, it must be the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gaoxin.read.core.check.close import mistyped, wrong_unit
from gaoxin.read.core.check.relations import Relation

if TYPE_CHECKING:
    from gaoxin.read.core.check.numbers import Num
    from gaoxin.read.core.check.page import Sheet

_ROLES = frozenset({"level", "growth", "rate", "share", "average"})
_FILL = re.compile(
    r"全区|我区|高新区|开发区|同比|环比|实现|完成|达到?|共计?|累计|其中|[约已为的是了有至]|截至|目前|今年|比上年|较上年"
    r"|[\d.%—\-年月日、，：；（）“”\s]"
)
_GROWN = re.compile(r"(?:增长|增速|增幅|下降|提高|上升|增加|减少)+$")
_PERIOD = re.compile(
    r"\d{1,2}月|[一二三四]季度|[上下]半年|前[一二三]季度|全年|本月|当月|累计|上年|去年|年初|同期|上月|计划|目标|任务|预计|力争|\d{4}年"
)
# 17.6%的工业投资增速: the name stands behind the figure
_BEHIND = re.compile(r"^的(?P<name>[\u4e00-\u9fff]{4,14}?)(?:增速|增幅|降幅|占比|比重|率)")
_LONG = 4  # signs that a name needs
_SHORT = 2  # signs before a count that can be named by what is counted
_SURE = 100  # from here on the same value twice is the same figure


def same_relations(page: Sheet) -> list[Relation]:
    """Every figure that was printed before under the same name."""
    first: dict[tuple[str, str, str, str], Num] = {}
    values: dict[tuple[str, str, object], Num] = {}
    out: list[Relation] = []
    for num in page.nums:
        if num.mod is not None or num.role not in _ROLES:
            continue
        twin = values.setdefault((num.unit, num.word, num.value), num)
        if twin is not num and num.value / num.step >= _SURE:
            out.append(Relation("same", num, (twin,), True, num.value, sure=True))
        name = _name(page, num)
        if len(name) < _LONG:
            continue
        earlier = first.setdefault((num.unit, num.word, _kind(num), name), num)
        if earlier is not num and twin is num:
            relation = _differing(page, earlier, num)
            out += [relation] if relation is not None else []
    return out


def _kind(num: Num) -> str:
    return "growth" if num.role == "growth" or _BEHIND.match(num.right) else num.role


def _differing(page: Sheet, earlier: Num, num: Num) -> Relation | None:
    """Two values of one name and one period, a slip of the pen apart."""
    slipped = mistyped(num.value, earlier.value, num.step) or wrong_unit(num.value, earlier.value)
    if num.sentence == earlier.sentence or not slipped or num.step != earlier.step:
        return None
    if earlier.value / earlier.step < _SURE or not _said_first(page, earlier, num):
        return None
    if _periods(page, num) - _periods(page, earlier) or not _one_scope(page, earlier, num):
        return None
    return Relation("same", num, (earlier,), holds=False, expected=earlier.value, sure=False)


def _name(page: Sheet, num: Num) -> str:
    """The words that name a figure, without those that name nothing."""
    behind = _BEHIND.match(num.right) if num.left.strip("，、；（") == "" else None
    if behind is not None:
        return _FILL.sub("", behind["name"])
    words = _FILL.sub("", _GROWN.sub("", num.left))
    if num.unit == "count" and len(words) >= _SHORT:
        words += "|" + _FILL.sub("", num.right[:8])
    return words


def _said_first(page: Sheet, earlier: Num, num: Num) -> bool:
    """Whether the earlier figure stands in the headline or the lead, or the later one repeats."""
    lead = earlier.paragraph <= 1 and num.paragraph > earlier.paragraph
    return lead or bool(_BEHIND.match(num.right))


def _one_scope(page: Sheet, one: Num, other: Num) -> bool:
    """Whether the words before the names in both sentences have something in common."""
    said = [
        _FILL.sub("", page.text[max(n.sentence, n.start - 60) : n.start - len(n.left)])
        for n in (one, other)
    ]
    pairs = {said[0][at : at + 2] for at in range(len(said[0]) - 1)}
    return not all(said) or any(said[1][at : at + 2] in pairs for at in range(len(said[1]) - 1))


def _periods(page: Sheet, num: Num) -> frozenset[str]:
    return frozenset(_PERIOD.findall(page.text, max(num.sentence, num.start - 80), num.start))
