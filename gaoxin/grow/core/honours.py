"""Honours held (持有的称号): what granted, re-checked and revoked titles come to on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaoxin.lib.period import add_months

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

GRANTED, RECHECKED, REVOKED = "granted", "rechecked", "revoked"
SOON_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Told:
    """A recorded event of a title: what happened, on which day, and until when it holds."""

    enterprise: int
    title: str
    kind: str
    on: date
    expires_on: date | None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """A title of an enterprise: since when, until when, when last confirmed, and how it ended.

    `ended_on` is the first day on which it no longer holds: revoked, or the day after it expired.
    """

    enterprise: int
    title: str
    since: date
    confirmed_on: date
    expires_on: date | None
    ended_on: date | None
    id: int = 0

    def holds_on(self, day: date) -> bool:
        """Test whether the title is held on a day (its last day included)."""
        return self.since <= day and (self.ended_on is None or day < self.ended_on)


def spells(told: Iterable[Told]) -> list[Held]:
    """Return each unbroken time of holding a title, by enterprise and title, oldest first.

    A title granted or re-checked while it holds goes on; after a break a new time begins.
    """
    groups: dict[tuple[int, str], list[Told]] = {}
    for each in sorted(told, key=lambda each: (each.on, each.id)):
        groups.setdefault((each.enterprise, each.title), []).append(each)
    return [spell for group in groups.values() for spell in _spells(group)]


def _spells(group: list[Told]) -> list[Held]:
    found: list[Held] = []
    for each in group:
        now = found[-1] if found and found[-1].holds_on(each.on) else None
        if each.kind == REVOKED:
            if now is not None:
                found[-1] = _held(now.since, now.confirmed_on, each, each.on, now.id)
            continue
        ended = None if each.expires_on is None else _day_after(each.expires_on)
        spell = _held(each.on if now is None else now.since, each.on, each, ended, each.id)
        if now is None:
            found.append(spell)
        else:
            found[-1] = spell
    return found


def _held(since: date, confirmed: date, each: Told, ended: date | None, id: int) -> Held:
    return Held(each.enterprise, each.title, since, confirmed, each.expires_on, ended, id)


def _day_after(day: date) -> date:
    return day.fromordinal(day.toordinal() + 1)


@dataclass(frozen=True, slots=True)
class Due:
    """What a held title asks for: a re-check before it expires, or the yearly data update."""

    held: Held
    what: str
    by: date

    def days_left(self, day: date) -> int:
        """Return the days left; negative where it is late."""
        return (self.by - day).days


def due(held: Iterable[Held], day: date, *, updates: dict[str, str], filed: set[int]) -> list[Due]:
    """Return re-checks due within six months and yearly updates not yet filed, soonest first.

    `updates` gives the month and day (`05-31`) by which holders of a title update their data; it is
    asked of those who have held it since before the year, until their enterprise is in `filed`.
    """
    horizon = add_months(day, SOON_MONTHS)
    found = []
    for each in held:
        if not each.holds_on(day):
            continue
        if each.expires_on is not None and each.expires_on <= horizon:
            found.append(Due(each, "recheck", each.expires_on))
        limit = updates.get(each.title)
        if limit and each.since.year < day.year and each.enterprise not in filed:
            by = day.fromisoformat(f"{day.year}-{limit}")
            if by <= horizon:
                found.append(Due(each, "update", by))
    return sorted(found, key=lambda one: (one.by, one.held.enterprise, one.held.title))
