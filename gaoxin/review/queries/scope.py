"""Scope of the room (谁看得到哪件): the one place that says which cases somebody may see.

A recused expert sees nothing of a case, whatever other roles the person holds: no page, list,
count, search hit, notice, card, export, panel, document. Everything reads through here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gaoxin.ledger.queries import home_zone
from gaoxin.lib.errors import Denied, UserError
from gaoxin.review.models import PanelAct, Review, Seat
from gaoxin.review.queries.state import sitting_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from gaoxin.ledger.models import Zone
    from gaoxin.lib.access import Actor

_RELATED = ("project", "scheme", "zone")


def zone_of_user(user: Actor) -> Zone:
    """Return the zone that the user works in; Denied for those without a part in reviews."""
    if not (user.may("review.view") or user.may("review.judge")):
        raise Denied(_("您的角色不能看评审。"))
    zone = home_zone(user)
    if zone is None:
        raise UserError(_("还没有建区。先运行 gaoxin zone new 建区，或 gaoxin demo 建演示区。"))
    return zone


def recused_ids(username: str) -> set[int]:
    """Return the cases that somebody is recused from."""
    acts = PanelAct.objects.filter(kind=PanelAct.Kind.RECUSE, username=username)
    return set(acts.values_list("panel__review_id", flat=True))


def seated_ids(username: str) -> set[int]:
    """Return the cases on whose panel somebody judges: a member, or a reserve who took a seat."""
    found = set()
    seats = Seat.objects.filter(username=username).select_related("panel__review")
    for seat in seats.prefetch_related("panel__seats", "panel__acts", "panel__signatures"):
        if username in sitting_of(seat.panel).active:
            found.add(seat.panel.review_id)
    return found


def reviews_for(user: Actor) -> QuerySet[Review]:
    """Return the cases that the user may see; recused ones are as if they were not there."""
    rows = Review.objects.select_related(*_RELATED).exclude(pk__in=recused_ids(user.username))
    if user.may("review.view"):
        return rows.filter(zone=zone_of_user(user))
    if user.may("review.judge"):
        return rows.filter(pk__in=seated_ids(user.username))
    return rows.none()


def review_for(user: Actor, code: str) -> Review:
    """Return one case that the user may see; Review.DoesNotExist otherwise."""
    return reviews_for(user).get(code=code)


def expert_reviews(user: Actor) -> QuerySet[Review]:
    """Return the cases that the user judges as an expert."""
    rows = Review.objects.select_related(*_RELATED)
    if not user.may("review.judge"):
        return rows.none()
    closed = recused_ids(user.username)
    return rows.filter(pk__in=seated_ids(user.username) - closed)


def reviews_of_expert(user: Actor) -> list[Review]:
    """Return the cases that the user judges, latest first."""
    return list(expert_reviews(user))


def expert_review(user: Actor, code: str) -> Review:
    """Return a case that the user judges; Review.DoesNotExist for anybody else."""
    return expert_reviews(user).get(code=code)


def visible_review_ids(user: Actor, ids: Collection[int]) -> set[int]:
    """Return which of the cited cases open their documents to the user.

    Who only judges reads the papers on the expert's page: once declared, names covered.
    """
    if not user.may("review.view"):
        return set()
    return set(reviews_for(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def closed_review_ids(user: Actor) -> set[int]:
    """Return the cases whose documents and audit events are closed to the user.

    Recused ones for good; those that the user has still to judge until the own signature: the
    audit trail tells who has signed, the documents show what is covered on the expert's page.
    """
    return recused_ids(user.username) | blind_ids(user.username)


def blind_ids(username: str) -> set[int]:
    """Return the cases on whose panel somebody has still to sign, or may yet take a seat."""
    seats = Seat.objects.filter(username=username).select_related("panel")
    seats = seats.prefetch_related("panel__seats", "panel__acts", "panel__signatures")
    return {s.panel.review_id for s in seats if sitting_of(s.panel).is_blind(username)}


def is_closed_to(user: Actor, ids: Collection[int]) -> bool:
    """Test whether one of the cases is closed to the user by recusal."""
    return bool(recused_ids(user.username) & set(ids))
