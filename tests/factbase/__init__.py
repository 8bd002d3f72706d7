"""Promises of the fact base."""
