"""Days (日子): the dates of a text by place, as events look for theirs."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaoxin.read.core.quantity import Quantity

_UNTIL = ("截至", "截止", "截止到")


class Days:
    """The dates of a text by place; 截至 makes a date the end of a span."""

    def __init__(self, text: str, scanned: Sequence[Quantity]) -> None:
        dates = [(q.start, str(q.value)) for q in scanned if q.form == "date"]
        self.starts = [start for start, _ in dates]
        self.ends = [q.end for q in scanned if q.form == "date"]
        self.values = [
            f"/{value}" if text.endswith(_UNTIL, 0, start) else value for start, value in dates
        ]

    def span(self, low: int, high: int) -> tuple[int, int] | None:
        """Where the last date in [low, high) stands."""
        index = bisect_left(self.starts, high) - 1
        found = index >= 0 and self.starts[index] >= low
        return (self.starts[index], self.ends[index]) if found else None

    def last(self, low: int, high: int) -> str | None:
        """The last day printed in [low, high), or the last other date."""
        found: str | None = None
        for index in range(bisect_left(self.starts, high) - 1, -1, -1):
            if self.starts[index] < low:
                break
            if len(self.values[index]) >= 10:
                return self.values[index]
            found = found or self.values[index]
        return found
