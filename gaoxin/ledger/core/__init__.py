"""Ledger, pure part (台账的纯逻辑): stages, credit codes, moments of events."""
