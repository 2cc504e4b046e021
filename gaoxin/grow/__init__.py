"""Grow (培育): enterprise ladders, honours, innovation points, digital diagnosis."""
