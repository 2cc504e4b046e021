"""Template tags of review (评审模板标签)."""
