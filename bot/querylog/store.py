"""The SQLite file behind the query log."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import aiosqlite

from bot.querylog import statements
from bot.querylog.migrations import NotOurs, migrate
from bot.querylog.rows import JudgementRow, Request, Row, utc_now

T = TypeVar("T")

BUSY_MS = 1000
"""Milliseconds to wait for another process's write: well inside the 3 s that Discord gives for a first answer."""


OPENING_MS = 5000
"""Milliseconds to wait for others while the file is opened: nobody waits for an answer yet."""


class LogUnavailable(Exception):
    """The query log cannot be opened or written; the text says why."""


_TRIAL = "BEGIN IMMEDIATE; UPDATE queries SET id = id WHERE id = 0; ROLLBACK;"
"""A write that changes nothing, in one step, so that no row of others can come between its begin and its end."""


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
        await self._write(statements.write_query(row))

    async def judge(self, row: JudgementRow) -> None:
        """Commits what somebody says of a reply. Raises as :meth:`record` does."""
        await self._write(statements.write_judgement(row))

    async def request(self, request: Request) -> None:
        """Commits what somebody put to the editors. Raises as :meth:`record` does."""
        await self._write(statements.write_request(request))

    async def settle(self, request_id: int, fact_id: str) -> bool:
        """Closes a request; False where it is not open (any more). Raises as :meth:`record` does."""
        return await self._write(statements.settle_request(request_id, fact_id, utc_now())) > 0

    async def forget(self, asker: str) -> int:
        """Deletes all rows of an asker and says how many there were. Raises as :meth:`record` does."""
        return sum([await self._write(statement) for statement in statements.forget_asker(asker)])

    async def read(self, report: Callable[[sqlite3.Connection], T]) -> T:
        """What a report finds, off the event loop and beside all writing. Raises :exc:`LogUnavailable`."""
        try:
            return await asyncio.to_thread(self._report, report)
        except sqlite3.Error as error:
            raise LogUnavailable(f"the query log cannot be read ({error})") from error

    def size(self) -> int:
        """Bytes on disk, the write-ahead log included."""
        files = (self._path, self._path.with_name(f"{self._path.name}-wal"))
        return sum(file.stat().st_size for file in files if file.exists())

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

    async def _write(self, statement: statements.Statement) -> int:
        """Commits one statement; how many rows it changed."""
        try:
            cursor = await self._connection.execute(*statement)
            self._refused = None
        except (aiosqlite.Error, ValueError) as error:  # ValueError: the connection is closed
            self._refused = str(error)
            raise LogUnavailable(f"a row could not be written to the query log ({error})") from error
        return cursor.rowcount

    def _report(self, report: Callable[[sqlite3.Connection], T]) -> T:
        with closing(sqlite3.connect(self._path)) as connection:
            connection.execute("PRAGMA query_only = ON")
            return report(connection)

    async def close(self) -> None:
        """Ends the connection; SQLite folds the WAL back into the file."""
        await self._connection.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
