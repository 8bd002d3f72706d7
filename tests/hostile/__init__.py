"""Promises on hostile and strange input."""
