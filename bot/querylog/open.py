"""Opening the log's SQLite file: made, brought to the present shape, written and read."""

import asyncio
import logging
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import resources
from pathlib import Path

import aiosqlite

from bot.querylog.disk import (
    APPLICATION_ID,
    OPENING_SECONDS,
    connect,
    damage,
    leave_write_ahead,
    may_write,
    number,
    reason,
    set_aside,
    shares_memory,
    takes_write_ahead,
)
from bot.querylog.rows import LogUnavailable, Pseudonyms, key_file

log = logging.getLogger(__name__)

BUSY_MS = 1000
"""Milliseconds to wait for another process's write: well inside the 3 s that Discord gives for a first answer."""
CACHE_KIB = 512
"""How much of the file is kept in memory, in KiB: rows are added at its end, and what is there suffices for that."""
WAL_BYTES = 16 * 1024 * 1024
"""The size to which the write-ahead log is cut back after a long reader has let it grow."""
_SLOW_MOUNT = (
    "the query log %s is on a mount without shared memory maps, as network mounts often are; it is written without a "
    "write-ahead log, so that reports and new rows wait for one another; a local disk is better"
)
_OTHERS_READ = "other users of this machine may read %s; 'chmod o= %s' fixes that"
_OTHER_KEY = (
    "the key of the query log %s has changed since the last start: people count as new ones, and cannot delete what "
    "they asked before; unless that is meant, stop the bot and restore %s from its backup"
)


async def open_for_writing(path: Path, full_sync: bool) -> tuple[aiosqlite.Connection, Pseudonyms]:
    """A connection to the log, and the names of people by its key. A missing file is made, a damaged one set aside.

    ``full_sync`` writes each row through to the disk. Raises :exc:`LogUnavailable`.
    """
    try:
        pseudonyms = await asyncio.to_thread(prepare, path)
        whole_path = path.absolute()  # noqa: ASYNC240 - SQLite takes some names for its memory or for a URI
        connection = await aiosqlite.connect(whole_path, isolation_level=None, timeout=OPENING_SECONDS)
    except (OSError, sqlite3.Error, LogUnavailable) as error:
        raise LogUnavailable(f"the query log {path} cannot be opened ({reason(error, path)})") from error
    try:
        await connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten, not only unlinked
        await connection.execute(f"PRAGMA synchronous = {'FULL' if full_sync else 'NORMAL'}")
        await connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        await connection.execute(f"PRAGMA journal_size_limit = {WAL_BYTES}")
        await connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    except BaseException:
        await connection.close()
        raise
    return connection, pseudonyms


def prepare(path: Path) -> Pseudonyms:
    """Makes the log, or brings it to the present shape; sets a damaged file aside. Returns the names of people.

    A new file is for its owner alone, and so is what SQLite keeps beside it: it holds what people asked. Raises
    :exc:`LogUnavailable`, :exc:`sqlite3.Error` and :exc:`OSError`.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise OSError(f"{path.parent} is not a folder") from None
    if path.exists() and not path.is_file():
        raise OSError("it is not a file")
    slow = path.exists() and not shares_memory(path)
    if slow:
        leave_write_ahead(path)
    if found := damage(path):
        set_aside(path, found)
    if not path.exists():
        os.close(os.open(path.absolute(), os.O_RDWR | os.O_CREAT, 0o600))
        log.info("the query log %s is new and empty", path)
    with closing(connect(path)) as connection:
        migrate(connection)
        if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            slow = slow or not takes_write_ahead(path.parent)
            if not slow:
                _write_ahead(connection)
        pseudonyms = _pseudonyms(connection, path)
    if slow:
        log.warning(_SLOW_MOUNT, path)
    for file in (path, key_file(path)):
        if os.name == "posix" and file.stat().st_mode & 0o007:
            log.warning(_OTHERS_READ, file, file)
    return pseudonyms


def steps() -> list[tuple[int, str]]:
    """The number and SQL of each step to the present shape: ``schema.sql`` is 1, ``migrations/0002_….sql`` is 2."""
    here = resources.files("bot.querylog")
    folder = here / "migrations"
    files = [file for file in folder.iterdir() if file.name.endswith(".sql")] if folder.is_dir() else []
    later = [(int(file.name.split("_")[0]), file.read_text(encoding="utf-8")) for file in files]
    return [(1, (here / "schema.sql").read_text(encoding="utf-8")), *sorted(later)]


def migrate(connection: sqlite3.Connection) -> None:
    """Takes the steps that a file lacks, each in a transaction of its own; ``user_version`` is the last one taken.

    Raises :exc:`LogUnavailable` if the file is another program's or a newer version's, and :exc:`sqlite3.Error`.
    """
    if number(connection, "SELECT count(*) FROM sqlite_master"):
        version(connection)
    else:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # before the first table, or never
    for step, sql in steps():
        if number(connection, "PRAGMA user_version") >= step:
            continue
        with _transaction(connection):
            if number(connection, "PRAGMA user_version") < step:  # another process may have been faster
                for statement in _statements(sql):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {step}")


def version(connection: sqlite3.Connection) -> int:
    """The last step that a log has taken.

    Raises :exc:`LogUnavailable` if the file is not a log or is a newer version's, and :exc:`sqlite3.Error`.
    """
    if number(connection, "PRAGMA application_id") != APPLICATION_ID:
        raise LogUnavailable("it is not a query log of factbot")
    taken = number(connection, "PRAGMA user_version")
    if taken > steps()[-1][0]:
        raise LogUnavailable("it was written by a newer version of factbot; use that version, or another file")
    return taken


def open_for_reports(path: Path) -> sqlite3.Connection:
    """A connection to a log of the present shape that only reads. Raises :exc:`LogUnavailable`."""
    try:
        if not path.is_file():
            raise FileNotFoundError
        connection = read_only(path) if may_write(path) else untouched(path)
        try:
            if version(connection) < steps()[-1][0]:
                raise LogUnavailable("an older version of factbot wrote it; 'factbot run' or 'factbot ask' updates it")
        except BaseException:
            connection.close()
            raise
    except FileNotFoundError as error:
        raise LogUnavailable(f"there is no query log {path}; FACTBOT_LOG names it") from error
    except (OSError, sqlite3.Error, LogUnavailable) as error:
        raise LogUnavailable(f"the query log {path} cannot be read ({reason(error, path)})") from error
    return connection


def read_only(path: Path) -> sqlite3.Connection:
    """A connection that only reads, beside whoever writes. Raises :exc:`sqlite3.Error`, also if there is no file."""
    connection = connect(path, wait=BUSY_MS / 1000)
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA temp_store = MEMORY")  # a container's /tmp is small
    return connection


def untouched(path: Path) -> sqlite3.Connection:
    """A connection that leaves the file, and the folder if it can, as they are. Raises :exc:`sqlite3.Error`.

    A file without a write-ahead log is open nowhere, and is read without locks, also from a read-only disk.
    """
    real = path.resolve()
    alone = not real.with_name(f"{real.name}-wal").exists()
    connection = connect(path, "ro&immutable=1" if alone else "ro", BUSY_MS / 1000)
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switches the file to WAL mode; SQLite does not wait by itself for others that open the file at the same time."""
    until = time.monotonic() + OPENING_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.05)


def _pseudonyms(connection: sqlite3.Connection, path: Path) -> Pseudonyms:
    """The names of people by the log's key; warns once if the rows were written with another key."""
    if not key_file(path).exists():
        with _transaction(connection):  # one process makes the key
            Pseudonyms.of_log(path)
    pseudonyms = Pseudonyms.of_log(path)
    known = connection.execute("SELECT fingerprint FROM key").fetchone()
    if known != (pseudonyms.fingerprint,):
        connection.execute("INSERT OR REPLACE INTO key VALUES (1, ?)", (pseudonyms.fingerprint,))
        if known and connection.execute("SELECT 1 FROM queries WHERE asker IS NOT NULL LIMIT 1").fetchone():
            log.warning(_OTHER_KEY, path, key_file(path))
    return pseudonyms


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction beside which no other process writes from its first read on."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one; ``executescript`` would commit before it begins."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
