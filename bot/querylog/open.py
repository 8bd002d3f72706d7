"""Opening the SQLite file: whole, ours, in the present shape, and set up for one writer beside many readers."""

import asyncio
import logging
import os
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import aiosqlite

from bot.querylog.pseudonyms import FIRST_NAMED, Pseudonyms, key_file
from bot.querylog.rows import LogUnavailable, utc_now

log = logging.getLogger(__name__)


def beside(path: Path) -> tuple[Path, Path]:
    """What SQLite keeps beside an open file: its write-ahead log, and the index to that."""
    real = path.resolve()
    return real.with_name(f"{real.name}-wal"), real.with_name(f"{real.name}-shm")


def may_write(path: Path) -> bool:
    """Whether this user may write the file, or make it, and write beside it, as a write-ahead log takes."""
    return os.access(path.parent, os.W_OK) and (os.access(path, os.W_OK) or not path.exists())


def identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another of the same name; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def name_aside(path: Path, why: str, suffix: str = "") -> Path:
    """What a file is called that is set aside now: ``NAME.why-TIME``."""
    return path.with_name(f"{path.name}.{why}-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}{suffix}")


class NotOurs(Exception):
    """The file is something else than a query log, or one that a newer version wrote."""


APPLICATION_ID = 0x66616374
"""What marks a file as ours in SQLite's header: "fact" in ASCII."""


def steps() -> list[tuple[int, str]]:
    """Each migration's number and SQL, lowest first; ``0001_queries.sql`` is number 1."""
    files = [
        entry for entry in (resources.files("bot.querylog") / "migrations").iterdir() if entry.name.endswith(".sql")
    ]
    return sorted((int(entry.name.split("_")[0]), entry.read_text(encoding="utf-8")) for entry in files)


async def claim(connection: aiosqlite.Connection) -> None:
    """Marks a new file as ours.

    Raises :exc:`NotOurs` where the file is another program's or a newer version's, and :exc:`sqlite3.Error` where it
    cannot be written.
    """
    if await _number(connection, "PRAGMA application_id") != APPLICATION_ID:
        async with _alone(connection):
            if await _number(connection, "PRAGMA application_id") != APPLICATION_ID:
                if await _number(connection, "SELECT count(*) FROM sqlite_master"):
                    raise NotOurs("it is another program's database; set another file")
                await connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    if await _number(connection, "PRAGMA user_version") > steps()[-1][0]:
        raise NotOurs("it was written by a newer version of factbot; run that version, or set another file")


async def migrate(connection: aiosqlite.Connection, pseudonyms: Pseudonyms) -> None:
    """Applies what a file of ours lacks, each step in a transaction of its own; ``user_version`` counts them.

    Rows from before people were named by a key get these pseudonyms. Raises :exc:`sqlite3.Error` where the file cannot
    be written.
    """
    await connection.create_function("pseudonym", 1, pseudonyms.name, deterministic=True)
    for number, sql in steps():
        if await _number(connection, "PRAGMA user_version") >= number:
            continue
        async with _alone(connection):
            if await _number(connection, "PRAGMA user_version") < number:
                for statement in _statements(sql):
                    await connection.execute(statement)
                await connection.execute(f"PRAGMA user_version = {number}")


@asynccontextmanager
async def _alone(connection: aiosqlite.Connection) -> AsyncIterator[None]:
    """A transaction that no other process writes beside from its first look on."""
    await connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        await connection.execute("ROLLBACK")
        raise
    await connection.execute("COMMIT")


def _statements(sql: str) -> Iterator[str]:
    """The statements of a script one by one; ``executescript`` would commit before it begins."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement


async def _number(connection: aiosqlite.Connection, query: str) -> int:
    async with connection.execute(query) as cursor:
        row = await cursor.fetchone()
    return int(row[0]) if row else 0


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


def reason(error: Exception, path: Path) -> str:
    """What SQLite or the system says and, where that leaves it out, what this user may not or that the disk is full."""
    said = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) and error.filename else str(error)
    more = None if "full" in said or "this user" in said else _lacking(path)
    return f"{said}; {more}" if more else said


def _lacking(path: Path) -> str | None:
    try:
        there = path.exists()
        full = not shutil.disk_usage(path.parent).free
    except OSError:
        return None
    if there and not os.access(path, os.R_OK):
        return "this user may not read it"
    if full:
        return "the disk is full"
    return None if may_write(path) else "this user may not write it and beside it"


_WARNING = (
    "the key of the query log %s %s: people count as new ones, and cannot delete what they asked before; to mend that, "
    "stop the bot and put the backup of %s in its place"
)
_KNOW = "INSERT INTO keys VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET own = 1"
_LOST, _ANOTHER = "was gone, and a new one was made", "is another one than its rows were written with"


async def migrate_by_own_key(connection: aiosqlite.Connection, path: Path) -> None:
    """Brings the log in that file to the present shape, by the key beside it, which is made where there is none.

    Warns, once, where rows name people and none by this key. Raises :exc:`sqlite3.Error`, and :exc:`LogUnavailable`
    where the key cannot be had.
    """
    lost = not key_file(path).exists() and await _names_people(connection)
    pseudonyms = await asyncio.to_thread(Pseudonyms.of_log, path)
    await migrate(connection, pseudonyms)
    another = await _note(connection, pseudonyms) and await _names_people(connection)
    if lost or another:
        log.warning(_WARNING, path, _LOST if lost else _ANOTHER, key_file(path))


async def _note(connection: aiosqlite.Connection, pseudonyms: Pseudonyms) -> bool:
    """Has a log know the key by which rows are named from now on; whether it knew others only."""
    async with connection.execute("SELECT fingerprint FROM keys WHERE own") as cursor:
        known = {fingerprint for (fingerprint,) in await cursor.fetchall()}
    if pseudonyms.fingerprint in known:
        return False
    await connection.execute(_KNOW, (pseudonyms.fingerprint, utc_now()))
    return bool(known)


async def _names_people(connection: aiosqlite.Connection) -> bool:
    """Whether rows name their askers by a key, which then has to be beside the log."""
    async with connection.execute("PRAGMA user_version") as cursor:
        version = await cursor.fetchone()
    if version is None or version[0] < FIRST_NAMED:
        return False
    async with connection.execute("SELECT 1 FROM queries WHERE asker IS NOT NULL LIMIT 1") as cursor:
        return await cursor.fetchone() is not None


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


WAIT_SECONDS = 1.0
"""How long to wait for another process that has the file for itself."""


def read_only(path: Path) -> sqlite3.Connection:
    """A connection that only reads, beside whoever writes. Raises :exc:`sqlite3.Error`, also where there is no file."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=WAIT_SECONDS)
    connection.execute("PRAGMA query_only = ON")
    return connection


def untouched(path: Path) -> sqlite3.Connection:
    """A connection that leaves the file, and the folder where it can, as they are. Raises :exc:`sqlite3.Error`.

    A file without a write-ahead log is nobody's at the moment, and is read without locks, also from a read-only disk.
    """
    alone = not beside(path)[0].exists()
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' * alone}", uri=True, timeout=WAIT_SECONDS
    )


def version(connection: sqlite3.Connection) -> int:
    """Which migration a log is at.

    Raises :exc:`LogUnavailable` where it is none of ours or a newer version's, and :exc:`sqlite3.Error`.
    """
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise LogUnavailable("it is not a query log of factbot")
    number = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if number > steps()[-1][0]:
        raise LogUnavailable("it was written by a newer version of factbot; use that version")
    return number


def open_for_reports(path: Path) -> sqlite3.Connection:
    """A connection to a log of the present shape, for reports. Raises :exc:`LogUnavailable`."""
    try:
        if not path.is_file():
            raise FileNotFoundError
        connection = read_only(path) if may_write(path) else untouched(path)
        try:
            if version(connection) < steps()[-1][0]:
                raise LogUnavailable("an older version of factbot wrote it; 'factbot run' or 'factbot ask' renews it")
        except BaseException:
            connection.close()
            raise
    except FileNotFoundError as error:
        raise LogUnavailable(f"there is no query log {path}; FACTBOT_LOG names it") from error
    except (OSError, sqlite3.Error, LogUnavailable) as error:
        raise LogUnavailable(f"the query log {path} cannot be read ({reason(error, path)})") from error
    return connection
