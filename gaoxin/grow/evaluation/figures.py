"""Definitions of the evaluation (综合评价口径): made from the tables, one for each line."""

from __future__ import annotations

from gaoxin.figures.registry import offer_made
from gaoxin.grow.evaluation.queries import made_definitions


def offer() -> None:
    """Offer the figures of every line: value, target, completion."""
    offer_made(made_definitions)
