"""Intake (取数): what a bulletin states, read from the ledger and recomputed by key."""
