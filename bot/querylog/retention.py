"""How old rows leave the log."""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.querylog.rows import LogUnavailable, iso, utc_time
from bot.querylog.statements import DATED, Statement, purge
from bot.querylog.writer import Writer

log = logging.getLogger(__name__)

PURGE_SECONDS = 24 * 60 * 60.0
"""How often old rows are looked for."""
RETRY_SECONDS = 10 * 60.0
"""When to look again where the log took no writes."""
AT_ONCE = 2000
"""How many rows are deleted in one transaction: questions are written in between."""
LEEWAY_DAYS = 2
"""Days without any question, beyond those for which rows are kept, after which the clock is doubted."""
_MADE = " UNION ALL ".join(f"SELECT {made} AS made FROM {table}" for table, made in DATED.items())  # noqa: S608
_SILENCE = f"""
SELECT julianday(ifnull(min(made) FILTER (WHERE made >= :before), :now))
    - julianday(max(made) FILTER (WHERE made < :before))
FROM ({_MADE})
"""  # noqa: S608 - our own names
_DOUBTED = "SELECT julianday(:now) - julianday(max(since)) FROM doubts WHERE since <= :now"
_TRUST: Statement = ("DELETE FROM doubts", ())

Look = tuple[float, float | None]
"""For how many days nothing was asked, and for how many the clock is doubted; None where it is not."""
Read = Callable[[Callable[[sqlite3.Connection], Look]], Awaitable[Look]]


async def keep_young(writer: Writer, read: Read, days: int) -> None:
    """Deletes rows older than so many days, at once and then daily, until it is cancelled.

    A clock far ahead would have all rows deleted at once. It cannot be told from a bot that was away for as long, but
    both leave a time without any row that is longer than rows are kept. After such a time nothing is deleted until the
    clock has said the same for a day, restarts or not: mostly it is set right within minutes, and a bot that was away
    keeps its rows for one day more.
    """
    while True:
        now = utc_time()
        before = iso(now - timedelta(days=days))
        try:
            silence, doubted = await read(partial(_look, before=before, now=iso(now)))
            left = PURGE_SECONDS - (doubted or 0.0) * 24 * 60 * 60
            if silence > days + LEEWAY_DAYS and left > 0:
                if doubted is None:
                    await writer.write(_TRUST, ("INSERT INTO doubts VALUES (?)", (iso(now),)), kept=False)
                log.warning(
                    "it is %s by this machine's clock, and nothing was asked for %d days: old rows stay in the query "
                    "log for another day, lest the clock be wrong",
                    iso(now),
                    silence,
                )
                wait = left
            else:
                if gone := await _purge(writer, before):
                    log.info("%d rows older than %d days were deleted from the query log", gone, days)
                await writer.write(_TRUST, kept=False)
                wait = PURGE_SECONDS
        except LogUnavailable as error:
            log.warning("old rows stay in the query log for now (%s)", error)
            wait = RETRY_SECONDS
        await asyncio.sleep(wait)


def _look(connection: sqlite3.Connection, before: str, now: str) -> Look:
    """How it is: the silence lies between the last row made before a moment and the first since, or now."""
    moments = {"before": before, "now": now}
    silence = connection.execute(_SILENCE, moments).fetchone()[0]  # nothing without a row from before
    return silence or 0.0, connection.execute(_DOUBTED, {"now": now}).fetchone()[0]


async def _purge(writer: Writer, before: str) -> int:
    """Deletes rows made before a moment, and says how many."""
    gone = 0
    for table in DATED:
        while deleted := await writer.write(purge(table, before, AT_ONCE), kept=False, wipes=True):
            gone += deleted
    return gone


@dataclass(frozen=True, slots=True)
class RetentionPolicy:
    """What an operator decides about the log.

    ``days`` is the age at which rows are deleted; None keeps them for ever. Without ``text`` a question's words are
    not written, only what became of it. ``full_sync`` has every row on the disk before its reply leaves, so that it
    survives a power cut; without, it survives any end of the process (``synchronous`` FULL and NORMAL in WAL mode,
    sqlite.org/pragma.html#pragma_synchronous).
    """

    days: int | None = None
    text: bool = True
    full_sync: bool = False
