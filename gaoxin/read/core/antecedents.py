"""Antecedents (先行词): what 该项目, 该公司, 这家企业 and a bare 公司 speak of, named before."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from gaoxin.read.core.phrases import noun_left

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gaoxin.read.core.entities import Entity
    from gaoxin.read.core.view import View

FAR = 300  # characters back to the name a pronoun takes
_FIRMS = frozenset({"公司", "企业", "集团", "厂", "院", "所", "研究院", "研究所", "单位", "机构"})
_NOUNS = (
    r"项目|工程|公司|企业|集团|研究院|研究所|单位|机构|中心|产业基地|基地|平台|产业园|园区|生产线|产线|"
    r"工厂|厂|院|所|实验室|大桥|医院|学校"
)
PRONOUN = re.compile(rf"(?:该|此|这(?:[一]?[家个座条所]))(?P<n>{_NOUNS})")
# a bare 公司 or 企业 that begins a clause and has something
_BARE = re.compile(
    r"(?:据悉，|据了解，|据介绍，|目前，?|近年来，?)?(?P<n>公司|企业)"
    r"(?=估值|拥有|现有|现已|已|去年|今年|上半年|前三季度|年|主要|主营|产品|成立|注册|总部|占地|员工|总投资|将|计划|预计)"
)
_INSTITUTES = frozenset({"院", "所", "研究院", "研究所"})
_BACK = 8  # names that are looked at for an institute
_SITES = r"项目|工程|基地|产业园|生产线|扩建|改造|中心|工厂|厂房|大厦|学校|医院"
_NAMED = {
    "项目": _SITES,
    "工程": r"工程|项目",
    "产业基地": "基地",
    "产线": "生产线|产线",
    "厂": "工厂|厂",
}
_WORD = r"[^，。、；：！？“”《》\s该此这其]"
_NOT_AFTER = r"(?!建|落|单|负|名|数|资金|成果|库|招|推进|签约)"
_IN_PLACE = re.compile(
    r"(?P<who>.{2,12}?)(?:计划|拟|将)(?:在|于).{2,20}?(?:建设|新建|打造|布局|设立)(?P<what>.{0,16})$"
)
_BUILT = re.compile("共建|共同建设|合作建设|投资建设|牵头建设|规划建设|建设的|投资的")
_SERIAL = re.compile(r"^(?:No\.?\d+|\d+[.、])")
_LEAST = 5


class Antecedents:
    """The names of a page that a pronoun may take; made when the first pronoun asks."""

    def __init__(self, view: View, things: Iterable[Entity] = ()) -> None:
        self.view = view
        self.things = things
        self.starts: list[int] | None = None
        self.names: list[str] = []

    def of(self, low: int, start: int, scope: int) -> str:
        """What a pronoun in [low, start) speaks of, named since `scope`; empty without one."""
        text = self.view.text
        match = None
        for found in PRONOUN.finditer(text, low, start):
            match = found
        match = match or _BARE.match(text, low, start + 4)
        return self.named(match["n"], match.start(), scope) if match else ""

    def named(self, noun: str, at: int, scope: int) -> str:
        """The last thing of a kind (项目, 公司, 中心) named before `at`."""
        if noun in _FIRMS:
            return self._firm(noun, at, scope)
        return last_thing(self.view.text, _NAMED.get(noun, noun), max(scope, at - FAR), at)

    def _firm(self, noun: str, at: int, scope: int) -> str:
        if self.starts is None:
            firms = [thing for thing in self.things if thing.type == "enterprise"]
            self.starts = [self.view.clean_at(firm.start) for firm in firms]
            self.names = ["".join(firm.text.split()) for firm in firms]
        last = bisect_right(self.starts, at - 1) - 1
        low = max(scope, at - FAR)
        for place in range(last, max(-1, last - _BACK), -1):
            if self.starts[place] < low:
                break
            if (self.names[place][-1:] in "院所") == (noun in _INSTITUTES):
                return self.names[place]
        return ""


def last_thing(text: str, nouns: str, low: int, at: int) -> str:
    """The name that ends in one of the nouns and stands last in [low, at)."""
    last = ""
    for match in _pattern(nouns).finditer(text, low, at):
        name = thing_name(match["np"])
        if len(name) >= _LEAST:
            last = name
    return last


_PATTERNS: dict[str, re.Pattern[str]] = {}


def _pattern(nouns: str) -> re.Pattern[str]:
    if nouns not in _PATTERNS:
        _PATTERNS[nouns] = re.compile(
            rf"(?P<np>{_WORD}{{2,28}}?(?:{nouns})(?:（?[一二三四]期）?)?(?:工程|项目)?){_NOT_AFTER}"
        )
    return _PATTERNS[nouns]


_NO_NAME = re.compile(
    r"^(?:重点|重大|新建|续建|在建|产业|工业|优质|招商|签约|各类|本次|此次|一批|多个|集中|个|只|\d|[一二三四五六七八九十]+[个只])+(?:[\u4e00-\u9fff]{0,4})$"
)


def thing_name(words: str) -> str:
    """A project's own name out of the words before 项目: 甲公司拟在乙地建设新项目 is 甲公司项目."""
    match = _IN_PLACE.match(words)
    if match is not None:
        what = match["what"].removeprefix("新")
        return match["who"] + what
    words = _SERIAL.sub("", _BUILT.split(words)[-1] or words)
    name = noun_left(words.rpartition("公司")[2] or words)
    return "" if _NO_NAME.match(name) else name
