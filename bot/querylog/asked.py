"""What people put to the editors, and what a question's words were."""

import sqlite3
from collections.abc import Sequence

from bot.querylog.rows import Request

_OPEN = f"""
SELECT {", ".join(Request._fields)} FROM requests
WHERE told_at IS NULL AND (guild_id = ? OR (? IS NULL AND user_id IS NOT NULL)) ORDER BY id
"""  # noqa: S608 - made of our own names alone


def open_requests(connection: sqlite3.Connection, guild_id: str | None = None) -> Sequence[Request]:
    """The requests whose askers have not been told of an answer, oldest first: one server's, or all who can be told."""
    return [Request(*row) for row in connection.execute(_OPEN, (guild_id, guild_id))]


def rejected(connection: sqlite3.Connection, query_id: int) -> frozenset[str]:
    """The facts of which somebody said that they are not what was asked in that row."""
    judged = "SELECT fact_id FROM judgements WHERE query_id = ? AND judgement = 'not-asked'"
    return frozenset(fact_id for (fact_id,) in connection.execute(judged, (query_id,)) if fact_id)


def words_of(connection: sqlite3.Connection, query_id: int) -> str | None:
    """What was asked in a row; None where the row or its text is not kept."""
    found = connection.execute("SELECT query FROM queries WHERE id = ?", (query_id,)).fetchone()
    return (found[0] or None) if found else None
