"""The numbered steps that bring an older query log to the present shape."""

import sqlite3
from collections.abc import Iterator
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
    for number, sql in known:
        await connection.execute("BEGIN IMMEDIATE")  # first, so that no other process takes the same step meanwhile
        try:
            if await _version(connection) < number:
                for statement in _statements(sql):
                    await connection.execute(statement)
                await connection.execute(f"PRAGMA user_version = {number}")
            await connection.execute("COMMIT")
        except BaseException:
            await connection.execute("ROLLBACK")
            raise
    if await _version(connection) > known[-1][0]:
        raise NewerLog("the query log was written by a newer version of factbot; run that version, or set another file")


def _statements(sql: str) -> Iterator[str]:
    """The statements of a script one by one; ``executescript`` would commit before it begins."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement


async def _version(connection: aiosqlite.Connection) -> int:
    async with connection.execute("PRAGMA user_version") as cursor:
        row = await cursor.fetchone()
    return int(row[0]) if row else 0
