"""Desk (核稿台): the paper laid out on the left, and a fact added by hand from its words."""
