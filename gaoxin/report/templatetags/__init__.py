"""Template tags of the report room (通报模板标签)."""
