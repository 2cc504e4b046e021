"""What cultivation puts on other rooms' pages (培育放进别处的东西): titles and next rungs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gaoxin.grow import queries, standing, words
from gaoxin.grow.board.pages import due_rows
from gaoxin.grow.books import books
from gaoxin.ledger import extras
from gaoxin.ledger.queries import home_zone
from gaoxin.sources.targets import Target, register
from gaoxin.web.navigation import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gaoxin.ledger.models import Enterprise
    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment


def ladder_card(enterprise: Enterprise, user: Actor, at: Moment) -> dict[str, Any] | None:
    """Return an enterprise's titles and next rungs for its page in the ledger."""
    mine = queries.enterprises_for(user, enterprise.zone).filter(pk=enterprise.pk)
    if not mine.exists():
        return None
    grown = standing.pool(standing.sight_at(enterprise.zone, at)).get(enterprise.pk)
    titles = books().ladder.titles
    held = () if grown is None else grown.held
    following = () if grown is None else (way.next for way in grown.ways if way.next is not None)
    return {
        "pk": enterprise.pk,
        "titles": [words.short_word(titles[name]) for name in held if name in titles],
        "next": [
            {"rung": rung, "word": words.title_word(rung.title)}
            for rung in following
            if rung.state in {"ready", "near"}
        ],
    }


NOTICE_DAYS = 60
MOST_NOTICES = 20


def notices(*, user: Actor, moment: Moment) -> list[Hit]:
    """Return the re-checks and updates due within sixty days, for who records such things."""
    zone = home_zone(user)
    if zone is None or not user.may("grow.record"):
        return []
    rows = due_rows(user, standing.sight_at(zone, moment))
    near = [row for row in rows if row.days <= NOTICE_DAYS]
    return [
        Hit(
            row.enterprise.name, reverse("grow:enterprise", args=[row.enterprise.pk]),
            _("到期复核") if row.due.what == "recheck" else _("更新数据"),
            f"{row.title} {row.due.by}", "plant", "r" if row.is_late else "y",
        )
        for row in near[:MOST_NOTICES]
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reminder:
    """How many re-checks are near and how many updates are late, and whose is the first."""

    soon: int
    late: int
    first: str
    by: date


def reminder(user: Actor, at: Moment) -> Reminder | None:
    """Return what is due within sixty days, for the page of the day; None where nothing is.

    Nobody is judged for it: the day's page must not wait for that.
    """
    zone = home_zone(user)
    if zone is None or not user.may("grow.record"):
        return None
    sight = standing.sight_at(zone, at)
    own = set(queries.enterprises_for(user, zone).values_list("pk", flat=True))
    near = [
        each for each in standing.due_list(sight)
        if each.held.enterprise in own and each.days_left(at.as_of) <= NOTICE_DAYS
    ]  # fmt: skip
    if not near:
        return None
    late = sum(each.days_left(at.as_of) < 0 for each in near)
    first = sight.enterprises[near[0].held.enterprise].name
    return Reminder(len(near) - late, late, first, near[0].by)


def offer(cited: Iterable[str]) -> None:
    """Offer the card, and tell sources who may open what is cited here."""
    extras.offer_enterprise_card(extras.EnterpriseCard("grow/card_ledger.html", ladder_card))
    for model in cited:
        register(
            Target(
                model,
                visible=partial(queries.visible_record_ids, model=model),
                labels=partial(queries.record_labels, model=model),
                address=partial(queries.record_address, model=model),
            )
        )
