"""What is kept of one person."""

import sqlite3

from bot.querylog.statements import DATED


def rows_of(connection: sqlite3.Connection, asker: str) -> int:
    """How many rows of all tables are an asker's, by the name that the log knows them by."""
    counts = (f"SELECT count(*) AS rows FROM {table} WHERE asker = ?1" for table in DATED)  # noqa: S608 - our own names
    found = connection.execute(f"SELECT sum(rows) FROM ({' UNION ALL '.join(counts)})", (asker,))  # noqa: S608
    return int(found.fetchone()[0])
