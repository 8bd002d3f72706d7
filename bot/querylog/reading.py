"""Reading a log that a bot may be writing: only what is ours, whole in shape, and never changed by it."""

import sqlite3
from pathlib import Path

from bot.querylog.files import beside, may_write
from bot.querylog.migrations import APPLICATION_ID, steps
from bot.querylog.reasons import reason
from bot.querylog.unavailable import LogUnavailable

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
