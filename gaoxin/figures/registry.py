"""Selectors (取数函数): named, typed functions that rooms offer to definitions.

A selector returns the rows that count at a moment; it is not a query language. Rooms offer theirs
when the program starts (`figures.py` in each room).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from gaoxin.figures.core.definition import DefinitionError
from gaoxin.ledger.models import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date, datetime
    from pathlib import Path

    from django.db.models import QuerySet

    from gaoxin.figures.core.compute import Row
    from gaoxin.figures.core.definition import Definition, Selection
    from gaoxin.figures.core.window import Window
    from gaoxin.figures.sight import Sight
    from gaoxin.ledger.models import Zone


class Params(BaseModel):
    """Typed parameters of a selector; unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Selector:
    """A function `(sight, window, params) -> rows` with its parameters and what it says.

    `stages` and `kinds` name the milestones and money that prove a row, for the trace; where rows
    are enterprises, `events(params)` gives the events that prove them.
    """

    name: str
    params: type[Params]
    rows: Callable[[Sight, Window, Any], list[Row]]
    about: str
    stages: Callable[[Any], tuple[str, ...]] = lambda _params: ()
    kinds: Callable[[Any], tuple[str, ...]] = lambda _params: ()
    # For sums over time: the rows with each project's own last day, as a vintage needs.
    up_to: Callable[[Sight, Any, Mapping[int, date]], list[Row]] | None = None
    events: Callable[[Any], QuerySet[Any]] | None = None


WHERE = frozenset({"kind", "origin", "is_high_tech", "industry"})
VALUES: dict[str, tuple[str, ...]] = {
    "kind": tuple(Project.Kind.values),
    "origin": tuple(Project.Origin.values),
}
_selectors: dict[str, Selector] = {}
_folders: list[Path] = []
_made: list[Callable[[], Iterable[Definition]]] = []
_latest: list[Callable[[Zone], datetime | None]] = []


def offer(selector: Selector) -> None:
    """Make a selector known under its name."""
    _selectors[selector.name] = selector


def offer_definitions(folder: Path) -> None:
    """Add a room's folder of shipped definitions."""
    if folder not in _folders:
        _folders.append(folder)


def offer_made(make: Callable[[], Iterable[Definition]]) -> None:
    """Add definitions that a room makes from its rules, one for each line of a table."""
    if make not in _made:
        _made.append(make)


def made_definitions() -> list[Definition]:
    """Return the definitions that rooms make from their rules."""
    return [definition for make in _made for definition in make()]


def definition_folders() -> tuple[Path, ...]:
    """Return the folders of shipped definitions, in the order of the rooms."""
    return tuple(_folders)


def offer_latest(latest: Callable[[Zone], datetime | None]) -> None:
    """Tell when a room's events of a zone were last recorded, so that figures notice news."""
    _latest.append(latest)


def latest_recordings() -> list[Callable[[Zone], datetime | None]]:
    """Return the functions that tell when each room last recorded something."""
    return list(_latest)


def selector_of(selection: Selection) -> tuple[Selector, Params]:
    """Return the selector and its checked parameters; DefinitionError says what does not fit."""
    selector = _selectors.get(selection.select)
    if selector is None:
        known = ", ".join(sorted(_selectors))
        raise DefinitionError(f"selector {selection.select!r} is not one of {known}")
    unknown = set(selection.where) - WHERE
    if unknown:
        raise DefinitionError(f"where: {sorted(unknown)} is not among {sorted(WHERE)}")
    for name, value in selection.where.items():
        allowed = VALUES.get(name)
        if allowed is not None and value not in allowed:
            raise DefinitionError(f"where: {name}: {value!r} is not one of {list(allowed)}")
        if (name == "is_high_tech") != isinstance(value, bool):
            raise DefinitionError(f"where: {name}: {value!r} is not of its type")
    try:
        return selector, selector.params.model_validate(selection.params)
    except ValidationError as why:
        first = why.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DefinitionError(f"{selection.select}: {place}: {first['msg']}") from None


def check(definition: Definition) -> Definition:
    """Return the definition if its selectors exist and its parameters fit them."""
    for selection in (definition.numerator, definition.denominator):
        if selection is not None:
            try:
                selector_of(selection)
            except DefinitionError as why:
                raise DefinitionError(f"{definition.full_id}: {why}") from None
    return definition


def enterprise_events(definition: Definition) -> list[QuerySet[Any]]:
    """Return the events that prove the rows of a figure of enterprises."""
    found = []
    for selection in (definition.numerator, definition.denominator):
        if selection is not None:
            selector, params = selector_of(selection)
            if selector.events is not None:
                found.append(selector.events(params))
    return found


def evidence_of(definition: Definition) -> tuple[set[str], set[str]]:
    """Return the milestone stages and posting kinds that prove the rows of a figure."""
    stages: set[str] = set()
    kinds: set[str] = set()
    for selection in (definition.numerator, definition.denominator):
        if selection is not None:
            selector, params = selector_of(selection)
            stages.update(selector.stages(params))
            kinds.update(selector.kinds(params))
    return stages, kinds
