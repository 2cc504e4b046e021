"""Places (地点): the gazetteer, and names told by their ending after a word of position."""

from __future__ import annotations

import re
from functools import cache

from gaoxin.read.core.gazetteer import Place, place_names, places, short_name
from gaoxin.read.core.lexicon import mentions
from gaoxin.read.core.units import alternation, preset

Span = tuple[int, int]


@cache
def _positioned() -> re.Pattern[str]:
    words = alternation(preset("suffixes.yaml")["places"].split())
    return re.compile(
        rf"(?:在|位于|坐落于?|落户|落地|走进|沿着?|来到|入驻|走访|抵达|地处|途经|延伸至|选址)"
        rf"(?P<n>[^在与和的由及向到，。、；：“”（）《》\s\d]{{2,12}}?(?:{words}))(?![径口上过线演人民委干庄庭企产业])"
    )


@cache
def _joined() -> re.Pattern[str]:
    return re.compile(
        r"[与和、](?P<n>[\u4e00-\u9fff]{2,5}(?:路|大道|街|镇|街道|村))(?=交汇|、|，|。|等|沿线)"
    )


@cache
def _towns() -> re.Pattern[str]:
    return re.compile(
        r"[，。、；：的在于至到从\n（“](?P<n>[\u4e00-\u9fff]{2,3}(?:镇|乡|街道))(?=第|人民|党委|政府|党工委|境内|[，。、；）”\d])"
    )


_WAY = re.compile("[路道街镇乡村]")  # one of these ends every name of the last two patterns
_NOT = re.compile(
    r"该|本|各|一|全|每|这|那|特色|专业|重点|主题|现代|乡镇|城镇|集镇|高质量|发展|创新驱动|道路|公路$|思路|出路|铁路|之路|线路|电路|网路|通路"
)


def place_spans(text: str) -> list[Span]:
    """Places in order; a county's short name counts when the text prints its full name or zone."""
    known = places(text)
    supported = _supported(text, known)
    found: dict[int, int] = {}
    for place in known:
        short = not place.full and place.level == "county"
        if short and text[place.start : place.end] not in supported:
            continue
        if not _part_of_name(text, place):
            found[place.start] = place.end
    told: set[str] = set()
    opened = "\n" + text  # a beginning like any other
    patterns = (_positioned(), _joined(), _towns()) if _WAY.search(text) else (_positioned(),)
    for pattern in patterns:
        for match in pattern.finditer(opened):
            if _is_place(match["n"]):
                start, end = match.start("n") - 1, match.end("n") - 1
                found[start] = max(found.get(start, 0), end)
                told.add(match["n"])
    for start, end in mentions(text, {name for name in told if len(name) >= 3}) if told else ():
        found[start] = max(found.get(start, 0), end)
    return _chained(text, found)


def _is_place(name: str) -> bool:
    if not _NOT.search(name):
        return True
    return name[-1] in "镇路" and len(name) <= 4 and name[:2] in place_names()


_ZONE_ENDS = ("高新区", "经开区", "新区", "开发区", "国家高新区", "高新技术", "经济")


def _supported(text: str, known: list[Place]) -> set[str]:
    """Short names that the text prints in full (东海县) or as a zone's (昆山高新区)."""
    found: set[str] = set()
    for place in known:
        name = text[place.start : place.end]
        if place.full:
            found.add(short_name(name))
        elif text.startswith(_ZONE_ENDS, place.end):
            found.add(name)
    return found


_COMPOUND = re.compile(
    r"[^的在与和、举全，。]{0,8}?(?:区|园|圈|基地|大学|学院|速度|汽车|赛|港|机场|站|银行|大道|桥|中心|有限|集团|股份|科技|实验室|时报|日报|晚报)"
)


_WIRE = re.compile(r"\d{1,2}月\d{1,2}日(?:电|讯|消息)")


def _part_of_name(text: str, place: Place) -> bool:
    """襄阳综保区, 江苏师范大学, 潍坊市级: the place is only a part of another name."""
    if text.startswith("级", place.end) or _WIRE.match(text, place.end):
        return True
    return not place.full and bool(_COMPOUND.match(text, place.end, place.end + 10))


def _chained(text: str, found: dict[int, int]) -> list[Span]:
    """浙江省 + 南湖区 is one place; inside a longer one a shorter is dropped."""
    out: list[Span] = []
    for start, end in sorted(found.items()):
        if out and start < out[-1][1]:
            if end > out[-1][1]:
                out[-1] = (out[-1][0], end)
            continue
        if (
            out
            and start == out[-1][1]
            and text[start - 1] in "省市区"
            and text[end - 1] in "市县区州"
        ):
            out[-1] = (out[-1][0], end)
            continue
        out.append((start, end))
    return out
