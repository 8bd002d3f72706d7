"""What a disk does to a log: damage, refusals, and mounts on which SQLite cannot share memory or lock."""

import logging
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.querylog.rows import key_file

log = logging.getLogger(__name__)

APPLICATION_ID = 0x66616374
"""What identifies a file as a log in SQLite's header: "fact" in ASCII."""
BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite adds to a database's name for the files that it keeps beside it."""
OPENING_SECONDS = 5.0
"""How long to wait for other processes while the file is opened: nobody waits for an answer yet."""
CHECK_SECONDS = 2.0
"""How long a file is looked through for damage; what a huge log hides beyond that shows when it is read or written."""
_NO_SHARED_MEMORY = (
    sqlite3.SQLITE_IOERR_SHMMAP,
    sqlite3.SQLITE_IOERR_SHMOPEN,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_SHMLOCK,
)
_NO_LOCKS = "files on that mount cannot be locked, as on some network mounts; put the log on a local disk"
_MAGIC = b"SQLite format 3\x00"


def connect(path: Path, mode: str = "rw", wait: float = OPENING_SECONDS) -> sqlite3.Connection:
    """A connection to a file that exists, in which each statement is a transaction of its own.

    ``mode`` is SQLite's (``rw``, ``ro``), ``wait`` the seconds to wait for others. Raises :exc:`sqlite3.Error`.
    """
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=wait)


def number(connection: sqlite3.Connection, query: str) -> int:
    """The one number that a query returns. Raises :exc:`sqlite3.Error`."""
    return int(connection.execute(query).fetchone()[0])


def may_write(path: Path) -> bool:
    """Whether this user may write the file and beside it, as a write-ahead log requires."""
    return os.access(path.parent, os.W_OK) and (os.access(path, os.W_OK) or not path.exists())


def tells_of_damage(error: sqlite3.Error) -> bool:
    """Whether SQLite says by an error that a file's content is wrong."""
    return getattr(error, "sqlite_errorcode", -1) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def damage(path: Path) -> str | None:
    """What is wrong with the content of a query log, or None; a file that never was one has no damage.

    Raises :exc:`sqlite3.Error` and :exc:`OSError` if the file cannot be read for another reason.
    """
    if not path.exists() or not path.stat().st_size:
        return None
    until = time.monotonic() + CHECK_SECONDS
    try:
        with closing(connect(path, "ro")) as connection:
            if number(connection, "PRAGMA application_id") != APPLICATION_ID:
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


def set_aside(path: Path, why: str) -> None:
    """Renames a damaged log, with what SQLite keeps beside it, and logs that. Raises :exc:`OSError`."""
    aside = path.with_name(f"{path.name}.corrupt-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}")
    for suffix in ("", *BESIDE):
        file = path.with_name(path.name + suffix)
        if file.exists():
            file.rename(aside.with_name(aside.name + suffix))
    log.error("the query log %s is damaged (%s); it was set aside as %s, a new one is begun", path, why, aside)


def reason(error: Exception, path: Path) -> str:
    """What SQLite or the system says, and what that leaves out: that this user may not, or that the disk is full."""
    said = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) and error.filename else str(error)
    if "full" in said or "this user" in said or not isinstance(error, (OSError, sqlite3.Error)):
        return said
    try:
        if path.exists() and not os.access(path, os.R_OK):
            return f"{said}; this user may not read it"
        if not may_write(path):
            return f"{said}; this user may not write it and beside it"
        if not shutil.disk_usage(path.parent).free:
            return f"{said}; the disk is full"
        if "locked" in said and not _locks(path.parent):
            return f"{said}; {_NO_LOCKS}"
    except OSError:
        pass
    return said


def shares_memory(path: Path) -> bool:
    """False if a file that has a write-ahead log cannot be read, because its mount has no shared memory maps."""
    with closing(connect(path, "ro")) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error as error:
            return getattr(error, "sqlite_errorcode", -1) not in _NO_SHARED_MEMORY
    return True


def takes_write_ahead(folder: Path) -> bool:
    """Whether a file in that folder can have a write-ahead log, tried with another file than the log."""
    with tempfile.TemporaryDirectory(prefix="factbot-", dir=folder) as trial:
        file = Path(trial) / "trial"
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            return shares_memory(file)


def leave_write_ahead(path: Path) -> None:
    """Folds a write-ahead log into its file, by one connection that has the file for itself and shares nothing."""
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = TRUNCATE")


def _was_ours(path: Path) -> bool:
    """Whether a damaged file's header identifies it as a log or, if it is overwritten, a key is beside the file.

    Never for a file that this process has open: reading it outside SQLite drops the locks that SQLite holds on it.
    """
    with path.open("rb") as stream:
        header = stream.read(100)
    if header.startswith(_MAGIC):
        return int.from_bytes(header[68:72], "big") == APPLICATION_ID
    return key_file(path).exists()


def _locks(folder: Path) -> bool:
    """Whether files in that folder can be locked, tried with another file than the log."""
    if sys.platform == "win32":  # whose disks lock
        return True
    import fcntl

    with tempfile.TemporaryFile(dir=folder) as trial:
        try:
            fcntl.lockf(trial, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True
