"""What editors decided about questions that no fact answers, so that nobody decides twice."""

import sqlite3
from collections.abc import Sequence
from datetime import timedelta
from typing import Literal, NamedTuple, TypeAlias

from bot.factbase.model import referred
from bot.querylog.requests import Gap, unanswered
from bot.querylog.rows import CHECKED, iso, utc_time

Choice: TypeAlias = Literal["phrasing", "new-fact", "not-for-us", "later"]
"""The question is a phrasing of a fact, asks for a new fact, is none of the base's business, or is put off."""

LATER_DAYS = 7
"""After how many days a question that was put off comes up again."""

_ASKED = "SELECT DISTINCT query FROM queries WHERE asked_at >= ? AND query <> '' AND command <> ?"


class Decision(NamedTuple):
    """A row of the table ``decisions``."""

    id: int
    question: str
    choice: Choice
    fact_id: str | None
    decided_at: str
    guild_id: str | None = None
    written_at: str | None = None


def gaps(connection: sqlite3.Connection, since: str, guild_id: str | None = None) -> list[Gap]:
    """The unanswered questions about which no editor decided yet, as :func:`bot.querylog.requests.unanswered`."""
    again = iso(utc_time() - timedelta(days=LATER_DAYS))
    settled = (one.question for one in latest(connection) if one.choice != "later" or one.decided_at >= again)
    return unanswered(connection, since, guild_id, without=settled)


def decisions(connection: sqlite3.Connection) -> list[Decision]:
    """Everything that was decided, earliest first."""
    return [Decision(*row) for row in connection.execute("SELECT * FROM decisions ORDER BY decided_at, id")]


def latest(connection: sqlite3.Connection) -> list[Decision]:
    """The last decision about each question: an editor may correct another's."""
    return list({one.question: one for one in decisions(connection)}.values())


def unwritten(connection: sqlite3.Connection) -> list[Decision]:
    """Phrasings that were decided in Discord and are not in the files yet."""
    return [one for one in latest(connection) if one.choice == "phrasing" and one.fact_id and not one.written_at]


def asked_since(connection: sqlite3.Connection, since: str) -> Sequence[str]:
    """Every different question since a moment."""
    return [query for (query,) in connection.execute(_ASKED, (since, CHECKED)) if not referred(query)]
