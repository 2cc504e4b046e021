"""Key of a figure (数的编号): what it is, of whom, for when, as of which day, as known when.

A key never changes its meaning: it is the address of the trace, and the tag of the Word content
control around the number, which Word limits to 64 characters. Written
`definition@version/scope/period/as_of/known_at`, for instance
`start_rate@luan24/z1/2026/261031/hnvg4tclc0`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from gaoxin.figures.core import window
from gaoxin.lib.moment import Moment, decode_instant, encode_instant

LONGEST = 64
_NAME = re.compile(r"[a-z][a-z0-9_]{1,20}")
_VERSION = re.compile(r"[a-z0-9]{1,7}")
# z zone, p park, j project, s set of projects, i industry, u projects without a park (zone id),
# e what is counted in two parks (zone id): the row that makes parks add up to the zone.
_SCOPE = re.compile(r"([zpjsiue])(\d{1,7})")


class KeyTextError(ValueError):
    """A key that cannot be read; the message says which part."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figure it is: one of the letters above and the record's id."""

    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}{self.id}"


@dataclass(frozen=True, slots=True)
class FigureKey:
    """The five parts of a key; `period` as `window` writes it."""

    definition: str
    version: str
    scope: Scope
    period: str
    moment: Moment

    def __str__(self) -> str:
        """Return the key as text, at most 64 characters; KeyTextError where it cannot be one."""
        if not window.FIRST_DAY <= self.moment.as_of <= window.LAST_DAY:
            raise KeyTextError(f"{self.moment.as_of} is not between 2000 and 2099")
        text = "/".join(
            (
                f"{self.definition}@{self.version}",
                str(self.scope),
                self.period,
                f"{self.moment.as_of:%y%m%d}",
                encode_instant(self.moment.known_at),
            )
        )
        if len(text) > LONGEST:
            raise KeyTextError(f"{text!r} is longer than {LONGEST} characters")
        return text

    def window(self) -> window.Window:
        """Return the days of the period on the day looked at."""
        return window.parse(self.period, self.moment.as_of)

    def of(self, scope: Scope) -> FigureKey:
        """Return the same figure of another scope."""
        return replace(self, scope=scope)


def parse_key(text: str) -> FigureKey:
    """Return the key that the text writes; KeyTextError names the part that cannot be read."""
    parts = text.split("/")
    if len(parts) != 5 or len(text) > LONGEST:
        raise KeyTextError(f"{text!r} is not definition@version/scope/period/as_of/known_at")
    what, scope, period, as_of, known_at = parts
    definition, _mark, version = what.partition("@")
    if not _NAME.fullmatch(definition) or not _VERSION.fullmatch(version):
        raise KeyTextError(f"{what!r} is not definition@version")
    matched = _SCOPE.fullmatch(scope)
    if matched is None:
        raise KeyTextError(f"{scope!r} is not a scope")
    moment = Moment(_day(as_of), _instant(known_at))
    try:
        window.parse(period, moment.as_of)
    except ValueError as why:
        raise KeyTextError(str(why)) from None
    return FigureKey(definition, version, Scope(matched[1], int(matched[2])), period, moment)


def _day(text: str) -> date:
    if not re.fullmatch(r"\d{6}", text):
        raise KeyTextError(f"{text!r} is not a day written YYMMDD")
    try:
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        raise KeyTextError(f"{text!r} is not a day written YYMMDD") from None


def _instant(text: str) -> datetime:
    if not re.fullmatch(r"[0-9a-z]{1,11}", text):
        raise KeyTextError(f"{text!r} is not an instant")
    try:
        return decode_instant(text)
    except (ValueError, OverflowError):
        raise KeyTextError(f"{text!r} is not an instant") from None
