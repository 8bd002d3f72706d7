"""How old rows leave the log."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from bot.querylog.rows import iso
from bot.querylog.statements import DATED, purge
from bot.querylog.unavailable import LogUnavailable
from bot.querylog.writer import Writer

log = logging.getLogger(__name__)

PURGE_SECONDS = 24 * 60 * 60.0
"""How often old rows are looked for."""
RETRY_SECONDS = 10 * 60.0
"""When to look again where the log took no writes."""
AT_ONCE = 2000
"""How many rows are deleted in one transaction: questions are written in between."""


async def keep_young(writer: Writer, days: int) -> None:
    """Deletes rows older than so many days, at once and then daily, until it is cancelled."""
    while True:
        try:
            if gone := await _purge(writer, iso(datetime.now(UTC) - timedelta(days=days))):
                log.info("%d rows older than %d days were deleted from the query log", gone, days)
            wait = PURGE_SECONDS
        except LogUnavailable as error:
            log.warning("old rows stay in the query log for now (%s)", error)
            wait = RETRY_SECONDS
        await asyncio.sleep(wait)


async def _purge(writer: Writer, before: str) -> int:
    """Deletes rows made before a moment, and says how many."""
    gone = 0
    for table in DATED:
        while deleted := await writer.write(purge(table, before, AT_ONCE), kept=False):
            gone += deleted
    return gone
