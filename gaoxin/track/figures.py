"""Selectors over supervision (督查取数): visits, issues, lights and submissions."""

from __future__ import annotations


def offer() -> None:
    """Offer the selectors of this room."""
