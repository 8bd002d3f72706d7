"""Promises of the Discord face."""
