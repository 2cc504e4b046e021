"""Trust (可信): the figures that relations confirm, and how finely they do.

A share of 32.3 % confirms its whole to a fifth of a percent: it holds for 38,642 and for 38,632.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from gaoxin.read.core.check.numbers import Num
    from gaoxin.read.core.check.relations import Relation

_EXACT = frozenset({"sum", "rest", "headline", "atleast"})


class Trust:
    """What the holding relations say of each figure; one printed twice is known in both places."""

    def __init__(self, holding: list[Relation]) -> None:
        self._by: dict[int, list[Relation]] = {}
        for relation in holding:
            if relation.rule != "same":
                for num in (relation.result, *relation.inputs):
                    self._by.setdefault(num.index, []).append(relation)
        alone = {index: list(found) for index, found in self._by.items()}
        for relation in holding:
            if relation.rule == "same":
                one, other = relation.result.index, relation.inputs[0].index
                self._by.setdefault(one, []).extend(alone.get(other, []))
                self._by.setdefault(other, []).extend(alone.get(one, []))

    def __getitem__(self, index: int) -> int:
        """How many relations hold with the figure."""
        return len(self._by.get(index, []))

    def against(self, num: Num, value: Decimal) -> int:
        """How many of them would no longer hold if the figure had another value."""
        return sum(_tells(relation, num, value) for relation in self._by.get(num.index, []))


def _tells(relation: Relation, num: Num, value: Decimal) -> bool:
    result = relation.result
    if relation.rule in _EXACT or result.index == num.index or not num.value or not result.value:
        return True
    finest = result.step if relation.rule in {"growth", "pp"} else result.step / abs(result.value)
    return abs(value - num.value) / abs(num.value) > finest
