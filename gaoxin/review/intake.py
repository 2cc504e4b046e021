"""Intake (受理): what the ledger already knows of a project, as values for the dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gaoxin.ledger.models import Posting
from gaoxin.ledger.queries import effective
from gaoxin.lib.moment import Moment
from gaoxin.lib.money import round_half_up, yi
from gaoxin.review.actions import Told
from gaoxin.review.core.scheme.model import figures
from gaoxin.review.queries.schemes import scheme_of
from gaoxin.web import clock

if TYPE_CHECKING:
    from gaoxin.review.models import Review

FROM_LEDGER = {
    "investment_yi": Posting.Kind.PLANNED,
    "fixed_investment_yi": Posting.Kind.PLANNED_FIXED,
}


def suggestions(review: Review) -> dict[str, Told]:
    """Return the sums that the ledger holds of the project, under the scheme's names."""
    now = clock.now()
    at = Moment(now.as_of, now.known_at)
    wanted = set(figures(scheme_of(review)))
    found = {}
    for name, kind in FROM_LEDGER.items():
        postings = effective(review.project.postings.filter(kind=kind), at)
        amounts = list(postings.values_list("amount", flat=True))
        if name in wanted and amounts:
            value = round_half_up(yi(sum(amounts[1:], amounts[0])), 4).normalize()
            found[name] = Told(f"{value:f}", _("台账合计"))
    return found
