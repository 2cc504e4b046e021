"""Long texts (长文): read piece by piece, so that memory stays bounded and offsets stay raw."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gaoxin.read.core.reader import read_text, read_texts
from gaoxin.read.core.report import as_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PIECE = 400_000
TOGETHER = 64_000  # characters of short texts that are read stage by stage
_BREAKS = ("\n\n", "\n", "。", "；", "，")
_EMPTY: dict[str, Any] = {"articles": [], "facts": [], "entities": [], "events": []}
_SPACE = re.compile(r"\S")


def pieces(text: str, size: int = PIECE) -> Iterator[tuple[int, str]]:
    """Cut a text into pieces of at most `size` characters, at a break where there is one."""
    at = 0
    while len(text) - at > size:
        cut = _cut(text, at, at + size)
        yield at, text[at:cut]
        at = cut
    yield at, text[at:]


def _cut(text: str, low: int, high: int) -> int:
    for sign in _BREAKS:
        found = text.rfind(sign, low + (high - low) // 2, high)
        if found >= 0:
            return found + len(sign)
    return high


def read_document(text: str, register: Iterable[str] = ()) -> dict[str, Any]:
    """Facts, stories, entities and events of a text of any length, as plain data."""
    names = tuple(register)
    if len(text) <= PIECE:
        return as_json(read_text(text, names)) if _SPACE.search(text) else dict(_EMPTY)
    whole: dict[str, Any] = {key: [] for key in _EMPTY}
    for offset, piece in pieces(text):
        part = as_json(read_text(piece, names))
        for key, rows in part.items():
            whole[key] += [_shifted(row, offset) for row in rows]
    return whole


def read_documents(texts: Iterable[str], register: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Read several texts as `read_document` does; short ones go through each stage together."""
    names = tuple(register)
    found: list[dict[str, Any]] = []
    for group in _together(texts):
        alone = len(group) == 1
        found += [read_document(group[0], names)] if alone else _joint(group, names)
    return found


def _together(texts: Iterable[str]) -> Iterator[list[str]]:
    """Cut texts into groups of so many characters at most."""
    group: list[str] = []
    size = 0
    for text in texts:
        if group and size + len(text) > TOGETHER:
            yield group
            group, size = [], 0
        group.append(text)
        size += len(text)
    if group:
        yield group


def _joint(group: list[str], names: tuple[str, ...]) -> list[dict[str, Any]]:
    told = [text for text in group if _SPACE.search(text)]
    pages = map(as_json, read_texts(told, names))
    return [next(pages) if _SPACE.search(text) else dict(_EMPTY) for text in group]


def _shifted(row: dict[str, Any], offset: int) -> dict[str, Any]:
    if "spans" in row:
        return {**row, "spans": [[a + offset, b + offset] for a, b in row["spans"]]}
    return {**row, "start": row["start"] + offset, "end": row["end"] + offset}
