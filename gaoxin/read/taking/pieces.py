"""Pieces (分段): a long text is read a piece at a time. No database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gaoxin.read.core.pieces import pieces
from gaoxin.read.intake import Found, find

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

# Characters of one piece: about a second of work, cut where a paragraph ends.
PIECE = 30_000


def piece_at(text: str, low: int) -> str:
    """Return the piece of a text that begins at a place."""
    rest = text[low : low + PIECE + 1]
    return next(iter(pieces(rest, PIECE)))[1]


def find_at(
    text: str, low: int, *, stories: int, published: date, names: Iterable[str]
) -> tuple[Found, int]:
    """Return what is read in the piece at a place, in offsets of the whole text, and its end.

    `stories` is how many stories were read before it.
    """
    piece = piece_at(text, low)
    found = find(piece, published, names) if piece.strip() else Found()
    return moved(found, low, stories), low + len(piece)


def moved(found: Found, by: int, stories: int) -> Found:
    """Return what was read in a piece as it stands in the whole text."""
    if not by and not stories:
        return found
    proposals = [
        replace(
            each, start=each.start + by, end=each.end + by, fields=_fields(each.fields, by, stories)
        )
        for each in found.proposals
    ]
    return Found([_story(each, by) for each in found.stories], proposals, found.relations)


def _story(story: dict[str, Any], by: int) -> dict[str, Any]:
    head = story["head"]
    return {
        **story,
        "head": head and [head[0] + by, head[1] + by],
        "spans": [[low + by, high + by] for low, high in story["spans"]],
    }


def _fields(fields: dict[str, Any], by: int, stories: int) -> dict[str, Any]:
    told, fault = fields["story"], fields.get("fault")
    found = {**fields, "story": None if told is None else told + stories}
    if fault:
        because = [[words, low + by, high + by] for words, low, high in fault["because"]]
        found["fault"] = {**fault, "because": because}
    return found
