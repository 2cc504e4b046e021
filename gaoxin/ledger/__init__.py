"""Ledger (台账): the nouns that all rooms share, and their events."""
