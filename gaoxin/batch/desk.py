"""Desk (工位): what is to be judged, and where an engine does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import ibis.expr.types as ir

    from gaoxin.batch.tables import Opened
    from gaoxin.rulebook.rule import Rule


@dataclass(frozen=True, slots=True)
class Task:
    """A rule, and the columns of the data that the result carries along."""

    rule: Rule
    recheck: bool = False
    keep: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a run works: its file, the number of each row from 1, how it writes a result.

    `write` judges a table that may hold more columns than the file; `share` tells how many
    hundredths of what it is at are done.
    """

    file: Opened
    place: ir.Value
    write: Callable[[Task, ir.Table, Path], None]
    share: Callable[[], float]
