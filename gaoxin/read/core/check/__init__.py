"""Checking a bulletin (检查通报): what the text itself allows is recomputed, nothing else."""
