"""What papers say, put on the ledger's pages (报上的事实放进台账页)."""

from __future__ import annotations


def offer() -> None:
    """Offer nothing yet."""
