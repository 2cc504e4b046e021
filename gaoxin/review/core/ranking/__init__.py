"""Ranking of an admitted batch (批次排序): only to order projects under a quota, never to admit."""
