"""Figures (口径): dated definitions of indicators, computing them, and the trace."""
