"""Cited records of the ledger (台账中被引的记录): who may open them and what they are called."""

from __future__ import annotations

from functools import partial

from gaoxin.ledger import queries
from gaoxin.sources.targets import Target
from gaoxin.sources.targets import register as register_target

MODELS = ("ledger.project", "ledger.milestone", "ledger.posting", "ledger.projectchange")


def register() -> None:
    """Register projects and their events as things that documents prove."""
    for model in MODELS:
        register_target(
            Target(
                model,
                visible=partial(queries.visible_record_ids, model=model),
                labels=partial(queries.record_labels, model=model),
                address=partial(queries.record_address, model=model),
            )
        )
