"""Parts (部分与整体): figures of a dossier that are a part of a whole and cannot exceed it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from gaoxin.lib.errors import UserError
from gaoxin.rulebook.source import read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from gaoxin.review.core.scheme.model import Scheme
    from gaoxin.rulebook.tree import Scalar

FILE = Path(__file__).parent / "presets/parts.yaml"


@cache
def most() -> dict[str, Decimal]:
    """Return the most that each figure can be."""
    row = read(FILE).fields({"schema", "parts"})
    row["schema"].one_of(("gaoxin.parts/1",))
    return {name: value.number() for name, value in row["parts"].pairs()}


def check_parts(facts: Mapping[str, Scalar | None], scheme: Scheme) -> None:
    """Refuse a part that is less than nothing or more than its whole, by its name."""
    for name, limit in most().items():
        value = facts.get(name)
        if value is None or isinstance(value, bool | str) or 0 <= value <= limit:
            continue
        words = scheme.inputs.get(name)
        zh, en = (words.zh, words.en) if words else (name, name)
        raise UserError(
            f"{zh} {value:f}%：部分占整体，应在 0 至 {limit}% 之间"
            f" ({en} {value:f}%: a part of a whole lies between 0 and {limit}%)"
        )
