"""Gazetteer (地名录): provinces, cities, counties and national zones, found in one walk."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from gaoxin.read.core.lexicon import Lexicon
from gaoxin.read.core.units import preset

_SUFFIXES = (
    "壮族自治区",
    "回族自治区",
    "维吾尔自治区",
    "特别行政区",
    "自治区",
    "地区",
    "林区",
    "省",
    "市",
    "盟",
    "县",
    "州",
)
# common words that are also short names of counties
_WORDS = frozenset(
    "城区 郊区 新区 矿区 东方 海港 和平 解放 城关 中原 新华 建设 建华 铁东 铁西 红旗 新兴 "
    "文化 长安 开平 东兴 高新 "
    "安定 平安 宁静 和平 永和 新城 桥东 桥西 东风 前进 向阳 胜利 友好 通用 大同 大通 朝阳 "
    "东安 工业 民主 大安 和谐 "
    "中心 大方 正定 安全 大城 清河 东西 北京路 合作 共和 中站 江口 南部 中部 西部 东部 北部 "
    "信丰 富民 永德 荣成 "
    "安福 永丰 万安 万年 大名 高平 太和 政和 长治 兴隆 文成 武功 天全 金川 通道 湘东 天等 "
    "上思 江山 双江 镇平 开发 大余 "
    "集美 万全 宜良 全州 山东路 东升 新建 巨鹿 三台 石泉 平和 团结 富裕 连平 同心 互助 延长 延安路 公安 石首 长海 广水 石门 石台 沿河 民和 麻江 五大连池 三都".split()
)


class Place(NamedTuple):
    """A place in the clean text; `full` when its administrative ending is printed."""

    start: int
    end: int
    full: bool
    level: str


@cache
def place_names() -> dict[str, tuple[bool, str]]:
    """Printed name → (with its ending, province | city | county)."""
    data = preset("places.yaml")
    names: dict[str, tuple[bool, str]] = {}
    for name in _listed(data["counties"]):
        _add(names, name, "county")
    for name in _listed(data["cities"]):
        _add(names, name, "city")
    for name in data["provinces"].split():
        _add(names, name, "province")
    names["内蒙古"] = (False, "province")
    names["广西"] = (False, "province")
    return names


def _listed(groups: dict[str, str]) -> list[str]:
    return [name for names in groups.values() for name in names.split()]


def _add(names: dict[str, tuple[bool, str]], name: str, level: str) -> None:
    short = short_name(name)
    if level == "county" and name.endswith("区"):
        short = ""  # 鼓楼, 朝阳, 新城: districts without their ending are words
    if len(short) >= 2 and short not in _WORDS:
        names.setdefault(short, (False, level))
    names[name] = (True, level)


def short_name(name: str) -> str:
    """江阴市 → 江阴, 广西壮族自治区 → 广西; autonomous counties keep no short form."""
    if name.endswith(("自治县", "自治旗", "自治州")):
        return ""
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name[: -len(suffix)]
    return ""


@cache
def zone_names() -> frozenset[str]:
    """National zones without their suffix (平顶山, 中山火炬, 苏州工业园)."""
    return frozenset(_listed(preset("zones.yaml")["zones"]))


@cache
def _lexicon() -> Lexicon:
    return Lexicon(place_names())


def places(text: str) -> list[Place]:
    """Known places, the longest at each spot, none inside another."""
    known = place_names()
    return [Place(start, end, *known[text[start:end]]) for start, end in _lexicon().find(text)]
