"""Browsing: topics, the facts of a topic, and disputes."""
