"""How long the log keeps what, and how old rows leave it."""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from bot.querylog.rows import MADE, LogUnavailable, iso, utc_time

log = logging.getLogger(__name__)

PURGE_SECONDS = 24 * 60 * 60.0
"""How often old rows are looked for."""
RETRY_SECONDS = 10 * 60.0
"""When to look again if the log could not be written."""
SIZE_SECONDS = 60.0
"""How often the log's size is looked at."""
ROOM = 0.9
"""The share of the largest size to which the log is cut back."""
AT_ONCE = 2000
"""How many rows are deleted in one transaction: questions are written in between."""
LEEWAY_DAYS = 2
"""Days without any question, beyond those for which rows are kept, after which the clock is doubted."""
_SILENCE = """
SELECT ifnull(julianday(ifnull(min(asked_at) FILTER (WHERE asked_at >= :before), :now))
    - julianday(max(asked_at) FILTER (WHERE asked_at < :before)), 0),
    ifnull(julianday(:now) - julianday(min(asked_at) FILTER (WHERE asked_at BETWEEN :before AND :now)), 0)
FROM queries
"""
"""How many days nothing was asked before the rows that are kept, and how many days ago somebody asked again."""
_BYTES_USED = """
SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size
"""
"""The size of the file without what can be given back, and without the write-ahead log."""
_OLDEST = "SELECT max(asked_at) || '~' FROM (SELECT asked_at FROM queries ORDER BY asked_at LIMIT ?)"
"""The moment before which the oldest questions were asked, as many as are deleted at once; null if none is left."""

Read = Callable[[Callable[[sqlite3.Connection], Any]], Awaitable[Any]]
"""Makes a report, as :meth:`bot.querylog.store.QueryLog.read` does."""
Execute = Callable[..., Awaitable[int]]
"""Commits statements together, as :meth:`bot.querylog.writer.Writer.execute` does."""


@dataclass(frozen=True, slots=True)
class RetentionPolicy:
    """What an operator decides about the log.

    ``days`` is the age at which rows are deleted; None keeps them for ever. Beyond ``megabytes`` the oldest rows are
    deleted, whatever their age; None sets no limit. Without ``text`` the words of questions are not written. With
    ``full_sync`` every row is on the disk before its reply leaves and survives a power cut; without, it survives any
    end of the process (``synchronous`` FULL and NORMAL in WAL mode, sqlite.org/pragma.html#pragma_synchronous).
    """

    days: int | None = None
    text: bool = True
    full_sync: bool = False
    megabytes: int | None = None


async def keep_young(execute: Execute, read: Read, days: int) -> None:
    """Deletes rows older than ``days``, at once and then daily, until it is cancelled.

    A clock far ahead would have all rows deleted at once. It cannot be told from a bot that was away for as long, but
    both leave a time without any question that is longer than rows are kept. After such a time nothing is deleted for a
    day, counted from the first question since, or from this start: mostly a clock is set right within minutes.
    """
    doubted_since = None
    while True:
        now = utc_time()
        before = iso(now - timedelta(days=days))
        try:
            silence, asked = await read(partial(_row, _SILENCE, {"before": before, "now": iso(now)}))
            doubted_since = None if silence <= days + LEEWAY_DAYS else doubted_since or now
            believed = max(now - doubted_since, timedelta(days=asked)) if doubted_since else None
            if believed is not None and believed < timedelta(seconds=0.9 * PURGE_SECONDS):
                log.warning(
                    "it is %s by this machine's clock, and nothing was asked for %d days: old rows stay in the query "
                    "log for another day, in case the clock is wrong",
                    iso(now),
                    silence,
                )
            elif gone := await _purge(execute, before):
                log.info("%d rows older than %d days were deleted from the query log", gone, days)
            wait = PURGE_SECONDS
        except LogUnavailable as error:
            log.warning("old rows stay in the query log for now (%s)", error)
            wait = RETRY_SECONDS
        await asyncio.sleep(wait)


async def keep_small(execute: Execute, read: Read, megabytes: int) -> None:
    """Deletes the oldest questions and judgements while the log is larger than that, until it is cancelled."""
    used, oldest = partial(_row, _BYTES_USED, ()), partial(_row, _OLDEST, (AT_ONCE,))
    most = megabytes * 1_000_000
    while True:
        try:
            if (await read(used))[0] > most:
                gone = 0
                while (await read(used))[0] > ROOM * most and (before := (await read(oldest))[0]):
                    gone += await _purge(execute, before, ("queries", "judgements"))
                log.warning(
                    "the query log reached %d MB: its %d oldest rows were deleted; FACTBOT_LOG_MB sets its size, "
                    "FACTBOT_LOG_DAYS the age of its rows",
                    megabytes,
                    gone,
                )
        except LogUnavailable as error:
            log.warning("the query log is not cut back for now (%s)", error)
        await asyncio.sleep(SIZE_SECONDS)


def _row(query: str, values: Any, connection: sqlite3.Connection) -> tuple[Any, ...]:  # noqa: ANN401 - SQLite's values
    found: tuple[Any, ...] = connection.execute(query, values).fetchone()
    return found


async def _purge(execute: Execute, before: str, tables: Collection[str] = MADE.keys()) -> int:
    """Deletes rows of these tables made before a moment, oldest first; returns how many."""
    gone = 0
    for table in tables:
        made = MADE[table]
        oldest = f"SELECT id FROM {table} WHERE {made} < ? ORDER BY {made} LIMIT ?"  # noqa: S608 - our own names
        delete = f"DELETE FROM {table} WHERE id IN ({oldest})"  # noqa: S608
        while deleted := await execute((delete, (before, AT_ONCE)), wipes=True):
            gone += deleted
    return gone
