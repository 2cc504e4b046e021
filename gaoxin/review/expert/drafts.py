"""Drafts (草稿): what a device sends is merged with what is kept, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gaoxin.review.actions import save_draft
from gaoxin.review.core.sheet import drafts
from gaoxin.review.models import Draft
from gaoxin.review.queries import speaking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaoxin.lib.access import Actor
    from gaoxin.review.core.sheet.drafts import Edit, Fields
    from gaoxin.review.models import Panel, Review


def draft_of(row: Panel, username: str, round_: int) -> Draft | None:
    """Return an expert's draft of a round, None before anything was typed."""
    return Draft.objects.filter(panel=row, username=username, round=round_).first()


def fields_of(draft: Draft | None) -> Fields:
    """Return a draft's fields; none of none."""
    return {} if draft is None else drafts.from_kept(draft.fields)


@transaction.atomic
def merge_draft(
    review: Review, where: tuple[Panel, int], edits: Mapping[str, Edit], *, device: str, by: Actor
) -> Draft:
    """Merge a device's edits into the draft; `where` is the panel and the round shown."""
    held = _locked(where, by)
    merged = drafts.merge(held, edits, device=device, now=timezone.now())
    return save_draft(review, drafts.kept(merged), by=by)


@transaction.atomic
def settle_draft(
    review: Review, where: tuple[Panel, int], field: str, *, take_other: bool, by: Actor
) -> Draft:
    """Settle a field that two devices wrote."""
    held = _locked(where, by)
    with speaking():
        settled = drafts.settle(held, field, take_other=take_other, now=timezone.now())
    return save_draft(review, drafts.kept(settled), by=by)


def _locked(where: tuple[Panel, int], by: Actor) -> Fields:
    """Return what is kept, held until the transaction ends so that no other device slips in.

    A draft is no event: it takes no turn, so that typing never waits for an import.
    """
    row, round_ = where
    rows: Any = Draft.objects.select_for_update()
    return fields_of(rows.filter(panel=row, username=by.username, round=round_).first())
