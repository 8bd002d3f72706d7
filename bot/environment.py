"""What is read of the environment without loading much: commands that run often have to start quickly."""

import os
from pathlib import Path


class BadSettings(Exception):
    """A value in the environment cannot be used; the text says which and why, without secrets."""


def bare(value: str) -> str:
    """A value as people mean it: without the quotes, blanks and carriage returns that env files bring along."""
    text = value.strip()
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


def log_file() -> Path:
    """The query log's file, as :attr:`bot.settings.Settings.log` has it."""
    return Path(bare(os.environ.get("FACTBOT_LOG") or "factbot.sqlite3")).expanduser()
