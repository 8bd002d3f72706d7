"""An open query log: what is written to it, and what is read from it."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import aiosqlite

from bot.background import supervised
from bot.querylog import statements
from bot.querylog.open import (
    BUSY_MS,
    OPENING_MS,
    beside,
    open_database,
    read_only,
    tells_of_damage,
)
from bot.querylog.pseudonyms import Pseudonyms
from bot.querylog.reports import rows_of
from bot.querylog.retention import RetentionPolicy, keep_young
from bot.querylog.rows import JudgementRow, LogUnavailable, Request, Row, utc_now
from bot.querylog.writer import Writer

T = TypeVar("T")


class QueryLog:
    """One SQLite file in WAL mode, written by one connection; readers and other processes are never blocked.

    Whatever is handed over is committed before its method returns, and then survives the end of this process in any
    way (a power cut too, with :attr:`RetentionPolicy.full_sync`). Where the file refuses, the method raises
    :exc:`LogUnavailable` at once; what was asked, judged and requested waits in memory and is written when it heals, or
    is dropped, where it raises :exc:`RowDropped`.

    Askers are handed over by their own ids; the file has only their pseudonyms.
    """

    def __init__(
        self, path: Path, policy: RetentionPolicy, connection: aiosqlite.Connection, pseudonyms: Pseudonyms
    ) -> None:
        self._path = path
        self._policy = policy
        self._pseudonyms = pseudonyms
        self._writer = Writer(connection, path.is_file, self._reopened)
        self._purging: asyncio.Task[None] | None = None
        if policy.days:
            purge = partial(keep_young, self._writer, self.read, policy.days)
            self._purging = asyncio.create_task(supervised(purge, "deleting old rows of the query log"))

    @classmethod
    async def open(cls, path: Path, policy: RetentionPolicy = RetentionPolicy()) -> Self:  # noqa: B008 - it is frozen
        """The log in that file, made or brought up to date where needed; a damaged file is set aside.

        Raises :exc:`LogUnavailable`.
        """
        return cls(path, policy, *await _opened(path, policy.full_sync, OPENING_MS))

    async def record(self, row: Row) -> None:
        """Commits a question's row. Raises :exc:`LogUnavailable` where it has to wait."""
        name = self._pseudonyms.name(row.asker)
        kept = row._replace(asker=name, query=row.query if self._policy.text else "")
        await self._writer.write(statements.write_query(kept), asker=name)

    async def judge(self, row: JudgementRow) -> None:
        """Commits what somebody says of a reply. Raises :exc:`LogUnavailable` where it has to wait."""
        name = self._pseudonyms.name(row.asker)
        await self._writer.write(statements.write_judgement(row._replace(asker=name)), asker=name)

    async def request(self, request: Request) -> None:
        """Commits what somebody put to the editors. Raises :exc:`LogUnavailable` where it has to wait."""
        name = self._pseudonyms.name(request.asker)
        await self._writer.write(*statements.write_request(request._replace(asker=name)), asker=name)

    async def settle(self, request_id: int, fact_id: str) -> bool:
        """Closes a request; False where it is not open (any more). Raises :exc:`LogUnavailable`."""
        statement = statements.settle_request(request_id, fact_id, utc_now(), self._policy.text)
        return await self._writer.write(statement, kept=False, wipes=True) > 0

    async def set_aside(self, request_ids: Sequence[int], aside: bool) -> None:
        """Takes open requests off their editors' list, or puts them back on it. Raises :exc:`LogUnavailable`."""
        await self._writer.write(statements.set_aside(request_ids, utc_now() if aside else None), kept=False)

    async def reopen(self, request: Request) -> None:
        """Opens a request again that was settled. Raises :exc:`LogUnavailable` where that has to wait."""
        await self._writer.write(statements.reopen_request(request), asker=self._pseudonyms.name(request.user_id))

    async def forget(self, asker: str) -> int:
        """Deletes all rows of an asker, those that wait too; how many there were. Raises :exc:`LogUnavailable`."""
        name = self._pseudonyms.name(asker) or ""
        waited = self._writer.queue.forget(name)
        return waited + await self._writer.write(*statements.forget_asker(name), kept=False, wipes=True)

    async def count(self, asker: str) -> int:
        """How many rows of an asker are in the file, and wait for it. Raises :exc:`LogUnavailable`."""
        name = self._pseudonyms.name(asker) or ""
        return self._writer.queue.rows_of(name) + await self.read(partial(rows_of, asker=name))

    async def read(self, report: Callable[[sqlite3.Connection], T]) -> T:
        """What a report finds, off the event loop and beside all writing. Raises :exc:`LogUnavailable`.

        A file that is found damaged is opened anew, and so set aside: the writer may hold in memory what it would find.
        """
        try:
            return await asyncio.to_thread(self._report, report)
        except sqlite3.Error as error:
            if tells_of_damage(error):
                self._writer.doubt(error)
            raise LogUnavailable(f"the query log cannot be read ({error})") from error

    async def problem(self) -> str | None:
        """Why the log takes no writes at this moment, found by a real write, or None where it does."""
        try:
            await self._writer.write(*statements.TRIAL, kept=False)
        except LogUnavailable as error:
            return f"{error}; rows waiting: {self.waiting}, dropped: {self.dropped}"
        return None

    @property
    def policy(self) -> RetentionPolicy:
        """How the log is kept."""
        return self._policy

    @property
    def waiting(self) -> int:
        """How many rows wait to be written."""
        return len(self._writer.queue)

    @property
    def dropped(self) -> int:
        """How many rows had to be dropped since the log was opened: too many waited, or no table took them."""
        return self._writer.queue.dropped

    def size(self) -> int | None:
        """Bytes on disk, the write-ahead log included; None where they cannot be looked at."""
        try:
            ahead, _ = beside(self._path)
            return self._path.stat().st_size + (ahead.stat().st_size if ahead.exists() else 0)
        except OSError:
            return None

    async def close(self) -> None:
        """Writes what waits, if it can be written, says what is lost, and folds the write-ahead log into the file."""
        if self._purging:
            self._purging.cancel()
            await asyncio.wait({self._purging})
        await self._writer.close()
        if self._path.exists():
            with suppress(LogUnavailable):
                self._pseudonyms.put_back(self._path)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _reopened(self) -> aiosqlite.Connection:
        await asyncio.to_thread(self._pseudonyms.put_back, self._path)  # where log and key are gone, people stay known
        connection, self._pseudonyms = await _opened(self._path, self._policy.full_sync, BUSY_MS)
        return connection

    def _report(self, report: Callable[[sqlite3.Connection], T]) -> T:
        with closing(read_only(self._path)) as connection:
            return report(connection)


async def _opened(path: Path, full_sync: bool, patience_ms: int) -> tuple[aiosqlite.Connection, Pseudonyms]:
    """A connection to the log in that file, and the names of people by the key beside it."""
    connection = await open_database(path, full_sync, patience_ms)
    try:
        return connection, await asyncio.to_thread(Pseudonyms.of_log, path)
    except BaseException:
        await connection.close()
        raise
