"""Rulebook (规则库): rules as dated, cited data; load, check, evaluate, explain. No Django."""
