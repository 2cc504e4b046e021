"""Ventures (投资主体): firms told by a project they open, their managers or what they build."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import rjieba

from gaoxin.read.core.brands import brand_ends, brand_length

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROJECT_NEXT = "(?=总投资|拟投资|计划|开工|竣工|投产|由|于|正式|签约|占地|建成|达产|[，。\\n（])"
_OPENS_PROJECT = re.compile(
    r"[，。、；：\n暨年日.](?P<n>[\u4e00-\u9fffA-Za-z0-9]{4,24}?)(?:项目|基地|产业园)"
    rf"{_PROJECT_NEXT}"
)
_PROJECT_END = re.compile(rf"(?:项目|基地|产业园){_PROJECT_NEXT}")
# 钛白粉项目 begins with a product
_SUBSTANCE = re.compile(
    "[钛硅碳锂钠钾铝铜铁锌镍钴锰氢氧氮磷硫氟氯烯烷酯醇酸胺碱盐粉膜胶纱纤棉铸锻轧板管箔片晶泵阀油煤酒茶奶糖米面水电光热冷]"
)
_LEAST_BRAND = 3
_LONGEST_PROJECT, _LONGEST_NEXT = 25, 3


def by_project(text: str, found: dict[int, int]) -> None:
    """The unknown word of three signs and more that begins a project's name: 众安诚旭…项目."""
    for match in _opened_projects(text):
        start, end = match.span("n")
        length = brand_length(text, start, end, strict=True)
        name = text[start : start + length]
        dated = text[start - 1 : start] not in "年日." or text[start - 2 : start - 1].isdigit()
        if length >= _LEAST_BRAND and dated and may_be_firm(name):
            found.setdefault(start, start + length)


def _opened_projects(text: str) -> Iterator[re.Match[str]]:
    """Projects named from the sign that opens them, looked for before the few places they end."""
    done = 0
    for end in _PROJECT_END.finditer(text):
        low = max(done, end.start() - _LONGEST_PROJECT)
        match = _OPENS_PROJECT.search(text, low, end.end() + _LONGEST_NEXT)
        if match and match.end() == end.end():
            done = match.end()
            yield match


def may_be_firm(name: str) -> bool:
    """No zone (大湾区), no product (钛白粉), no sentence (也有温泉)."""
    product = not name.endswith(brand_ends()) and _SUBSTANCE.match(name)
    return name[-1:] not in "区园国有" and name[:1] not in "也大还" and not product


_OFFICE = re.compile("经理|董事长|总裁|负责人|工程师|厂长|主任|创始人|总监|主管")
_RANK = re.compile(
    r"(?:副|总|常务|执行|财务|技术|运维|项目|车间|"
    r"(?:外贸|生产|销售|研发|市场|运营|工程|采购|质量|行政)部?)+$"
)
_RANKED = frozenset({"经理", "负责人", "工程师", "主任", "主管", "总监"})
_NAMED = re.compile("[\u4e00-\u9fff]{2}")
_BUILDER = re.compile(
    r"由(?P<n>[\u4e00-\u9fff]{3,8}?)(?=投资(?:建设|\d|兴建)|承建|牵头建设|出资|建设运营)"
)
_SIGN = re.compile("[^\u4e00-\u9fff]")
_NO_LEADER = re.compile(
    r"公司|企业|集团|该|其|原|时任|担任|任命|聘|的|[局委办会厅部院所校区市县镇]$|政府|中心|园区|"
    r"一期|二期|记者|^据|在|与|和|是|还|等|项目|介绍|带|向|对"
)
_SHORTEST, _LONGEST = 3, 7
_WIDEST = 16


def by_leader(text: str, found: dict[int, int]) -> None:
    """A name before its manager's office, or between 由 and what it builds: 演锻车桥副总经理."""
    for match in _OFFICE.finditer(text):
        start = match.start()
        left = "\n" + text[max(0, start - _WIDEST) : start]
        rank = _RANK.search(left)
        if (rank is None and match.group() in _RANKED) or not _NAMED.match(text, match.end()):
            continue
        name = _SIGN.split(left[: rank.start()] if rank else left)[-1]
        if len(name) <= _LONGEST:
            _take(start - (len(rank.group()) if rank else 0) - len(name), name, found)
    for match in _BUILDER.finditer(text):
        _take(match.start("n"), match["n"], found)


def _take(start: int, name: str, found: dict[int, int]) -> None:
    known = len(name) < _SHORTEST or _NO_LEADER.search(name) or len(rjieba.cut(name, False)) == 1
    if not known:
        found[start] = max(found.get(start, 0), start + len(name))


# what the rules above take for firms now and then and never are
_NONE = re.compile(
    r"(?:美国|中国|日本|德国|韩国|英国|法国|国务院|国家|党中央|港珠澳|国式|平安建设)$|(?:图为|记者|这[条个家座]|该|其|将其?|把|被|"
    r"获批|占总|一是|二是|三是|四是|今年|去年|明年|\d+年|比上|较上|据|央把|党的|重大|央|不搞|共抓|心由|并代)|"
    r"[一二两三四五六七八九十][\u4e00-\u9fff][一二两三四五六七八九十][\u4e00-\u9fff]$|[东南西北][\u4e00-\u9fff][东南西北][\u4e00-\u9fff]$"
)


def is_none(name: str) -> bool:
    """Whether a name found is no firm: a country, the beginning of a sentence, 八纵八横."""
    return _NONE.match(name) is not None


_AFTER_WORD = re.compile(
    r"集团|公司|汽车|电器|电子|科技|银行|证券|保险|人寿|控股|股份|快递|智能|家电|[，。、；：）”\n与和及等]|$"
)
_BEFORE_WORD = frozenset("，。、；：（“\n与和及、同由为")


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a short name that is also a word (美的, 日产, 大众) stands where a firm is named."""
    before = text[start - 1 : start]
    return (not before or before in _BEFORE_WORD) and _AFTER_WORD.match(text, end) is not None
