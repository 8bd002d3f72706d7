"""What a question's words were, and what was said of its reply."""

import sqlite3


def rejected(connection: sqlite3.Connection, query_id: int) -> frozenset[str]:
    """The facts of which somebody said that they are not what was asked in that row."""
    judged = "SELECT fact_id FROM judgements WHERE query_id = ? AND judgement = 'not-asked'"
    return frozenset(fact_id for (fact_id,) in connection.execute(judged, (query_id,)) if fact_id)


def words_of(connection: sqlite3.Connection, query_id: int) -> str | None:
    """What was asked in a row; None where the row or its text is not kept."""
    found = connection.execute("SELECT query FROM queries WHERE id = ?", (query_id,)).fetchone()
    return (found[0] or None) if found else None
