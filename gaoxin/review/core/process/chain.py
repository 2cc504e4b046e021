"""Hash chain (哈希链): each signed sheet carries the hash of the one before; a change is seen.

Canonical JSON (keys sorted, no spaces, UTF-8), SHA-256. The last hash, printed in the minutes,
witnesses the whole list: who changes, drops or inserts a row must change every later hash too.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

START = "0" * 64
"""What the first link refers back to."""


@dataclass(frozen=True, slots=True)
class Link:
    """One signed thing: who, when (aware), what, the hash before and its own."""

    author: str
    at: datetime
    content: Mapping[str, Any]
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold: the place from 0, and why."""

    place: int
    zh: str
    en: str


def append(chain: Sequence[Link], author: str, at: datetime, content: Mapping[str, Any]) -> Link:
    """Return the next link; refused when the clock stands before the last signature."""
    if at.tzinfo is None:
        raise ValueError("a signature needs a time zone")
    if chain and at < chain[-1].at:
        reason = "本机时间早于上一签名，请校时后再签；草稿已保留"
        raise UserError(f"{reason} (the clock is behind the last signature; the draft is kept)")
    previous = chain[-1].digest if chain else START
    return Link(author, at, content, previous, digest_of(author, at, content, previous))


def digest_of(author: str, at: datetime, content: Mapping[str, Any], previous: str) -> str:
    """Return the hash of what is signed and of the hash before it."""
    signed = {"author": author, "at": at.isoformat(), "content": content, "previous": previous}
    text = json.dumps(signed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def broken(chain: Sequence[Link], last: str | None = None) -> Break | None:
    """Return the first place where a chain does not hold, None where it is whole.

    `last` is the hash that was printed: it shows links cut off at the end.
    """
    previous = START
    for place, link in enumerate(chain):
        if link.previous != previous:
            return Break(place, "与上一签名接不上（有行被删、插入或调换）", "does not follow")
        if link.digest != digest_of(link.author, link.at, link.content, link.previous):
            return Break(place, "内容在签名后被改动", "changed after it was signed")
        if place and link.at < chain[place - 1].at:
            return Break(place, "时间早于上一签名", "is earlier than the one before")
        previous = link.digest
    if last is not None and previous != last:
        return Break(len(chain), "末尾的签名不见了", "signatures are missing at the end")
    return None
