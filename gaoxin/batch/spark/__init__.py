"""Spark (集群): the same work on an existing Spark cluster, with the same rows in the same order.

The package must be installed on every node.
"""
