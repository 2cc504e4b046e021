"""Template tags of grow (培育的模板标签)."""
