"""Editing while the bot runs: folders are watched, and a good edit is taken."""
