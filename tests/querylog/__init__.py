"""Promises of the query log."""
