"""People (人物): names told by a title before them, by a byline, or named before."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import rjieba

from gaoxin.read.core.bylines import TITLE, bracketed, names_in
from gaoxin.read.core.lexicon import mentions
from gaoxin.read.core.surnames import double, is_name
from gaoxin.read.core.units import branches, preset

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_END = frozenset("、，。；：:）)（(”\n！ 0123456789—")


class Person(NamedTuple):
    """A person's name in the clean text."""

    start: int
    end: int


@cache
def _titles() -> re.Pattern[str]:
    words = preset("titles.yaml")["titles"].split()
    return re.compile(f"(?:{branches(dict.fromkeys(words, ''))})(?:[：:])?(?=[\u4e00-\u9fff])")


@cache
def _follows() -> tuple[str, ...]:
    return tuple(preset("titles.yaml")["follows"].split())


def people(text: str) -> list[Person]:
    """Names of people in order of the text."""
    found: dict[int, Person] = {}
    for match in _titles().finditer(text):
        _chain(text, match.end(), found)
    agency = "讯（" in text or "电（" in text
    for match in _AGENCY.finditer(text) if agency else ():
        if is_name(match["n"]):
            found[match.start("n")] = Person(*match.span("n"))
    for offset, inside in bracketed(text):
        _byline(inside, offset, found)
    known = {text[p.start : p.end] for p in found.values() if p.end - p.start >= 2}
    if known:
        _again(text, known, found)
    return [found[start] for start in sorted(found)]


def _again(text: str, known: set[str], found: dict[int, Person]) -> None:
    for start, end in mentions(text, known):
        found.setdefault(start, Person(start, end))


def _chain(text: str, at: int, found: dict[int, Person]) -> None:
    """A name and those that follow it after 、 (徐雪峰、郭鹏、薛剑参加)."""
    for _ in range(12):
        length = name_length(text, at)
        if not length:
            return
        found[at] = Person(at, at + length)
        at += length
        if text[at : at + 1] != "、":
            return
        at += 1


def name_length(text: str, at: int) -> int:
    """Length of the name at `at`: what follows it must be able to follow a name."""
    longest = 4 if text[at : at + 2] in double() else 3
    for length in range(longest, 1, -1):
        word = text[at : at + length]
        if len(word) == length and _HAN.fullmatch(word) and is_name(word) and not _is_word(word):
            after = at + length
            if after >= len(text) or text[after] in _END or text.startswith(_follows(), after):
                return length
    return 0


def _is_word(word: str) -> bool:
    """项目, 时代, 安全: a dictionary word that could pass for a name."""
    tokens = rjieba.tag(word, False)
    return len(tokens) == 1 and not tokens[0][1].startswith("nr")


_TITLED = re.compile(TITLE)
_AGENCY = re.compile(r"[讯电]（(?P<n>[\u4e00-\u9fff]{2,4})）")
_PLAIN = re.compile(r"(?:[^：:]{1,12}[：:])?(?P<n>[\u4e00-\u9fff]{2,4})$")


def _byline(inside: str, offset: int, found: dict[int, Person]) -> None:
    """Names of a byline in brackets: 特约通讯员俞静, 统计局投资处：顾展."""
    if _TITLED.search(inside):
        for start, end in names_in(inside):
            found[offset + start] = Person(offset + start, offset + end)
        return
    match = _PLAIN.match(inside)
    if match and is_name(match["n"]):
        start = offset + match.start("n")
        found[start] = Person(start, offset + match.end())
