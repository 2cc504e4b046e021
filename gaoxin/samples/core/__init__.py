"""Samples, pure part (演示数据的纯逻辑): from a seed and a month to projects and their events."""
