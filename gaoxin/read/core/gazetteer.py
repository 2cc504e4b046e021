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


class Place(NamedTuple):
    """A place in the clean text; `full` when its administrative ending is printed."""

    start: int
    end: int
    full: bool
    level: str


@cache
def _common_words() -> frozenset[str]:
    """Words that are also short names of counties (东方, 平安, 和平)."""
    return frozenset(preset("places.yaml")["common_words"].split())


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
    if len(short) >= 2 and short not in _common_words():
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
