"""Questions that editors can learn from, and what they decided about them, so that nobody decides twice."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, NamedTuple, TypeAlias

from bot.factbase.model import referred
from bot.querylog.requests import MOST_QUESTIONS, Clusters
from bot.querylog.rows import CHECKED, iso, utc_time

Choice: TypeAlias = Literal["phrasing", "new-fact", "not-for-us", "later"]
"""The question is a phrasing of a fact, asks for a new fact, is none of the base's business, or is put off."""

LATER_DAYS = 7
"""After how many days a question that was put off comes up again."""

_IN_VAIN = """
SELECT id, query, asker, asked_at FROM queries
WHERE asked_at >= ? AND query <> '' AND command <> ? AND (
    outcome <> 'answer' OR id IN (SELECT query_id FROM judgements WHERE judgement IN ('not-asked', 'none-of-these'))
)
ORDER BY asked_at DESC LIMIT ?
"""
_PICKED = "SELECT query_id, fact_id FROM judgements WHERE judgement = 'answers' AND fact_id IS NOT NULL"
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


@dataclass
class Lesson:
    """Alike questions that were asked in vain, only got suggestions, or whose answer was not what was asked.

    ``wordings`` are latest first; ``people`` counts different askers; ``picked`` is the fact that most people said
    answers it, None if nobody did.
    """

    wordings: dict[str, None] = field(default_factory=dict)
    times: int = 0
    askers: set[str] = field(default_factory=set)
    votes: Counter[str] = field(default_factory=Counter)

    @property
    def question(self) -> str:
        """The latest wording."""
        return next(iter(self.wordings))

    @property
    def picked(self) -> str | None:
        """The fact that most people picked."""
        return self.votes.most_common(1)[0][0] if self.votes else None


def lessons(connection: sqlite3.Connection, since: str) -> list[Lesson]:
    """The questions since a moment about which nobody decided yet, most asked first."""
    clusters = Clusters()
    decided = {clusters.key(decision.question) for decision in decisions(connection) if _stands(decision)}
    picked: dict[int, list[str]] = {}
    for query_id, fact_id in connection.execute(_PICKED):
        picked.setdefault(query_id, []).append(fact_id)
    found: dict[str, Lesson] = {}
    for query_id, query, asker, _ in connection.execute(_IN_VAIN, (since, CHECKED, MOST_QUESTIONS)):
        if referred(query) or (key := clusters.key(query)) in decided:
            continue
        lesson = found.setdefault(key, Lesson())
        lesson.wordings[query] = None
        lesson.times += 1
        lesson.askers.update({asker} if asker else ())
        lesson.votes.update(picked.get(query_id, ()))
    return sorted(found.values(), key=lambda lesson: -lesson.times)


def decisions(connection: sqlite3.Connection) -> list[Decision]:
    """Everything that was decided, earliest first."""
    return [Decision(*row) for row in connection.execute("SELECT * FROM decisions ORDER BY decided_at, id")]


def unwritten(connection: sqlite3.Connection) -> list[Decision]:
    """Phrasings that were decided in Discord and are not in the files yet."""
    return [one for one in decisions(connection) if one.choice == "phrasing" and one.fact_id and not one.written_at]


def asked_since(connection: sqlite3.Connection, since: str) -> Sequence[str]:
    """Every different question since a moment."""
    return [query for (query,) in connection.execute(_ASKED, (since, CHECKED)) if not referred(query)]


def _stands(decision: Decision) -> bool:
    return decision.choice != "later" or decision.decided_at >= iso(utc_time() - timedelta(days=LATER_DAYS))
