"""The numbered steps that bring an older query log to the present shape."""

from importlib import resources

import aiosqlite


class NewerLog(Exception):
    """The file was written by a newer version than this one."""


def steps() -> list[tuple[int, str]]:
    """Each migration's number and SQL, lowest first; ``0001_queries.sql`` is number 1."""
    files = [entry for entry in resources.files(__name__).iterdir() if entry.name.endswith(".sql")]
    return sorted((int(entry.name.split("_")[0]), entry.read_text(encoding="utf-8")) for entry in files)


async def migrate(connection: aiosqlite.Connection) -> None:
    """Applies what the file lacks, each step in a transaction of its own; SQLite's ``user_version`` counts them.

    Raises :exc:`NewerLog` where the file is ahead of this version, :exc:`sqlite3.Error` where it cannot be written.
    """
    known = steps()
    if await _version(connection) > known[-1][0]:
        raise NewerLog("the query log was written by a newer version of factbot; run that version, or set another file")
    for number, sql in known:
        if number <= await _version(connection):
            continue
        try:
            await connection.executescript(f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;")
        except aiosqlite.Error:
            if connection.in_transaction:
                await connection.execute("ROLLBACK")
            if await _version(connection) < number:  # else another process took the same step first
                raise


async def _version(connection: aiosqlite.Connection) -> int:
    async with connection.execute("PRAGMA user_version") as cursor:
        row = await cursor.fetchone()
    return int(row[0]) if row else 0
