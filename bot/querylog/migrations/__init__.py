"""The numbered steps that bring an older query log to the present shape."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from importlib import resources

import aiosqlite

from bot.querylog.pseudonyms import Pseudonyms


class NotOurs(Exception):
    """The file is something else than a query log, or one that a newer version wrote."""


APPLICATION_ID = 0x66616374
"""What marks a file as ours in SQLite's header: "fact" in ASCII."""


def steps() -> list[tuple[int, str]]:
    """Each migration's number and SQL, lowest first; ``0001_queries.sql`` is number 1."""
    files = [entry for entry in resources.files(__name__).iterdir() if entry.name.endswith(".sql")]
    return sorted((int(entry.name.split("_")[0]), entry.read_text(encoding="utf-8")) for entry in files)


async def claim(connection: aiosqlite.Connection) -> None:
    """Marks a new file as ours.

    Raises :exc:`NotOurs` where the file is another program's or a newer version's, and :exc:`sqlite3.Error` where it
    cannot be written.
    """
    if await _number(connection, "PRAGMA application_id") != APPLICATION_ID:
        async with _alone(connection):
            if await _number(connection, "PRAGMA application_id") != APPLICATION_ID:
                if await _number(connection, "SELECT count(*) FROM sqlite_master"):
                    raise NotOurs("it is another program's database; set another file")
                await connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    if await _number(connection, "PRAGMA user_version") > steps()[-1][0]:
        raise NotOurs("it was written by a newer version of factbot; run that version, or set another file")


async def migrate(connection: aiosqlite.Connection, pseudonyms: Pseudonyms) -> None:
    """Applies what a file of ours lacks, each step in a transaction of its own; ``user_version`` counts them.

    Rows from before people were named by a key get these pseudonyms. Raises :exc:`sqlite3.Error` where the file cannot
    be written.
    """
    await connection.create_function("pseudonym", 1, pseudonyms.name, deterministic=True)
    for number, sql in steps():
        if await _number(connection, "PRAGMA user_version") >= number:
            continue
        async with _alone(connection):
            if await _number(connection, "PRAGMA user_version") < number:
                for statement in _statements(sql):
                    await connection.execute(statement)
                await connection.execute(f"PRAGMA user_version = {number}")


@asynccontextmanager
async def _alone(connection: aiosqlite.Connection) -> AsyncIterator[None]:
    """A transaction that no other process writes beside from its first look on."""
    await connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        await connection.execute("ROLLBACK")
        raise
    await connection.execute("COMMIT")


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


async def _number(connection: aiosqlite.Connection, query: str) -> int:
    async with connection.execute(query) as cursor:
        row = await cursor.fetchone()
    return int(row[0]) if row else 0
