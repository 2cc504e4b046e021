"""Reader (读报): one text in, a page of stories, facts, entities and events out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaoxin.read.core.entities import Entity, entities
from gaoxin.read.core.events import Event, events
from gaoxin.read.core.facts import Fact, facts
from gaoxin.read.core.grid import with_cells
from gaoxin.read.core.scan import scan
from gaoxin.read.core.scopes import Scopes
from gaoxin.read.core.stories import Story, layout
from gaoxin.read.core.view import View, clean
from gaoxin.read.core.zones import zones

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Page:
    """What was read in one text; offsets of facts, entities and events are raw."""

    view: View
    stories: tuple[Story, ...]
    facts: tuple[Fact, ...]
    entities: tuple[Entity, ...]
    events: tuple[Event, ...]
    published: str | None = None  # the day that the masthead or the signature prints


def read_text(text: str, register: Iterable[str] = ()) -> Page:
    """Read a text; `register` holds the enterprise names the user already knows."""
    view = clean(text)
    named = zones(view.text)
    scanned = scan(view.text)
    told, published = layout(view, named)
    scopes = Scopes(told)
    found = with_cells(view.raw, facts(view, scanned, scopes))
    return Page(
        view,
        tuple(told),
        tuple(found),
        tuple(entities(view, named, register)),
        tuple(events(view, scanned, scopes)),
        published,
    )
