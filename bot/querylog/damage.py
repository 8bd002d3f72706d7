"""Files that were a query log and no longer can be read: found when they are opened, set aside, never deleted."""

import logging
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from bot.querylog.files import name_aside
from bot.querylog.migrations import APPLICATION_ID
from bot.querylog.pseudonyms import key_file

log = logging.getLogger(__name__)

CHECK_SECONDS = 2.0
"""How long the look through a file may take; what a huge log hides beyond that shows when it is read or written."""
_MAGIC = b"SQLite format 3\x00"


def tells_of_damage(error: sqlite3.Error) -> bool:
    """Whether SQLite says by an error that a file's content is wrong."""
    return getattr(error, "sqlite_errorcode", -1) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def damage(path: Path) -> str | None:
    """What is wrong with the content of a query log, or None; a file that never was one has no damage.

    Raises :exc:`sqlite3.Error` and :exc:`OSError` where the file cannot be looked at for another reason.
    """
    if not path.exists() or not path.stat().st_size:
        return None
    until = time.monotonic() + CHECK_SECONDS
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:  # changes nothing
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                return None
            connection.set_progress_handler(lambda: time.monotonic() > until, 10_000)
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if tells_of_damage(error):
            return str(error) if _was_ours(path) else None
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            return None
        raise
    return None if found == "ok" else " ".join(str(found).split())


def set_aside(path: Path, reason: str) -> None:
    """Gives a damaged log, with what SQLite keeps beside it, another name, and says so. Raises :exc:`OSError`."""
    aside = name_aside(path, "corrupt")
    for suffix in ("", "-wal", "-shm", "-journal"):
        file = path.with_name(path.name + suffix)
        if file.exists():
            file.rename(aside.with_name(aside.name + suffix))
    log.error("the query log %s is damaged (%s); it was set aside as %s, a new one is begun", path, reason, aside)


def _was_ours(path: Path) -> bool:
    """Whether a damaged file's header carries our mark or, where it is overwritten, our key lies beside the file.

    Never for a file that this process has open: reading it outside SQLite drops the locks that SQLite holds on it.
    """
    with path.open("rb") as stream:
        header = stream.read(100)
    if header.startswith(_MAGIC):
        return int.from_bytes(header[68:72], "big") == APPLICATION_ID
    return key_file(path).exists()
