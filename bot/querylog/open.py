"""Opening the log's SQLite file: made, looked through for damage, brought to the present shape, written and read."""

import asyncio
import logging
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import aiosqlite

from bot.querylog.pseudonyms import Pseudonyms, key_file
from bot.querylog.rows import LogUnavailable

log = logging.getLogger(__name__)

APPLICATION_ID = 0x66616374
"""What marks a file as ours in SQLite's header: "fact" in ASCII."""
BUSY_MS = 1000
"""Milliseconds to wait for another process's write: well inside the 3 s that Discord gives for a first answer."""
OPENING_MS = 5000
"""Milliseconds to wait for other processes while the file is opened: nobody waits for an answer yet."""
CACHE_KIB = 512
"""How much of the file is kept in memory, in KiB: rows are added at its end, and what is there suffices for that."""
WAL_BYTES = 16 * 1024 * 1024
"""The size to which the write-ahead log is cut back after a long reader has let it grow."""
CHECK_SECONDS = 2.0
"""How long a file is looked through for damage; what a huge log hides beyond that shows when it is read or written."""
_MAGIC = b"SQLite format 3\x00"
_OTHER_KEY = (
    "the key of the query log %s has changed since the last start: people count as new ones, and cannot delete what "
    "they asked before; unless that is meant, stop the bot and restore %s from its backup"
)


async def open_for_writing(path: Path, full_sync: bool, wait_ms: int) -> tuple[aiosqlite.Connection, Pseudonyms]:
    """A connection to the log, and the names of people by its key. A missing file is made, a damaged one set aside.

    ``full_sync`` writes each row through to the disk. Raises :exc:`LogUnavailable`.
    """
    try:
        pseudonyms = await asyncio.to_thread(prepare, path, wait_ms)
        whole_path = path.absolute()  # noqa: ASYNC240 - SQLite takes some names for its memory or for a URI
        connection = await aiosqlite.connect(whole_path, isolation_level=None, timeout=wait_ms / 1000)
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


def prepare(path: Path, wait_ms: int = OPENING_MS) -> Pseudonyms:
    """Makes the log, or brings it to the present shape; a damaged file is set aside. The names of people by its key.

    A new file is for its owner alone, and so is what SQLite keeps beside it: it holds what people asked. Raises
    :exc:`LogUnavailable`, :exc:`sqlite3.Error` and :exc:`OSError`.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise OSError(f"{path.parent} is not a folder") from None
    if path.exists() and not path.is_file():
        raise OSError("it is not a file")
    if found := damage(path):
        set_aside(path, found)
    if not path.exists():
        if not os.access(path.parent, os.W_OK):
            raise OSError(f"this user may not write to the folder {path.parent.absolute()}")
        os.close(os.open(path.absolute(), os.O_RDWR | os.O_CREAT, 0o600))
    with closing(sqlite3.connect(path.absolute(), isolation_level=None, timeout=wait_ms / 1000)) as connection:
        migrate(connection)
        _write_ahead(connection, wait_ms)
        pseudonyms = Pseudonyms.of_log(path)
        _note_key(connection, pseudonyms, path)
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
    if _number(connection, "PRAGMA application_id") != APPLICATION_ID:
        if not _number(connection, "SELECT count(*) FROM sqlite_master"):
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        with _alone(connection):
            if _number(connection, "PRAGMA application_id") != APPLICATION_ID:
                if _number(connection, "SELECT count(*) FROM sqlite_master"):
                    raise LogUnavailable("it is another program's database; set another file")
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for number, sql in steps():
        if version(connection) >= number:
            continue
        with _alone(connection):
            if version(connection) < number:
                for statement in _statements(sql):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")


def version(connection: sqlite3.Connection) -> int:
    """The last step that a log has taken.

    Raises :exc:`LogUnavailable` if it is none of ours or a newer version's, and :exc:`sqlite3.Error`.
    """
    if _number(connection, "PRAGMA application_id") != APPLICATION_ID:
        raise LogUnavailable("it is not a query log of factbot")
    number = _number(connection, "PRAGMA user_version")
    if number > steps()[-1][0]:
        raise LogUnavailable("it was written by a newer version of factbot; use that version, or another file")
    return number


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
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_MS / 1000)
    connection.execute("PRAGMA query_only = ON")
    return connection


def untouched(path: Path) -> sqlite3.Connection:
    """A connection that leaves the file, and the folder if it can, as they are. Raises :exc:`sqlite3.Error`.

    A file without a write-ahead log is nobody's at the moment, and is read without locks, also from a read-only disk.
    """
    real = path.resolve()
    alone = not real.with_name(f"{real.name}-wal").exists()
    uri = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' * alone}"
    return sqlite3.connect(uri, uri=True, timeout=BUSY_MS / 1000)


def may_write(path: Path) -> bool:
    """Whether this user may write the file and beside it, as a write-ahead log takes."""
    return os.access(path.parent, os.W_OK) and (os.access(path, os.W_OK) or not path.exists())


def tells_of_damage(error: sqlite3.Error) -> bool:
    """Whether SQLite says by an error that a file's content is wrong."""
    return getattr(error, "sqlite_errorcode", -1) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def damage(path: Path) -> str | None:
    """What is wrong with the content of a query log, or None; a file that never was one has no damage.

    Raises :exc:`sqlite3.Error` and :exc:`OSError` if the file cannot be looked at for another reason.
    """
    if not path.exists() or not path.stat().st_size:
        return None
    until = time.monotonic() + CHECK_SECONDS
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:  # changes nothing
            if _number(connection, "PRAGMA application_id") != APPLICATION_ID:
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
    for suffix in ("", "-wal", "-shm", "-journal"):
        file = path.with_name(path.name + suffix)
        if file.exists():
            file.rename(aside.with_name(aside.name + suffix))
    log.error("the query log %s is damaged (%s); it was set aside as %s, a new one is begun", path, why, aside)


def reason(error: Exception, path: Path) -> str:
    """What SQLite or the system says, and what that leaves out: that this user may not, or that the disk is full."""
    said = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) and error.filename else str(error)
    lacking = None
    if isinstance(error, (OSError, sqlite3.Error)) and "full" not in said and "this user" not in said:
        try:
            if path.exists() and not os.access(path, os.R_OK):
                lacking = "this user may not read it"
            elif not shutil.disk_usage(path.parent).free:
                lacking = "the disk is full"
            elif not may_write(path):
                lacking = "this user may not write it and beside it"
        except OSError:
            pass
    return f"{said}; {lacking}" if lacking else said


def _was_ours(path: Path) -> bool:
    """Whether a damaged file's header carries our mark or, if it is overwritten, our key lies beside the file.

    Never for a file that this process has open: reading it outside SQLite drops the locks that SQLite holds on it.
    """
    with path.open("rb") as stream:
        header = stream.read(100)
    if header.startswith(_MAGIC):
        return int.from_bytes(header[68:72], "big") == APPLICATION_ID
    return key_file(path).exists()


def _write_ahead(connection: sqlite3.Connection, wait_ms: int) -> None:
    """Switches the file to WAL mode; SQLite does not wait by itself for others that open the file at the same time."""
    until = time.monotonic() + wait_ms / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def _note_key(connection: sqlite3.Connection, pseudonyms: Pseudonyms, path: Path) -> None:
    """Has the log know the key by which its rows name people; warns, once, if that is another one than before."""
    known = connection.execute("SELECT fingerprint FROM key").fetchone()
    if known == (pseudonyms.fingerprint,):
        return
    connection.execute("INSERT OR REPLACE INTO key VALUES (1, ?)", (pseudonyms.fingerprint,))
    if known and connection.execute("SELECT 1 FROM queries WHERE asker IS NOT NULL LIMIT 1").fetchone():
        log.warning(_OTHER_KEY, path, key_file(path))


@contextmanager
def _alone(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction beside which no other process writes from its first look on."""
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


def _number(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])
