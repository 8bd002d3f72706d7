"""Promises of the commands that write facts and sources."""
