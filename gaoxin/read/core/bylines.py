"""Bylines (署名): reporters named at either end of a story."""

from __future__ import annotations

import re
from typing import Final

from gaoxin.read.core.surnames import is_name

TITLE = (
    r"(?:(?:本报|特约|实习|见习|全媒体|融媒体|首席|通讯社)*"
    r"(?:记者|通讯员|撰稿人?|作者|供稿|摄影|摄|编辑|责编|校对|文|图|统稿))"
)
_BRACKETS = re.compile(
    rf"[（(](?P<in>\s*(?:来源[:：]?|[\u4e00-\u9fff]{{2,10}}[:：]|{TITLE})[^（()）]{{2,60}}?)[)）]"
)
_LINE = re.compile(
    rf"\s*(?:{TITLE}(?:[/／、]?{TITLE})*[:：\s]*)?(?P<names>[\u4e00-\u9fff]{{1,4}}"
    rf"(?:[\s、]+(?:{TITLE}[:：\s]*)?[\u4e00-\u9fff]{{1,4}}){{0,7}})\s*$"
)
_TRAIL = re.compile(
    r"[。！？”）)…](?:[ \t\u3000\n\r]+|"
    r"\s*（)(?P<names>[\u4e00-\u9fff][\u4e00-\u9fff \u3000]{1,24})）?\s*$"
)
_WORD = re.compile(r"[\u4e00-\u9fff]+")
_TITLED: Final = re.compile(TITLE)


_NO_NAME_END = frozenset("区市县省镇园城会业区")


def is_byline(line: str) -> bool:
    """Whether a whole line is a byline: only names, with or without a title."""
    line = line.strip().strip("（）()")
    match = _LINE.match(line)
    if match is None:
        return False
    titled = bool(_TITLED.match(line.strip()))
    names = [name for name in _WORD.findall(_TITLED.sub(" ", line))]
    joined = _pair_single(names)
    if not joined or (len(joined) == 1 and not titled and joined[0][-1] in _NO_NAME_END):
        return False
    return all(is_name(name) for name in joined) and (titled or len("".join(joined)) <= 24)


def _pair_single(names: list[str]) -> list[str]:
    """Names of two characters are set with a blank inside (李  硕)."""
    out: list[str] = []
    held = ""
    for name in names:
        if len(name) == 1:
            held += name
            if len(held) == 2:
                out.append(held)
                held = ""
        else:
            out.append(name)
    return [*out, held] if held else out


def trailing_byline(tail: str) -> str | None:
    """Names after the last full stop of a story."""
    match = _TRAIL.search(tail)
    if match is None:
        return None
    names = _pair_single(_WORD.findall(match["names"]))
    return " ".join(names) if all(is_name(name) for name in names) else None


def names_in(words: str) -> list[tuple[int, int]]:
    """Spans of the names in a byline without blanks: 记者王模拟通讯员李示例."""
    found: list[tuple[int, int]] = []
    at = 0
    for match in [*_TITLED.finditer(words), None]:
        stop = match.start() if match else len(words)
        for run in _WORD.finditer(words, at, stop):
            found += _split_names(run.group(), run.start())
        at = match.end() if match else stop
    return found


def _split_names(run: str, at: int) -> list[tuple[int, int]]:
    """One name, or two that stand together."""
    if is_name(run):
        return [(at, at + len(run))]
    for first in (3, 2):
        if len(run) - first in {2, 3} and is_name(run[:first]) and is_name(run[first:]):
            return [(at, at + first), (at + first, at + len(run))]
    return []


def bracketed(text: str) -> list[tuple[int, str]]:
    """Bylines in brackets with the offset of their inside: （特约通讯员 俞静）."""
    if "（" not in text and "(" not in text:
        return []
    return [(match.start("in"), match["in"]) for match in _BRACKETS.finditer(text)]
