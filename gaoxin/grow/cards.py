"""Cards of the enterprise page (企业页卡片): what sub-packages and later rooms put there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from gaoxin.ledger.models import Enterprise
    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment


@dataclass(frozen=True, slots=True)
class EnterpriseCard:
    """A card of the enterprise page; `context` returns None where there is nothing to show."""

    template: str
    context: Callable[[Enterprise, Actor, Moment], dict[str, Any] | None]
    place: Literal["wide", "side"] = "side"
    order: int = 100


cards: list[EnterpriseCard] = []


def offer_card(card: EnterpriseCard) -> None:
    """Put a card on the enterprise page; a template is given once."""
    if all(each.template != card.template for each in cards):
        cards.append(card)
        cards.sort(key=lambda each: each.order)


@dataclass(frozen=True, slots=True)
class Shown:
    """A card as it is printed."""

    template: str
    context: dict[str, Any]


def shown(place: str, enterprise: Enterprise, user: Actor, at: Moment) -> list[Shown]:
    """Return the cards of a place that have something to show."""
    made = (
        (card.template, card.context(enterprise, user, at)) for card in cards if card.place == place
    )
    return [Shown(template, context) for template, context in made if context is not None]
