"""Samples (演示数据): a fictional zone, invented from a seed, that shows every room at work."""
