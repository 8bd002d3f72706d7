"""Measures of the shipped matcher beside other engines, run by hand: ``python -m tests.bench.quality``."""
