"""Opening the SQLite file: whole, ours, in the present shape, and set up for one writer beside many readers."""

import asyncio
import logging
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import aiosqlite

from bot.querylog.damage import damage, set_aside
from bot.querylog.files import identity
from bot.querylog.keys import migrate_by_own_key
from bot.querylog.migrations import NotOurs, claim, migrate
from bot.querylog.pseudonyms import Pseudonyms
from bot.querylog.reasons import reason
from bot.querylog.unavailable import LogUnavailable

log = logging.getLogger(__name__)

BUSY_MS = 1000
"""Milliseconds to wait for another process's write: well inside the 3 s that Discord gives for a first answer."""
OPENING_MS = 5000
"""Milliseconds to wait for others while the file is opened: nobody waits for an answer yet."""
CACHE_KIB = 512
"""How much of the file is kept in memory, in KiB: rows are added at its end, and what is there suffices for that."""
WAL_BYTES = 16 * 1024 * 1024
"""The size to which the write-ahead log is cut back after a long reader has let it grow."""


async def open_database(
    path: Path, full_sync: bool, patience_ms: int = OPENING_MS, copied_to: Pseudonyms | None = None
) -> aiosqlite.Connection:
    """A connection to the log in that file, made or brought up to date where needed; a damaged file is set aside.

    ``patience_ms`` is how long to wait for other processes. A copy from which rows go to another log has no key of its
    own: ``copied_to`` are that log's pseudonyms. Raises :exc:`LogUnavailable`.
    """
    try:
        whole_path = await asyncio.to_thread(_prepare, path)
        connection = await aiosqlite.connect(whole_path, isolation_level=None, timeout=patience_ms / 1000)
    except (OSError, aiosqlite.Error) as error:
        raise LogUnavailable(f"the query log {path} cannot be opened ({reason(error, path)})") from error
    try:
        await claim(connection)
        await _write_ahead(connection, patience_ms)
        await connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten, not only unlinked
        if copied_to is None:
            await migrate_by_own_key(connection, path)
        else:
            await migrate(connection, copied_to)
        await connection.execute(f"PRAGMA synchronous = {'FULL' if full_sync else 'NORMAL'}")
        await connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        await connection.execute(f"PRAGMA journal_size_limit = {WAL_BYTES}")
        await connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    except (NotOurs, aiosqlite.Error) as error:
        await connection.close()
        raise LogUnavailable(f"the query log {path} cannot be used ({error})") from error
    except BaseException:
        await connection.close()
        raise
    return connection


def _prepare(path: Path) -> Path:
    """Makes the folder, sets a damaged file aside, and opens the file once; the path by which to open it.

    A new file is for its owner alone, and so is what SQLite keeps beside it: it holds what people asked.

    aiosqlite leaves a thread behind where its own opening fails. The path is absolute, since SQLite takes some names
    for its database in memory or for a URI.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise OSError(f"{path.parent} is not a folder") from None
    if path.exists() and not path.is_file():
        raise OSError("it is not a file")
    looked_at = identity(path)
    if (found := damage(path)) and identity(path) == looked_at:  # another process may have set it aside meanwhile
        set_aside(path, found)
    if not path.exists() and not os.access(path.parent, os.W_OK):
        raise OSError(f"this user may not write to the folder {path.parent.absolute()}")
    whole_path = path.absolute()
    if not path.exists():
        os.close(os.open(whole_path, os.O_RDWR | os.O_CREAT, 0o600))
    with closing(sqlite3.connect(whole_path)):
        pass
    return whole_path


async def _write_ahead(connection: aiosqlite.Connection, patience_ms: int) -> None:
    """Switches the file to WAL mode; SQLite does not wait by itself for others that open the file at the same time."""
    for left in reversed(range(patience_ms // 50)):
        try:
            await connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or not left:
                raise
            await asyncio.sleep(0.05)
        else:
            return
