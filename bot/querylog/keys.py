"""A log and the key beside it, by which its rows name people: made, noted, and missed where it is another one."""

import asyncio
import logging
from pathlib import Path

import aiosqlite

from bot.querylog.migrations import migrate
from bot.querylog.pseudonyms import FIRST_NAMED, Pseudonyms, key_file
from bot.querylog.rows import utc_now

log = logging.getLogger(__name__)

_WARNING = (
    "the key of the query log %s %s: people count as new ones, and cannot delete what they asked before; to mend that, "
    "stop the bot and put the backup of %s in its place"
)
_KNOW = "INSERT INTO keys VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET own = 1"
_LOST, _ANOTHER = "was gone, and a new one was made", "is another one than its rows were written with"


async def migrate_by_own_key(connection: aiosqlite.Connection, path: Path) -> None:
    """Brings the log in that file to the present shape, by the key beside it, which is made where there is none.

    Warns, once, where rows name people and none by this key. Raises :exc:`sqlite3.Error`, and :exc:`LogUnavailable`
    where the key cannot be had.
    """
    lost = not key_file(path).exists() and await _names_people(connection)
    pseudonyms = await asyncio.to_thread(Pseudonyms.of_log, path)
    await migrate(connection, pseudonyms)
    another = await _note(connection, pseudonyms) and await _names_people(connection)
    if lost or another:
        log.warning(_WARNING, path, _LOST if lost else _ANOTHER, key_file(path))


async def _note(connection: aiosqlite.Connection, pseudonyms: Pseudonyms) -> bool:
    """Has a log know the key by which rows are named from now on; whether it knew others only."""
    async with connection.execute("SELECT fingerprint FROM keys WHERE own") as cursor:
        known = {fingerprint for (fingerprint,) in await cursor.fetchall()}
    if pseudonyms.fingerprint in known:
        return False
    await connection.execute(_KNOW, (pseudonyms.fingerprint, utc_now()))
    return bool(known)


async def _names_people(connection: aiosqlite.Connection) -> bool:
    """Whether rows name their askers by a key, which then has to be beside the log."""
    async with connection.execute("PRAGMA user_version") as cursor:
        version = await cursor.fetchone()
    if version is None or version[0] < FIRST_NAMED:
        return False
    async with connection.execute("SELECT 1 FROM queries WHERE asker IS NOT NULL LIMIT 1") as cursor:
        return await cursor.fetchone() is not None
