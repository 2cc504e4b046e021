"""Batch (批量): one rule over millions of rows; engines DuckDB and Spark behind Ibis. No Django."""
