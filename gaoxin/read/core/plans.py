"""Plans (计划): whether an event is told as done, as planned for a day, or as neither."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, cast

from gaoxin.read.core.units import branches, preset

Tense = Literal["done", "plan", "old", "denied", "none", ""]

_EVENT = "开工|动工|奠基|竣工|完工|建成|落成|投产|量产|达产|满产|签约|备案|摘牌|拿地"
_AFTER = re.compile(r"(?:建设)?的?(?:目标|计划|预期)")
# 计划投资20亿元的项目…: the cue ends with its attribute
_SHUT = re.compile(rf"(?:投资|产值|收入|税收|年产|用地|占地|建设|{_EVENT})[^的]*的(?!目标)")
_TOLD = re.compile(rf"\d[年月日]|季度|半年|年[底末内]|明年|后年|{_EVENT}")
_CARRIES_NOT = re.compile("提前|实际|最终|如期|顺利|正式")
_END_OF_YEAR = re.compile(r"(?<![去\d])(?<!去年)年(?:底|末|内)")
_COMING = re.compile("今年(?!以来)|明年|后年|次年|来年")
_PAUSE = re.compile("[，：]")
AHEAD = 2  # characters after a stretch that its last cue may look at


@cache
def _tenses() -> dict[str, Tense]:
    """Each cue with its tense; a cue that begins with one of an earlier group is that one."""
    told: dict[str, Tense] = {}
    for name, words in preset("cues.yaml")["tense"].items():
        group = [word for word in words.split() if not word.startswith(tuple(told))]
        told |= dict.fromkeys(group, cast("Tense", name))
    return told


@cache
def _cues() -> re.Pattern[str]:
    """The cues of tense, and two of a plan that need what follows them."""
    plans = {"可": f"(?=于|在|{_EVENT})", "待": "[^，。；]{1,12}后"}
    return re.compile(branches(dict.fromkeys(_tenses(), "") | plans))


def tense(text: str, sentence: int, clause: int, trigger: tuple[int, int]) -> tuple[Tense, int]:
    """How the event at `trigger` is told, and from where on its clause may hold the plan's day.

    The cue nearest before it in its clause decides; a plan with a day that the sentence told
    before lasts on (计划2026年3月开工，2027年12月竣工).
    """
    start, end = trigger
    if _AFTER.match(text, end):
        return "plan", clause
    cue = _last(text, clause, start)
    if cue is not None:
        return _name(cue), _from(text, clause, cue)
    earlier = _last(text, sentence, clause) if sentence < clause else None
    if earlier is None or _CARRIES_NOT.search(text, clause, start):
        return "", clause
    name = _name(earlier)
    stop = _PAUSE.search(text, earlier.end(), clause)
    told = _TOLD.search(text, earlier.end(), stop.start() if stop else clause)
    return (name, clause) if told and name in {"plan", "old"} else ("", clause)


def _last(text: str, low: int, high: int) -> re.Match[str] | None:
    """The last cue in a stretch whose attribute is not over before its end."""
    found: re.Match[str] | None = None
    for match in _cues().finditer(text, low, high + AHEAD):
        if match.end() > high:
            break
        if _name(match) != "none" and not _SHUT.search(text, match.end(), high):
            found = match
    return found


def _name(cue: re.Match[str]) -> Tense:
    return _tenses().get(cue.group(), "plan")


def _from(text: str, clause: int, cue: re.Match[str]) -> int:
    """After the event told before the cue: its day is not the plan's (3月开工的项目预计…竣工)."""
    ends = [match.end() for match in re.finditer(_EVENT, text[clause : cue.start()])]
    return clause + ends[-1] if ends else clause


def coming_year(text: str, low: int, high: int) -> bool:
    """Whether a plan names this year or one to come as its time (计划明年开工)."""
    return _COMING.search(text, low, high) is not None


def end_of_year(text: str, low: int, high: int) -> bool:
    """Whether a plan names the end of a year (年底, 年内, 明年底) as its day."""
    return _END_OF_YEAR.search(text, low, high) is not None
