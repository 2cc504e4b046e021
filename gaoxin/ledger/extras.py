"""Extras (后来房间放进台账页的东西): columns, conditions, chips and cards that later rooms offer.

The ledger knows no later room: `track` offers the light, `people` who is in charge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from gaoxin.ledger.models import Enterprise, Project, Zone
    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment
    from gaoxin.web.core import Filter
    from gaoxin.web.listing import Phone, View

    KeyOf = Callable[[Zone, Project, str, Moment], str]


@dataclass(frozen=True, slots=True)
class ExtraColumn:
    """A column of the project list, filled for a page's projects at once.

    `cells(ids, zone, user, moment)` returns what to print by project id (text or component);
    `after` is the name of the column it follows.
    """

    name: str
    label: Any
    cells: Callable[[Collection[int], Zone, Actor, Moment], Mapping[int, Any]]
    after: str = "name"
    phone: Phone = ""


@dataclass(frozen=True, slots=True)
class ExtraCard:
    """A card of the project page; `context` returns None where there is nothing to show."""

    template: str
    context: Callable[[Project, Actor, Moment], dict[str, Any] | None]
    place: Literal["head", "first", "second", "third"] = "first"
    order: int = 100


@dataclass(frozen=True, slots=True)
class EnterpriseCard:
    """A card of the enterprise page; `context` returns None where there is nothing to show."""

    template: str
    context: Callable[[Enterprise, Actor, Moment], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class ExtraFilters:
    """Conditions and saved views of the project list for a user at a moment."""

    filters: Callable[[Zone, Actor, Moment], tuple[Filter, ...]]
    views: Callable[[Actor], tuple[View, ...]] = lambda _user: ()


columns: list[ExtraColumn] = []
cards: list[ExtraCard] = []
filters: list[ExtraFilters] = []
enterprise_cards: list[EnterpriseCard] = []


def offer_column(column: ExtraColumn) -> None:
    """Put a column into the project list; the name is given once."""
    if all(each.name != column.name for each in columns):
        columns.append(column)


def offer_card(card: ExtraCard) -> None:
    """Put a card on the project page; a template is given once."""
    if all(each.template != card.template for each in cards):
        cards.append(card)
        cards.sort(key=lambda each: each.order)


def offer_enterprise_card(card: EnterpriseCard) -> None:
    """Put a card on the enterprise page; a template is given once."""
    if all(each.template != card.template for each in enterprise_cards):
        enterprise_cards.append(card)


def offer_filters(offered: ExtraFilters) -> None:
    """Put conditions and saved views into the project list."""
    if offered not in filters:
        filters.append(offered)


_keys: list[KeyOf] = []


def offer_keys(key_of: KeyOf) -> None:
    """Tell how the key of a project's sum is written; the last offer counts."""
    _keys[:] = [key_of]


def money_key(zone: Zone, project: Project, kind: str, at: Moment) -> str:
    """Return the key of a project's planned, contracted or in_place sum, or of its rate."""
    return _keys[0](zone, project, kind, at) if _keys else f"{kind}/j{project.pk}"
