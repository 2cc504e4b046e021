"""Ranking (排名): places from high to low; equal values share a place (1, 2, 2, 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

K = TypeVar("K")


def ranks(values: Mapping[K, Decimal | None], *, high_first: bool = True) -> dict[K, int | None]:
    """Return the place of each; None where there is no value to rank.

    >>> from decimal import Decimal
    >>> ranks({"a": Decimal("50.0"), "b": Decimal("75.0"), "c": Decimal("50.0"), "d": None})
    {'a': 2, 'b': 1, 'c': 2, 'd': None}
    """
    ranked = sorted((v for v in values.values() if v is not None), reverse=high_first)
    place: dict[Decimal, int] = {}
    for number, value in enumerate(ranked, start=1):
        place.setdefault(value, number)
    return {key: None if value is None else place[value] for key, value in values.items()}
