"""Renewal (只重判变了的): results by enterprise, made anew only where what they hang on changed.

What a result hangs on is kept beside it and compared by value, so nothing old is ever shown; what
all of them hang on is the key under which they are kept (zone, day) and the rules: other rules, or
the same read again, and all are made anew.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

G = TypeVar("G")
R = TypeVar("R")
KEEP = 3


class Renewal(Generic[G, R]):
    """The last results under a few keys, in memory."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[object, Mapping[int, tuple[G, R]]]] = OrderedDict()
        self._lock = Lock()

    def results(
        self, key: Hashable, rules: object, given: Mapping[int, G], make: Callable[[G], R]
    ) -> dict[int, R]:
        """Return the result for each id; those whose given value is as before are not made."""
        with self._lock:
            used, before = self._kept.get(key, (rules, {}))
        if used is not rules:
            before = {}
        now = {}
        for pk, value in given.items():
            old = before.get(pk)
            now[pk] = old if old is not None and old[0] == value else (value, make(value))
        with self._lock:
            self._kept[key] = (rules, now)
            self._kept.move_to_end(key)
            while len(self._kept) > KEEP:
                self._kept.popitem(last=False)
        return {pk: result for pk, (_given, result) in now.items()}
