"""Moment of a view (时点): the day that is looked at and what was known then.

Every read of events takes a `Moment`, so that any page can be replayed *as of* a day, *as known
at* a moment (DESIGN, principle 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """The day looked at (`as_of`) and the instant of knowledge (`known_at`, aware, UTC)."""

    as_of: date
    known_at: datetime

    def __post_init__(self) -> None:
        if self.known_at.tzinfo is None:
            raise ValueError("known_at must carry a time zone")


def encode_instant(instant: datetime) -> str:
    """Return the instant as microseconds since 1970 in base 36 (at most 11 characters).

    >>> encode_instant(datetime(2026, 11, 5, 9, 0, tzinfo=UTC))
    'hnvg4tclc0'
    """
    number = (instant - _EPOCH) // _MICROSECOND
    if number < 0:
        raise ValueError("instants before 1970 are not encoded")
    text = ""
    while number:
        number, rest = divmod(number, 36)
        text = _DIGITS[rest] + text
    return text or "0"


def decode_instant(text: str) -> datetime:
    """Return the aware UTC instant of `encode_instant`'s text; ValueError on anything else."""
    return _EPOCH + int(text, 36) * _MICROSECOND
