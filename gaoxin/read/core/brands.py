"""Brands (字号): the unknown word that begins a company's short name or a project's name."""

from __future__ import annotations

import re
from functools import cache

import rjieba

from gaoxin.read.core.gazetteer import place_names
from gaoxin.read.core.units import preset

_HAN = re.compile(r"[\u4e00-\u9fff]")
_PROPER = frozenset({"nr", "nrt", "nt", "nz", "nrfg"})
# a brand does not hold these, they begin the product
_PRODUCT = frozenset("多高低新超大轻纯年等及和的与第个项座条全智绿冷热光电水")
_COMMON_NEXT = (
    "园",
    "城",
    "创新",
    "成果",
    "园区",
    "服务",
    "产业",
    "工程",
    "大厦",
    "广场",
    "企业",
    "中心",
)
_PRODUCTS = frozenset({"新材料", "材料", "化工", "装备", "机械", "设备", "器械", "陶瓷", "玻璃"})
LONGEST = 6


@cache
def _ends_by_first() -> dict[str, tuple[str, ...]]:
    first: dict[str, list[str]] = {}
    for word in brand_ends():
        first.setdefault(word[0], []).append(word)
    return {char: tuple(words) for char, words in first.items()}


@cache
def brand_ends() -> tuple[str, ...]:
    """Endings that belong to a short name (股份, 科技, 新材料), longest first."""
    words = preset("suffixes.yaml")["brand_ends"].split()
    return tuple(sorted(set(words), key=lambda word: (-len(word), word)))


def brand_length(text: str, at: int, end: int, *, strict: bool = False) -> int:
    """Length of the brand that begins at `at`, with its ending; 0 when the word is a common one.

    `strict` leaves out common words before an ending (蜜蜂科技), which only a list can vouch for.
    """
    tokens = rjieba.tag(text[at : min(end, at + 14)], False)
    length = odd = 0
    for word, tag in tokens:
        if not _belongs(word, tag, length):
            break
        odd += 2 if tag in _PROPER or (not word.isascii() and len(word) == 1) else 1
        length += len(word)
        if length >= LONGEST:
            break
    if length == 0 or odd < 2 or (length == 1):
        return 0 if strict else _known_with_end(text, at, end, tokens)
    if text[at : at + length] in place_names():
        return 0 if strict else _known_with_end(text, at, end, tokens)
    return length + _ending(text, at + length, end)


def _belongs(word: str, tag: str, length: int) -> bool:
    if len(word) == 1:
        if word in _PRODUCT and length >= 2:
            return False
        return bool(_HAN.match(word)) or tag == "eng"
    if tag in _PROPER:
        return word[0] not in _PRODUCT
    return tag in {"ns", "j"} and length == 0 and len(word) == 2


def _ending(text: str, at: int, end: int) -> int:
    for word in _ends_by_first().get(text[at : at + 1], ()):
        if text.startswith(word, at) and at + len(word) <= end:
            if text.startswith(_COMMON_NEXT, at + len(word)):
                return 0
            return len(word)
    return 0


def _known_with_end(text: str, at: int, end: int, tokens: list[tuple[str, str]]) -> int:
    """A common word before an ending that closes the name: 蜜蜂科技, 力神电池."""
    if (
        not tokens
        or tokens[0][0] in brand_ends()
        or len(tokens[0][0]) > 3
        or not _HAN.match(tokens[0][0])
    ):
        return 0
    length = len(tokens[0][0])
    if length == 1 and len(tokens) > 1:
        length += len(tokens[1][0])
    ending = _ending(text, at + length, end)
    whole = length + ending
    if ending and tokens[0][1] == "n" and text[at + length : at + whole] in _PRODUCTS:
        return 0  # 尼龙新材料
    return whole if ending and at + whole == end else 0
