"""How long the log keeps what, and how old rows leave it."""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Protocol

from bot.querylog.queue import Statement
from bot.querylog.rows import DATED, LogUnavailable, iso, utc_time

log = logging.getLogger(__name__)

PURGE_SECONDS = 24 * 60 * 60.0
"""How often old rows are looked for."""
RETRY_SECONDS = 10 * 60.0
"""When to look again if the log took no writes."""
AT_ONCE = 2000
"""How many rows are deleted in one transaction: questions are written in between."""
LEEWAY_DAYS = 2
"""Days without any question, beyond those for which rows are kept, after which the clock is doubted."""
_MADE = " UNION ALL ".join(f"SELECT {made} AS made FROM {table}" for table, made in DATED.items())  # noqa: S608
_SILENCE = f"""
SELECT julianday(ifnull(min(made) FILTER (WHERE made >= :before), :now))
    - julianday(max(made) FILTER (WHERE made < :before)),
    julianday(:now) - julianday(min(made) FILTER (WHERE made BETWEEN :before AND :now))
FROM ({_MADE})
"""  # noqa: S608 - our own names

Silence = tuple[float, float]
"""How many days nothing was asked, and how many days ago somebody asked again; 0 for never."""


@dataclass(frozen=True, slots=True)
class RetentionPolicy:
    """What an operator decides about the log.

    ``days`` is the age at which rows are deleted; None keeps them for ever. Without ``text`` the words of questions
    are not written. With ``full_sync`` every row is on the disk before its reply leaves and survives a power cut;
    without, it survives any end of the process (``synchronous`` FULL and NORMAL in WAL mode,
    sqlite.org/pragma.html#pragma_synchronous).
    """

    days: int | None = None
    text: bool = True
    full_sync: bool = False


class Execute(Protocol):
    """Commits statements together, as :meth:`bot.querylog.writer.Writer.execute` does."""

    def __call__(self, *statements: Statement, wipes: bool = False) -> Awaitable[int]:
        """Returns how many rows changed. Raises :exc:`LogUnavailable`."""


async def keep_young(
    execute: Execute, read: Callable[[Callable[[sqlite3.Connection], Silence]], Awaitable[Silence]], days: int
) -> None:
    """Deletes rows older than ``days``, at once and then daily, until it is cancelled.

    A clock far ahead would have all rows deleted at once. It cannot be told from a bot that was away for as long, but
    both leave a time without any row that is longer than rows are kept. After such a time nothing is deleted for a
    day, counted from the first question since, or from this start: mostly a clock is set right within minutes.
    """
    doubted_since = None
    while True:
        now = utc_time()
        before = iso(now - timedelta(days=days))
        try:
            silence, asked = await read(partial(_silence, before=before, now=iso(now)))
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


def _silence(connection: sqlite3.Connection, before: str, now: str) -> Silence:
    """The silence between the last row made before a moment and the first since, or now."""
    silence, asked = connection.execute(_SILENCE, {"before": before, "now": now}).fetchone()
    return silence or 0.0, asked or 0.0


async def _purge(execute: Execute, before: str) -> int:
    """Deletes rows made before a moment, oldest first; returns how many."""
    gone = 0
    for table, made in DATED.items():
        oldest = f"SELECT id FROM {table} WHERE {made} < ? ORDER BY {made} LIMIT ?"  # noqa: S608 - our own names
        delete = f"DELETE FROM {table} WHERE id IN ({oldest})"  # noqa: S608
        while deleted := await execute((delete, (before, AT_ONCE)), wipes=True):
            gone += deleted
    return gone
