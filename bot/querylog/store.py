"""The SQLite file behind the query log."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import aiosqlite

from bot.querylog.migrations import NotOurs, migrate

BUSY_MS = 1000
"""Milliseconds to wait for another process's write: well inside the 3 s that Discord gives for a first answer."""


OPENING_MS = 5000
"""Milliseconds to wait for others while the file is opened: nobody waits for an answer yet."""


class LogUnavailable(Exception):
    """The query log cannot be opened or written; the text says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question and what became of it; the columns of the table ``queries``, in order, without its id.

    ``asked_at`` is UTC in ISO 8601, ``confidence`` 0..1, ``latency_ms`` milliseconds; ``fact_id`` is None unless the
    outcome is ``answer``.
    """

    asked_at: str
    guild_id: str | None
    channel_id: str | None
    asker: str | None
    command: str
    query: str
    outcome: str
    fact_id: str | None
    confidence: float
    latency_ms: float
    base_version: str


_COLUMNS = ", ".join(field.name for field in fields(Row))
_PLACES = ", ".join("?" for _ in fields(Row))
_INSERT = f"INSERT INTO queries ({_COLUMNS}) VALUES ({_PLACES})"  # noqa: S608 - made of our own field names alone


_TRIAL = "BEGIN IMMEDIATE; UPDATE queries SET id = id WHERE id = 0; ROLLBACK;"
"""A write that changes nothing, in one step, so that no row of others can come between its begin and its end."""


def utc_now() -> str:
    """The present moment as the log writes it: UTC, ISO 8601, milliseconds, ``Z``."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def _write_ahead(connection: aiosqlite.Connection) -> None:
    """Switches the file to WAL mode; SQLite does not wait by itself for others that open the file at the same time."""
    for left in reversed(range(OPENING_MS // 50)):
        try:
            await connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or not left:
                raise
            await asyncio.sleep(0.05)
        else:
            return


def _probe(path: Path) -> None:
    """Opens and closes the file: aiosqlite leaves a thread behind where its own opening fails."""
    with closing(sqlite3.connect(path)):
        pass


class QueryLog:
    """An open query log: one connection in WAL mode, every row its own transaction.

    Readers (and other processes) are never blocked. A row that :meth:`record` returned from survives the end of this
    process in any way; on power loss the last rows since SQLite's checkpoint may be missing, the file stays whole
    (``synchronous=NORMAL``, see sqlite.org/pragma.html#pragma_synchronous).
    """

    def __init__(self, connection: aiosqlite.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._refused: str | None = None

    @classmethod
    async def open(cls, path: Path) -> Self:
        """The log in that file, made or brought up to date where needed.

        Raises :exc:`LogUnavailable`.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            await asyncio.to_thread(_probe, path)
            connection = await aiosqlite.connect(path, isolation_level=None, timeout=BUSY_MS / 1000)
        except (OSError, aiosqlite.Error) as error:
            raise LogUnavailable(f"the query log {path} cannot be opened ({error})") from error
        try:
            await connection.execute(f"PRAGMA busy_timeout = {OPENING_MS}")
            await _write_ahead(connection)
            await connection.execute("PRAGMA synchronous = NORMAL")
            await migrate(connection)
            await connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        except (NotOurs, aiosqlite.Error) as error:
            await connection.close()
            raise LogUnavailable(f"the query log {path} cannot be used ({error})") from error
        return cls(connection, path)

    async def record(self, row: Row) -> None:
        """Commits the row. Raises :exc:`LogUnavailable` where it could not be."""
        try:
            await self._connection.execute(_INSERT, astuple(row))
            self._refused = None
        except (aiosqlite.Error, ValueError) as error:  # ValueError: the connection is closed
            self._refused = str(error)
            raise LogUnavailable(f"a question could not be written to the query log ({error})") from error

    async def problem(self) -> str | None:
        """Why the log takes no writes at this moment, or None where it does.

        That is why the last row was refused, as on a full disk, or why no write can begin now.
        """
        if self._refused:
            return self._refused
        try:
            await self._connection.executescript(_TRIAL)
        except (aiosqlite.Error, ValueError) as error:
            return str(error)
        return None if self._path.exists() else "the file is gone"

    async def close(self) -> None:
        """Ends the connection; SQLite folds the WAL back into the file."""
        await self._connection.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
