"""Names (分项的名称): the words that name a part of a sum, and whether parts are named alike."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from gaoxin.read.core.units import preset

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gaoxin.read.core.check.numbers import Num

_LEAD = re.compile(
    r"^[，、；：:（(“”\s]*(?:其中|分别|另有|还有|以及|其余|包括|包含|含|有|即|和|及|与|是|为|共|全区)*[，：:]?"
)
_SAID = re.compile(
    r"(?:为|是|达到?|完成|实现|共计?|合计|累计|总计|有|约|已|的|了|投资额?|金额|数|[：:（(])+$"
)
_NAME_RIGHT = re.compile(r"^[\u4e00-\u9fff]{2,10}")


_SUBJECT_FILL = re.compile(
    r"相差|差距|节约|节省|同比|环比|[比较与超]?(?:上|去|前)(?:年|月|季度?|期|轮|次)?(?:同期|同月|末|底|全年)?|同期|年初|月末|其中|分别|增速|增幅|涨幅|降幅|占比|比重|幅度"
    r"|增长|增加|下降|减少|上升|提高|回落|提升|加快|放缓|收窄|扩大|降低|净增|多增|少增|下滑|[增减][收支]|[高低快慢多少]于|高出|低出"
    r"|[比较]?[\d一二三四五六七八九十两]+(?:年|月|季度)|[一二三四]季度|[上下]半年|本月|当月|今年|全年|累计|[，、；：（）()比较增降减升多少了约为达到的已又又再]"
)


def subject(num: Num) -> str:
    """What a change says to have changed, in its own clause; empty when it says nothing."""
    return _SUBJECT_FILL.sub("", num.left)


def speaks_of(num: Num, words: str) -> bool:
    """Whether the subject of a change, if it names one, is found in other words."""
    said = subject(num)
    if len(said) < 2:
        return True
    return any(said[at : at + 2] in words for at in range(len(said) - 1))


def name_of(num: Num) -> str:
    """What a figure is the number of: 其中产业类22个 → 产业类; 22个产业项目 → 产业项目."""
    before = _SAID.sub("", _LEAD.sub("", num.left))
    if before:
        return before
    match = _NAME_RIGHT.match(num.right)
    return match.group() if match else ""


def named_alike(parts: Iterable[Num]) -> bool:
    """Whether the names have one ending (产业类、民生类) or one short length."""
    names = [name_of(part) for part in parts]
    if not all(names) or any(len(name) > 14 for name in names):
        return False
    ends = [name[-1] for name in names]
    same = max(ends.count(end) for end in ends)
    return same >= max(2, len(names) - 1) or len({len(name) for name in names}) == 1


def mirrored(parts: tuple[Num, ...]) -> bool:
    """Whether two names differ by one word only (高于平均分的、低于平均分的)."""
    if len(parts) != 2:
        return False
    one, other = (name_of(part) for part in parts)
    differing = sum(a != b for a, b in zip(one, other, strict=False))
    return len(one) == len(other) >= 3 and differing <= 2


def opposed(parts: Iterable[Num]) -> bool:
    """Whether two parts bear opposite names, which leave no third (办结、在办)."""
    return opposed_names([_said(part) for part in parts])


def _said(part: Num) -> str:
    behind = _NAME_RIGHT.match(part.right)
    return part.left[-16:] + (behind.group() if behind else "")


def opposed_names(names: list[str]) -> bool:
    """Whether two names belong to different classes of one division."""
    found: dict[int, set[int]] = {}
    for name in names:
        for group, place in _classes(name):
            found.setdefault(group, set()).add(place)
    return any(len(places) > 1 for places in found.values())


def class_of(num: Num) -> dict[int, int]:
    """The divisions that a figure's name belongs to, and its class in each."""
    return dict(_classes(_said(num)))


def class_in(words: str) -> dict[int, int]:
    """The divisions that some words belong to, and their class in each."""
    return dict(_classes(words))


def all_classes(parts: Iterable[Num]) -> bool:
    """Whether the parts are all the classes of a division: 绿灯、黄灯、红灯."""
    found: dict[int, set[int]] = {}
    for name in map(_said, parts):
        for group, place in _classes(name):
            found.setdefault(group, set()).add(place)
    return any(len(places) == _sizes()[group] for group, places in found.items())


@lru_cache(maxsize=8192)
def _classes(name: str) -> tuple[tuple[int, int], ...]:
    """The divisions that the longest words of a name belong to."""
    best: dict[int, tuple[int, int, int]] = {}
    for word, group, place in _words():
        at = name.find(word)
        if at >= 0 and (len(word), -at) > best.get(group, (0, 0, 0))[:2]:
            best[group] = (len(word), -at, place)
    return tuple((group, place) for group, (_length, _at, place) in best.items())


@cache
def _sizes() -> tuple[int, ...]:
    return tuple(len(division) for division in preset("divisions.yaml")["divisions"])


@cache
def _words() -> tuple[tuple[str, int, int], ...]:
    return tuple(
        (word, group, place)
        for group, division in enumerate(preset("divisions.yaml")["divisions"])
        for place, words in enumerate(division)
        for word in str(words).split()
    )
