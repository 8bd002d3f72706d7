"""Texts as Discord shows them, within its limits."""
