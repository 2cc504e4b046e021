"""Turns (轮流): who records waits for who is recording, so that knowledge grows in one order.

The time of a recording is taken after the turn and the turn ends with the commit: nothing that is
recorded later was ever known earlier. SQLite lets one writer in by itself (BEGIN IMMEDIATE).
"""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone

if TYPE_CHECKING:
    from datetime import datetime
    from types import TracebackType

_KEY = 0x6761_6F78_696E  # "gaoxin": the number that all its writers wait for


class _Held(threading.local):
    """How many recordings this thread is inside of."""

    depth = 0


_held = _Held()


class _Recording(transaction.Atomic):
    """An atomic block that begins with the turn; inside another one it is a savepoint."""

    def __enter__(self) -> None:
        super().__enter__()
        try:
            if not _held.depth:
                _take_turn()
        except BaseException:
            super().__exit__(*sys.exc_info())
            raise
        _held.depth += 1

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        _held.depth -= 1
        super().__exit__(exc_type, exc_value, traceback)


# In place of `transaction.atomic` wherever events are recorded: `@recording`, `with recording:`.
recording = _Recording(using=None, savepoint=True, durable=False)


def recorded_now() -> datetime:
    """Return the time to record with: taken after the turn, so after every earlier recording."""
    if not _held.depth:
        _take_turn()
    return timezone.now()


def _take_turn() -> None:
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_KEY])
