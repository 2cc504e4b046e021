"""Masthead (报头): the day that a paper prints of itself, offered to the officer, never set."""

from __future__ import annotations

import re
from datetime import date

from gaoxin.read.core.masthead import day_in, is_brief, is_masthead
from gaoxin.read.core.view import clean

HEAD = 1_500  # characters at the top in which a masthead stands
FOOT = 500  # and at the end, where a bulletin is signed and dated
MOST_LINES = 12
# The line of a day alone, or of a day with who signs it: 2026年11月18日, （2026年11月18日）印发.
_SIGNED = re.compile(
    r"[（(]?(?:19|20)\d\d年\d{1,2}月\d{1,2}日[）)]?(?:印发|印|发布|讯)?"
    r"|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}"
)


def printed_day(text: str) -> date | None:
    """Return the day in the masthead, else that under the text; None where they name several."""
    lines = _lines(text[:HEAD])[:MOST_LINES]
    named = any(is_brief(line) or is_masthead(line) for line in lines)
    found = {
        day
        for line in lines
        if is_masthead(line) or (named and _is_alone(line))
        if (day := _day(line))
    }
    if not found:
        foot = _lines(text[-FOOT:])
        found = {day for line in foot if _is_alone(line) and (day := _day(line))}
    return found.pop() if len(found) == 1 else None


def _lines(text: str) -> list[str]:
    """Return the lines as printed, each without its inner blanks: a masthead joins no story."""
    cleaned = (clean(line).text.strip() for line in text.splitlines() if line.strip())
    return [line for line in cleaned if line]


def _is_alone(line: str) -> bool:
    return bool(_SIGNED.fullmatch("".join(line.split())))


def _day(line: str) -> date | None:
    told = day_in(line)
    try:
        return date.fromisoformat(told) if told else None
    except ValueError:  # 2026年2月30日
        return None
