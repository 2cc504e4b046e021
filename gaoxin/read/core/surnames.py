"""Family names (姓氏): whether two to four characters can be a person's name."""

from __future__ import annotations

from functools import cache

from gaoxin.read.core.units import preset

_NOT_GIVEN = frozenset("的了在是和与及从对到等将让被把也还就都或该各每这那我你他她它们说")


@cache
def single() -> frozenset[str]:
    """Family names of one character."""
    return frozenset(preset("surnames.yaml")["single"]) - {" "}


@cache
def double() -> frozenset[str]:
    """Family names of two characters."""
    return frozenset(preset("surnames.yaml")["double"].split())


def is_name(word: str) -> bool:
    """A family name and a given name of one or two characters."""
    if not 2 <= len(word) <= 4 or any(char in _NOT_GIVEN for char in word[1:]):
        return False
    if word[:2] in double():
        return len(word) >= 3
    return len(word) <= 3 and word[0] in single()
