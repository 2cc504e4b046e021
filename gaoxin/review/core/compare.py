"""What would change (方案比较): old cases scored again under a draft, before it is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gaoxin.lib.errors import UserError
from gaoxin.review.core.case import read_case
from gaoxin.review.core.score import Score, score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaoxin.review.core.scheme.model import Scheme


@dataclass(frozen=True, slots=True)
class Change:
    """One case under both schemes; `problem` says why the new one cannot score it."""

    id: str
    before: Score
    after: Score | None
    problem: str = ""

    @property
    def flips(self) -> bool:
        """Test whether the result differs (or there is none any more)."""
        return self.after is None or self.after.outcome.result != self.before.outcome.result

    def as_json(self) -> dict[str, Any]:
        """Return the change as plain data."""
        after = self.after
        return {
            "id": self.id,
            "before": [float(self.before.total), self.before.outcome.result],
            "after": None if after is None else [float(after.total), after.outcome.result],
            "flips": self.flips,
            "problem": self.problem,
        }


def what_would_change(raw: Sequence[Any], old: Scheme, new: Scheme) -> tuple[Change, ...]:
    """Return every case under the old and the new scheme, in the order of the cases."""
    found = []
    for place, item in enumerate(raw, 1):
        before = score(read_case(item, old, place), old)
        try:
            after = score(read_case(item, new, place), new)
        except UserError as why:
            found.append(Change(before.case.id, before, None, str(why)))
        else:
            found.append(Change(before.case.id, before, after))
    return tuple(found)
