"""Bulletin check (检查通报): faults of a text with the derivation of each, and the page of it."""
