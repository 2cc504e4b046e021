"""Schemes (评审方案): versions of a zone, read into the pure core and kept in memory."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from gaoxin.review.core.scheme.load import build
from gaoxin.review.models import SchemeVersion
from gaoxin.rulebook.source import parse

if TYPE_CHECKING:
    from datetime import date

    from gaoxin.ledger.models import Zone
    from gaoxin.review.core.scheme.model import Scheme
    from gaoxin.review.models import Review


@lru_cache(maxsize=64)
def scheme_from(content: str, label: str) -> Scheme:
    """Return the scheme of a text; RuleError names line and reason."""
    return build(parse(content, label))


def scheme_of(review: Review) -> Scheme:
    """Return the scheme version that a case keeps."""
    return scheme_from(review.scheme.content, str(review.scheme))


def scheme_in_force(zone: Zone, on: date) -> SchemeVersion | None:
    """Return the published version in force on a day, the latest to begin."""
    rows = SchemeVersion.objects.filter(
        zone=zone, published_at__isnull=False, in_force_from__lte=on
    )
    return rows.order_by("-in_force_from", "-published_at").first()
