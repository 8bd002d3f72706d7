"""Promises of the terminal."""
