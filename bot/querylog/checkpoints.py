"""Folding the write-ahead log into the file: before the file is let go, and where something was deleted."""

import contextlib

import aiosqlite

from bot.querylog.opening import BUSY_MS


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
