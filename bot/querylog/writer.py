"""The one writer of an open log: several rows a transaction, and none lost while the file refuses them."""

import asyncio
import contextlib
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby

import aiosqlite

from bot.querylog.open import BUSY_MS
from bot.querylog.queue import Entry, Queue
from bot.querylog.rows import LogUnavailable, RowDropped
from bot.querylog.statements import TRIAL, Statement, together


async def emptied(connection: aiosqlite.Connection) -> None:
    """Empties the write-ahead log, which otherwise keeps what was deleted for a while; waits for nobody."""
    with contextlib.suppress(aiosqlite.Error, ValueError):
        await connection.execute("PRAGMA busy_timeout = 0")
        try:
            await connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            await connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")


async def folded(connection: aiosqlite.Connection) -> bool:
    """Folds the write-ahead log into its file; False where somebody reads what would be overwritten."""
    with contextlib.suppress(aiosqlite.Error, ValueError):
        async with connection.execute("PRAGMA wal_checkpoint(PASSIVE)") as cursor:
            _, frames, folded = await cursor.fetchone() or (0, 0, 0)
        return bool(folded >= frames)
    return True


log = logging.getLogger(__name__)

MOST_AT_ONCE = 500
"""How many waiting rows share a transaction: one commit costs about as much as writing fifty rows."""
FIRST_WAIT, LONGEST_WAIT = 0.1, 5.0
"""Seconds between attempts to write to a log that refuses: doubled from the first to the longest."""

_UNFIT = (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.InterfaceError, OverflowError, UnicodeError)
"""What is wrong with a row, not with the file."""

_PASSING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL)
"""Refusals that pass without opening the file anew."""

Reopen = Callable[[], Awaitable[aiosqlite.Connection]]


class Writer:
    """Writes entries in the order in which they come, each known to be committed before its caller goes on.

    While the file refuses, callers are told at once, and their rows wait; the file is tried again, and where it needs
    to be opened anew, with growing pauses until it takes them.
    """

    def __init__(self, connection: aiosqlite.Connection, present: Callable[[], bool], reopen: Reopen) -> None:
        """``present`` says whether the file is still there; ``reopen`` opens it, or a new one."""
        self._connection: aiosqlite.Connection | None = connection
        self._present = present
        self._reopen = reopen
        self._closing = asyncio.Event()
        self._wake = asyncio.Event()
        self._wait = FIRST_WAIT
        self._stale = False
        self.queue = Queue()
        self.refused: str | None = None
        self._task = asyncio.create_task(self._run())

    async def write(
        self, *statements: Statement, kept: bool = True, asker: str | None = None, wipes: bool = False
    ) -> int:
        """Commits the statements together and says how many rows they changed (0 for what is ``kept``, maybe).

        What ``wipes`` deletes is gone from the disk too, unless somebody reads it just then.
        Raises :exc:`LogUnavailable` where that cannot be done now. What is to be ``kept`` is then written later, unless
        it is a :exc:`RowDropped`.
        """
        if self._closing.is_set():
            raise RowDropped("the query log is closed")
        if self.refused is not None and not kept:
            raise LogUnavailable(self.refused)
        entry = Entry(statements, asyncio.get_running_loop().create_future(), kept, asker, wipes)
        if not self.queue.put(entry):
            raise RowDropped("a row was dropped, since too many wait to be written to the query log")
        if self.refused is not None:
            entry.done.cancel()  # nobody waits for it
            raise LogUnavailable(f"a row waits, since the query log takes none now ({self.refused})")
        self._wake.set()
        return await entry.done

    def doubt(self, error: Exception) -> None:
        """Has the file opened anew, since somebody else finds it damaged; rows wait until then."""
        self._refuse(error)
        self._wake.set()

    async def close(self) -> None:
        """Writes what waits, if it can be written, and says what is lost; then ends the connection."""
        self._closing.set()
        self._wake.set()
        await self._task
        await self._let_go()
        if lost := len(self.queue):
            self.queue.dropped += lost
            log.error("rows of the query log that are lost: %d (%s)", lost, self.refused)

    async def _run(self) -> None:
        last_chance = False
        while True:
            if self.refused is not None:
                if last_chance:
                    return
                await self._pause()
                last_chance = self._closing.is_set()
                await self._heal()
            elif batch := self.queue.take(MOST_AT_ONCE):
                await self._write(batch)
            elif self._closing.is_set():
                return
            else:
                self._wake.clear()
                await self._wake.wait()

    async def _write(self, batch: list[Entry]) -> bool:
        """Writes the entries, or sees to it that those to be kept wait; whether they are written."""
        try:
            changed = await self._commit(batch)
        except _UNFIT as error:
            await self._write_singly(batch, error)
            return False
        except Exception as error:  # whatever it is: rows wait, people do not
            self.queue.put_back(batch)
            self._refuse(error)
            return False
        self._wait = FIRST_WAIT
        if self._connection and any(entry.wipes for entry in batch):
            await emptied(self._connection)
        for entry, number in zip(batch, changed, strict=True):
            entry.succeed(number)
        return True

    async def _write_singly(self, batch: list[Entry], error: Exception) -> None:
        """Finds the row that no table takes, and drops that one alone."""
        if len(batch) == 1:
            self.queue.dropped += 1
            batch[0].fail(RowDropped(f"the query log has no place for a row ({error})"))
            log.error("a row was dropped, since no table takes it (%s)", error)
            return
        for number, entry in enumerate(batch):
            written = await self._write([entry])
            if self.refused is not None:
                first = self.queue.take(1) if entry.kept and not written else []  # it is back at the head
                self.queue.put_back([*first, *batch[number + 1 :]])
                self.queue.refuse(self.refused)
                return

    async def _commit(self, batch: Sequence[Entry]) -> list[int]:
        """Writes the entries in one transaction; how many rows each changed."""
        if self._connection is None or not self._present():
            raise sqlite3.OperationalError("its file was moved or removed")
        if whole := together([statement for entry in batch for statement in entry.statements]):
            changed_by_all = (await self._connection.execute(*whole)).rowcount
            return [changed_by_all // len(batch)] * len(batch)
        await self._connection.execute("BEGIN IMMEDIATE")
        try:
            runs = [list(run) for _, run in groupby(batch, _kind)]
            changed = [number for run in runs for number in await _apply(self._connection, run)]
            await self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                await self._connection.execute("ROLLBACK")
            raise
        return changed

    def _refuse(self, error: Exception) -> None:
        """Takes note that nothing can be written now, tells all who wait, and says so once."""
        if self.refused is None:
            log.error("the query log takes no rows (%s); people get answers, their rows wait", error)
        self.refused = str(error)
        self._stale = getattr(error, "sqlite_errorcode", -1) & 0xFF not in _PASSING
        self.queue.refuse(self.refused)

    async def _pause(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._wait):
                await self._closing.wait()
        self._wait = min(2 * self._wait, LONGEST_WAIT)

    async def _heal(self) -> None:
        """Tries whether the file takes rows again, opened anew where that may help."""
        try:
            if self._stale or self._connection is None:
                await self._let_go()
                self._connection = await self._reopen()
            await self._commit([Entry(TRIAL, asyncio.get_running_loop().create_future(), kept=False)])
        except Exception as error:  # as above; the reason may be another by now
            self._refuse(error)
        else:
            self.refused = None
            log.warning("the query log takes rows again; waiting: %d, dropped: %d", len(self.queue), self.queue.dropped)

    async def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        await folded(connection)  # a file that was renamed would otherwise leave its last rows beside its old name
        with contextlib.suppress(aiosqlite.Error, ValueError):
            await connection.close()


async def _apply(connection: aiosqlite.Connection, run: Sequence[Entry]) -> list[int]:
    """Executes entries of one kind; rows to be kept go to SQLite's thread together."""
    if len(run) > 1 and run[0].kept and len(run[0].statements) == 1:
        await connection.executemany(run[0].statements[0][0], [entry.statements[0][1] for entry in run])
        return [0] * len(run)
    changed = []
    for entry in run:
        cursors = [await connection.execute(*statement) for statement in entry.statements]
        changed.append(sum(cursor.rowcount for cursor in cursors))
    return changed


def _kind(entry: Entry) -> tuple[bool, tuple[str, ...]]:
    return entry.kept, tuple(sql for sql, _ in entry.statements)
