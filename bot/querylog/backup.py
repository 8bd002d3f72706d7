"""A copy of a log that a bot is writing, by SQLite's own online backup."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.querylog.rows import LogUnavailable


def copy(source: sqlite3.Connection, to: Path) -> None:
    """Writes the log as it is at one moment into a new file. Raises :exc:`sqlite3.Error`.

    Writers go on meanwhile. sqlite.org/backup.html
    """
    with closing(sqlite3.connect(to.absolute())) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it


def back_up(source: sqlite3.Connection, to: Path) -> None:
    """Copies a log into a new file, for its owner alone, that is there only once it is whole.

    Raises :exc:`LogUnavailable`, also if a file of that name is there.
    """
    draft = to.with_name(f"{to.name}.part")
    try:
        for file in (to, draft):
            if file.exists():
                raise LogUnavailable(f"{file} is there already; name another file, or remove it")
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL, 0o600))
        try:
            copy(source, draft)
            with draft.open("rb") as stream:
                os.fsync(stream.fileno())
            draft.rename(to)
        finally:
            for file in (draft, draft.with_name(f"{draft.name}-journal")):
                file.unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise LogUnavailable(
            f"the backup {to} cannot be written ({getattr(error, 'strerror', None) or error})"
        ) from error
