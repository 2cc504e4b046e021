"""What review puts on other rooms' pages (评审放进别处的东西): a project's card, cited cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gaoxin.ledger import extras
from gaoxin.review.models import Review
from gaoxin.review.queries.lists import OVERDUE, overdue, read_rows, stand_of
from gaoxin.review.queries.scope import (
    closed_review_ids,
    reviews_for,
    visible_review_ids,
)
from gaoxin.review.queries.state import CaseFile, until_of
from gaoxin.review.wording import phase_words, result_words, state_words
from gaoxin.sources.targets import Target, register
from gaoxin.web import clock
from gaoxin.web.navigation import Hit

if TYPE_CHECKING:
    from collections.abc import Collection

    from gaoxin.ledger.models import Project
    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment

FOUND = 20


def card(project: Project, user: Actor, at: Moment) -> dict[str, Any] | None:
    """Return the cases of a project that the user may see; None without any."""
    if not user.may("review.view"):
        return None
    until = until_of(at.as_of, is_past=at.as_of < clock.today())
    rows = read_rows(reviews_for(user).filter(project=project))
    rows = rows if until is None else rows.filter(at__lte=until)
    lines = []
    for row in rows:
        stand = stand_of(CaseFile(row, until), at.as_of)
        lines.append({
            "code": row.code, "state": state_words(stand.state), "due": stand.due,
            "phase": phase_words(stand.phase), "late": stand.phase == OVERDUE,
            "result": result_words(row, stand.result) if stand.result else "",
        })  # fmt: skip
    return {"lines": lines} if lines else None


def labels(ids: Collection[int]) -> dict[int, str]:
    """Return what a cited case is called."""
    rows = Review.objects.filter(pk__in=list(ids)).values_list("pk", "code", "project__name")
    return {pk: f"{code} {name}" for pk, code, name in rows}


def address(pk: int) -> str:
    """Return the page of a cited case."""
    return reverse("review:case", args=[Review.objects.values_list("code", flat=True).get(pk=pk)])


def search(*, user: Actor, moment: Moment, text: str) -> list[Hit]:
    """Return the cases whose code or project matches; recused ones are not there."""
    if not user.may("review.view") or not text.strip():
        return []
    rows = reviews_for(user).filter(at__lte=moment.known_at)
    found = rows.filter(code__icontains=text) | rows.filter(project__name__icontains=text)
    return [
        Hit(row.project.name, reverse("review:case", args=[row.code]), _("评审"), row.code,
            "clipboard-check")
        for row in found[:FOUND]
    ]  # fmt: skip


def notices(*, user: Actor, moment: Moment) -> list[Hit]:
    """Return the overdue cases of those who manage reviews."""
    if not user.may("review.manage"):
        return []
    late = overdue(user, moment.as_of)
    rows = {row.pk: row for row in reviews_for(user).filter(pk__in=late)}
    return [
        Hit(
            _("%(name)s：%(state)s已过期限 %(due)s")
            % {"name": rows[pk].project.name, "state": state_words(stand.state), "due": stand.due},
            reverse("review:case", args=[rows[pk].code]), _("评审"), rows[pk].code,
            "clipboard-check", "yellow",
        )
        for pk, stand in sorted(late.items(), key=lambda pair: str(pair[1].due))
    ]  # fmt: skip


def offer() -> None:
    """Put the card on the project page, and tell sources who may open a case's documents."""
    extras.offer_card(extras.ExtraCard("review/card.html", card, place="third", order=40))
    register(
        Target(
            "review.review", visible=visible_review_ids, labels=labels, address=address,
            hidden=closed_review_ids,
        )
    )  # fmt: skip
