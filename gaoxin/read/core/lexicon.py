"""Lexicon (词表): many names found in one walk, leftmost and longest, none inside another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

FEW = 48  # up to so many beginnings, plain searches are cheaper than compiling a pattern
_EMPTY: tuple[int, ...] = ()


class Lexicon:
    """Names by their first two characters; a walk stops only where both can begin a name."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(name for name in names if len(name) >= 2)
        lengths: dict[str, set[int]] = {}
        for name in self.names:
            lengths.setdefault(name[:2], set()).add(len(name))
        self.lengths = {key: tuple(sorted(found, reverse=True)) for key, found in lengths.items()}
        self.start = self._starts() if len(self.lengths) > FEW else None

    def _starts(self) -> re.Pattern[str]:
        first = "".join(sorted({re.escape(key[0]) for key in self.lengths}))
        second = "".join(sorted({re.escape(key[1]) for key in self.lengths}))
        return re.compile(f"[{first}](?=[{second}])")

    def _spots(self, text: str) -> list[int]:
        """Where a name may begin, in order."""
        if self.start is not None:
            return [match.start() for match in self.start.finditer(text)]
        spots: list[int] = []
        for key in self.lengths:
            at = text.find(key)
            while at >= 0:
                spots.append(at)
                at = text.find(key, at + 1)
        return sorted(spots)

    def find(self, text: str) -> list[tuple[int, int]]:
        """Spans of the names in order."""
        found: list[tuple[int, int]] = []
        done = 0
        names, lengths = self.names, self.lengths
        for at in self._spots(text):
            possible = lengths.get(text[at : at + 2])
            if possible is None or at < done:
                continue
            for length in possible:
                if text[at : at + length] in names:
                    # a name that closes the text is shorter than the longest that begins so
                    done = min(at + length, len(text))
                    found.append((at, done))
                    break
        return found

    def find_all(self, text: str) -> list[tuple[int, int]]:
        """Spans of the names, also those that overlap."""
        found: list[tuple[int, int]] = []
        for at in self._spots(text):
            for length in self.lengths.get(text[at : at + 2], _EMPTY):
                if at + length <= len(text) and text[at : at + length] in self.names:
                    found.append((at, at + length))
        return found


def mentions(text: str, names: Collection[str]) -> list[tuple[int, int]]:
    """Spans of the names in order as a lexicon finds them; a few are searched one by one."""
    if len(names) > FEW:
        return Lexicon(names).find(text)
    spots: list[tuple[int, int]] = []
    for name in names:
        at = text.find(name) if len(name) >= 2 else -1
        while at >= 0:
            spots.append((at, -len(name)))
            at = text.find(name, at + 1)
    found: list[tuple[int, int]] = []
    done = 0
    for at, size in sorted(spots):  # the longest first of those that begin alike
        if at >= done:
            done = at - size
            found.append((at, done))
    return found
