"""Institutes (院所): research bodies told by whom they belong to, their place or their ending."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from gaoxin.read.core.brands import brand_length
from gaoxin.read.core.gazetteer import place_names
from gaoxin.read.core.units import alternation, preset

Span = tuple[int, int]

LONGEST = 18
_LEAST = 2
_NOT_AFTER = "(?![士长内外校子落前线])"
_BODY = re.compile(r"所(?<=[\u4e00-\u9fff\d]所)")
_CUT = re.compile(
    r"(?s).*(?:[，。、；：“”《》！？（）()\n\s·…—的在与和及同由对向从把被为是于将让以经到至并或了该本各这]|"
    r"联合|合作|携手|引进|引入|引育|引来|共建|建设|组建|成立|设立|落户|签约|依托|支持|推动|建成|打造|走进|来自|通过|以及|包括|拥有|新增|获批|"
    r"[\d一二三四五六七八九十百]+[家个所])"
)
# 产业技术研究院: no name of its own
_COMMON = re.compile(
    r"(?:新型|产业|产业技术|工业|工业技术|技术|企业|联合|创新|规划|城市|建筑|勘察|勘测|现代|未来|协同|国家级?|省级|市级|区级|省|市|区|县|"
    r"高端|独立|专业|首个|第一|一批|若干|多家|国内|海外|大学|高校|附属|科学|中央|地方|有关|相关|先进)*$"
)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    lists = preset("suffixes.yaml")
    parents, ends = alternation(lists["parents"].split()), alternation(lists["institutes"].split())
    short = alternation(lists["institute_short"].split())
    return (
        re.compile(
            rf"(?:{parents})[^的与和及、，。；：！？“”（）()\s]{{1,12}}?(?:{ends}|所|院){_NOT_AFTER}"
        ),
        re.compile(rf"(?:{ends}){_NOT_AFTER}"),
        re.compile(rf"(?:{short}){_NOT_AFTER}"),
    )


def institutes(text: str) -> list[Span]:
    """Institutes in order; a body's name without anything of its own is none."""
    if "院" not in text and _BODY.search(text) is None:
        return []
    owned, ended, short = _patterns()
    found = {match.start(): match.end() for match in owned.finditer(text)}
    spans = [
        (_start(text, match.start()), match.start(), match.end()) for match in ended.finditer(text)
    ]
    times = Counter(text[start:end] for start, _, end in spans)
    for start, at, end in spans:
        body = text[start:at]
        if len(body) < _LEAST or _COMMON.match(body):
            continue
        if times[text[start:end]] > 1 or _is_name(text, start, at, end):
            found.setdefault(start, end)
    for match in short.finditer(text):
        for length in (4, 3, 2):
            start = match.start() - length
            if start >= 0 and text[start : match.start()] in place_names():
                found.setdefault(start, match.end())
                break
    return sorted(found.items())


def _start(text: str, at: int) -> int:
    low = max(0, at - LONGEST)
    cut = _CUT.match(text, low, at)
    return cut.end() if cut else low


def _is_name(text: str, start: int, at: int, end: int) -> bool:
    """A place, an unknown word, or 中国 opens the name."""
    head = text[start : start + 4]
    known = any(head[:length] in place_names() for length in (4, 3, 2))
    if known or text[at:end] == "先导院" or head.startswith(("中国", "国家")):
        return True
    return brand_length(text, start, at, strict=True) > 0
