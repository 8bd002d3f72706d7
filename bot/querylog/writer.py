"""The one writer of an open log: several rows a transaction, and none lost while the file refuses them."""

import asyncio
import contextlib
import logging
import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import aiosqlite

from bot.querylog.open import BUSY_MS
from bot.querylog.rows import ANOTHER_ROW, INSERT_ROW, TRIAL, LogUnavailable, Statement, WriteResult

log = logging.getLogger(__name__)

MOST_WAITING = 10_000
"""How many changes may wait: at one question a second, close to three hours of them, and 80 MB at the most."""
PATIENCE_SECONDS = 1.5
"""How long a caller waits for its row: half of the 3 s in which Discord wants a first answer. The row stays queued."""
MOST_AT_ONCE = 500
"""How many waiting rows share a transaction: one commit costs about as much as writing fifty rows."""
FIRST_WAIT, LONGEST_WAIT = 0.1, 5.0
"""Seconds between attempts to write to a file that refuses: doubled from the first to the longest."""
WIPE_SECONDS = 1.0
"""Seconds between attempts to empty the write-ahead log of what was deleted, while somebody reads it."""

_UNFIT = (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.InterfaceError, OverflowError, UnicodeError)
"""What is wrong with a row, not with the file."""
_PASSING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL)
"""Refusals that pass without opening the file again."""


@dataclass(slots=True, eq=False)
class _Entry:
    """Statements that are executed in one transaction, and the caller who waits for that.

    A ``kept`` entry waits as long as the file refuses it; any other is the caller's to try again. ``asker`` is the
    pseudonym of the person whose row it is. What an entry that ``wipes`` deletes has to be gone from the disk.
    """

    statements: Sequence[Statement]
    kept: bool = False
    asker: str | None = None
    wipes: bool = False
    changed: int = 0
    done: asyncio.Future[WriteResult] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def finish(self, result: WriteResult, changed: int = 0) -> None:
        if not self.done.done():
            self.changed = changed
            self.done.set_result(result)


class Writer:
    """Writes changes in the order in which they come, and returns to each caller once its change is committed.

    While the file refuses, callers return at once and their rows wait. The file is tried again with growing pauses
    and, unless it is only locked or full, opened again. ``dropped`` counts the rows that could not even wait.
    """

    def __init__(
        self, path: Path, connection: aiosqlite.Connection | None, reopen: Callable[[], Awaitable[aiosqlite.Connection]]
    ) -> None:
        """``reopen`` opens the file at ``path`` again, or a new one; without a connection, nothing is ever written."""
        self._path = path
        self._connection = connection
        self._reopen = reopen
        self._closing = asyncio.Event()
        self._wake = asyncio.Event()
        self._wait = FIRST_WAIT
        self._stale = False
        self._wiping = False
        self._entries: deque[_Entry] = deque()
        self.refusal = None if connection else "there is no query log"
        self.dropped = 0
        self._task = asyncio.create_task(self._run()) if connection else None

    async def put(self, *statements: Statement, asker: str | None = None) -> WriteResult:
        """Commits statements together, or keeps them until they can be written."""
        if self._task is None or self._closing.is_set() or len(self._entries) >= MOST_WAITING:
            self.dropped += 1
            return WriteResult.DROPPED
        entry = _Entry(statements, kept=True, asker=asker)
        self._entries.append(entry)
        if self.refusal is not None:
            return WriteResult.WAITING
        self._wake.set()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await entry.done
        except TimeoutError:
            log.warning("the query log is slow: a reply leaves before its row is known to be written")
            return WriteResult.WAITING

    async def execute(self, *statements: Statement, wipes: bool = False) -> int:
        """Commits statements together; returns how many rows changed.

        What it ``wipes`` leaves the disk too, as soon as nobody reads it any more. Raises :exc:`LogUnavailable` if it
        cannot be done now; then it is not done later either.
        """
        if self._closing.is_set() or self.refusal is not None:
            raise LogUnavailable(self.refusal or "the query log is closed")
        entry = _Entry(statements, wipes=wipes)
        self._entries.append(entry)
        self._wake.set()
        if await entry.done in (WriteResult.WAITING, WriteResult.DROPPED):
            raise LogUnavailable(self.refusal or "the query log does not take this change")
        return entry.changed

    @property
    def waiting(self) -> int:
        """How many changes wait to be written."""
        return len(self._entries)

    def rows_of(self, asker: str) -> int:
        """How many rows of an asker wait."""
        return sum(entry.asker == asker for entry in self._entries)

    def forget(self, asker: str) -> int:
        """Removes an asker's rows from those that wait; returns how many there were."""
        theirs = [entry for entry in self._entries if entry.asker == asker]
        for entry in theirs:
            self._entries.remove(entry)
            entry.finish(WriteResult.UNCHANGED)
        return len(theirs)

    def doubt(self, error: Exception) -> None:
        """Opens the file again, since somebody else found it damaged; rows wait until then."""
        self._refuse(error)
        self._wake.set()

    async def close(self) -> None:
        """Writes what waits, if it can be written, logs what is lost, and closes the connection."""
        self._closing.set()
        self._wake.set()
        if self._task is not None:
            await self._task
        await self._disconnect()
        if lost := len(self._entries):
            self.dropped += lost
            log.error("rows of the query log that are lost: %d (%s)", lost, self.refusal)

    async def _run(self) -> None:
        last_chance = False
        while True:
            if self.refusal is not None:
                if last_chance:
                    return
                await self._pause()
                last_chance = self._closing.is_set()
                await self._heal()
            elif self._entries:
                await self._write([self._entries.popleft() for _ in range(min(MOST_AT_ONCE, len(self._entries)))])
            elif self._closing.is_set():
                return
            else:
                self._wake.clear()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(WIPE_SECONDS if self._wiping else None):
                        await self._wake.wait()
                await self._wipe()

    async def _write(self, batch: list[_Entry]) -> None:
        """Writes the entries; if the file refuses them, those that are kept wait."""
        try:
            changed = await self._commit(batch)
        except _UNFIT as error:
            if len(batch) > 1:  # the row that no table takes is found by writing each by itself
                self._entries.extendleft(reversed(batch))
                for _ in batch:
                    if self.refusal is None and self._entries:
                        await self._write([self._entries.popleft()])
                return
            self.dropped += 1
            batch[0].finish(WriteResult.DROPPED)
            log.error("a row was dropped, since no table takes it (%s)", error)
            return
        except Exception as error:  # whatever it is: rows wait, people do not
            self._entries.extendleft(reversed(batch))
            self._refuse(error)
            return
        self._wait = FIRST_WAIT
        self._wiping |= any(entry.wipes and number for entry, number in zip(batch, changed, strict=True))
        await self._wipe()
        for entry, number in zip(batch, changed, strict=True):
            entry.finish(WriteResult.WRITTEN if number else WriteResult.UNCHANGED, number)

    async def _commit(self, batch: Sequence[_Entry]) -> list[int]:
        """Writes the entries in one transaction; returns how many rows each changed."""
        connection = self._connection
        if connection is None or not self._path.is_file():
            raise sqlite3.OperationalError("its file was moved or removed")
        if len(batch) == 1 and len(batch[0].statements) == 1:
            return [(await connection.execute(*batch[0].statements[0])).rowcount]
        if all(entry.kept and entry.statements[0][0] is INSERT_ROW for entry in batch):
            # one statement needs no transaction around it: one step of SQLite's thread, which saves two thirds
            rows = (entry.statements[0][1] for entry in batch)
            await connection.execute(INSERT_ROW + ANOTHER_ROW * (len(batch) - 1), tuple(chain.from_iterable(rows)))
            return [1] * len(batch)
        await connection.execute("BEGIN IMMEDIATE")
        try:
            changed = []
            for entry in batch:
                cursors = [await connection.execute(*statement) for statement in entry.statements]
                changed.append(sum(cursor.rowcount for cursor in cursors))
            await connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                await connection.execute("ROLLBACK")
            raise
        return changed

    async def _wipe(self) -> None:
        """Gives free pages back and empties the write-ahead log, if something was deleted and nobody reads it."""
        if not self._wiping or self._connection is None:
            return
        with contextlib.suppress(aiosqlite.Error, ValueError):
            await self._connection.execute("PRAGMA busy_timeout = 0")
            try:
                await self._connection.executescript("PRAGMA incremental_vacuum")  # execute would free one page
                for busy, *_ in await self._connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)"):
                    self._wiping = bool(busy)
            finally:
                await self._connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")

    def _refuse(self, error: Exception) -> None:
        """Remembers why nothing can be written now, tells everybody who waits, and logs it once."""
        if self.refusal is None:
            log.error("the query log takes no rows (%s); people get answers, their rows wait", error)
        self.refusal = str(error)
        self._stale = getattr(error, "sqlite_errorcode", -1) & 0xFF not in _PASSING
        for entry in self._entries:
            entry.finish(WriteResult.WAITING)
        self._entries = deque(entry for entry in self._entries if entry.kept)

    async def _pause(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._wait):
                await self._closing.wait()
        self._wait = min(2 * self._wait, LONGEST_WAIT)

    async def _heal(self) -> None:
        """Tries whether the file takes rows again, after opening it again if that may help."""
        try:
            if self._stale or self._connection is None:
                await self._disconnect()
                self._connection = await self._reopen()
            await self._commit([_Entry(TRIAL)])
        except Exception as error:  # as above; the reason may be another by now
            self._refuse(error)
        else:
            self.refusal = None
            log.warning("the query log takes rows again; waiting: %d, dropped: %d", self.waiting, self.dropped)

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection:
            with contextlib.suppress(aiosqlite.Error, ValueError):
                await connection.execute("PRAGMA wal_checkpoint")  # closing alone would not, if the file was moved
            with contextlib.suppress(aiosqlite.Error, ValueError):
                await connection.close()
