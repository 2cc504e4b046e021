"""Figures, pure part (口径的纯逻辑): definitions, keys, windows, arithmetic."""
