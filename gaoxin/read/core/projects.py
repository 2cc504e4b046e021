"""Projects (项目名): the name of a project or site out of the words before an event."""

from __future__ import annotations

import re

from gaoxin.read.core.phrases import noun_left

_NAMED = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9（）\-.+]{3,40}?"
    r"(?:(?:产业园|基地|生产线|工程|中心)项目|项目|工程|基地|产业园|生产线|工厂|物流园|数据中心|园区|总部|研究院|研发中心)"
    r"(?:[一二三四五]期)?"
)
_THINGS = re.compile("项目|工程|基地|产业园|生产线|工厂|物流园|中心|园区|总部|研究院")


_LEAST = 5
_SITES = ("产业园", "园区", "基地")
GENERIC = re.compile(
    r"(?:^|重点|重大|产业|优质|招商引资|合作|建设|签约|集中|宣布|一批|等|该|此|暨|基础设施|招商|"
    r"转移|抓|各类|相关|外资|内资|以上|新签约|新引进|意向|在谈|入库|开工|工业|储备|民生|元|只|个|年|高新区|"
    r"竣工|续建|的|实施|季度|年度|月份)(?:项目|工程|产业园|基地|园区)$"
)


def _name(words: str) -> str:
    words = words.rpartition("暨")[2]
    if "在" in words:
        words = "" if words.endswith(_SITES) else words.rpartition("在")[2]
    if words.startswith(("位于", "落户", "入驻", "选址")) and "的" not in words:
        return ""
    own = noun_left(words) or words
    return "" if GENERIC.search(own) else own


_ITEMS = re.compile(r"(?P<a>[^，。、；]{3,24}?)(?:、[^，。、；]{2,24})+?等[^，。；]{0,6}项目")


def last_in(words: str) -> str:
    """The project or site named last in `words`."""
    last = ""
    for match in _NAMED.finditer(words) if _THINGS.search(words) else ():
        last = _name(match.group()) or last
    return last


def first_of(left: str) -> str:
    """The first of several projects: A、B等项目."""
    match = _ITEMS.search(left) if "等" in left and "、" in left else None
    return noun_left(match["a"]) + "等项目" if match else ""


_PROJECT_NAME = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9]{3,24}?(?:(?:基地|产业园|工程|中心)项目|项目|基地|产业园|中心|学校|医院|"
    r"中试线|工厂|大桥|智造港|枢纽|水厂|电站|标准厂房)(?:[一二三四]期)?"
)


def last_named(text: str, low: int, before: int) -> str:
    """The project named last before an event, since the beginning of its story."""
    last = ""
    for match in _PROJECT_NAME.finditer(text, max(low, before - 240), before):
        name = _name(match.group().rpartition("在")[2])
        if len(name) >= _LEAST:
            last = name
    return last
