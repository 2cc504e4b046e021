"""Template tags of supervision (督查模板标签)."""
