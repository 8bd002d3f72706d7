"""Reports on what was asked: traffic, the overview of a log, and single questions."""

import math
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.querylog.rows import CHECKED, DATED


@dataclass(frozen=True, slots=True)
class Traffic:
    """The questions of some time: how many, how many ended in each of the three replies, and their latency.

    ``p50_ms`` and ``p95_ms`` are the latencies, in milliseconds to one decimal, that half and 95 % of the questions did
    not exceed (nearest rank); None if there were none. ``statements`` are those of checked messages: nobody asked
    them, and most of what a message states has no fact, so that they are none of the questions and none of the misses.
    """

    questions: int
    answers: int
    suggestions: int
    misses: int
    p50_ms: float | None
    p95_ms: float | None
    statements: int


_COUNTS = """
SELECT CASE WHEN command = ? THEN 'statement' ELSE outcome END, round(latency_ms, 1), count(*) FROM queries
WHERE asked_at >= ? AND (guild_id = ? OR ? IS NULL) GROUP BY 1, 2
"""


def traffic(connection: sqlite3.Connection, since: str, guild_id: str | None = None) -> Traffic:
    """The traffic since a moment (as the log writes moments), of one server or, with None, of all."""
    ended: Counter[str] = Counter()
    took: Counter[float] = Counter()
    for outcome, latency, times in connection.execute(_COUNTS, (CHECKED, since, guild_id, guild_id)):
        ended[outcome] += times
        if outcome != "statement":
            took[latency] += times
    return Traffic(
        questions=took.total(),
        answers=ended["answer"],
        suggestions=ended["suggestions"],
        misses=ended["none"],
        p50_ms=_within(took, 0.5),
        p95_ms=_within(took, 0.95),
        statements=ended["statement"],
    )


def _within(took: Counter[float], share: float) -> float | None:
    """The smallest latency that this share of the questions did not exceed; None if there were none."""
    rank = math.ceil(took.total() * share)
    for latency in sorted(took):
        rank -= took[latency]
        if rank <= 0:
            return latency
    return None


@dataclass(frozen=True, slots=True)
class Day:
    """One day (UTC) of questions: how many, how each ended, and how many different people asked."""

    date: str
    questions: int
    answers: int
    suggestions: int
    misses: int
    people: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact that was answered with: how often, and how many said that it answers, or is not what they asked."""

    fact_id: str
    times: int
    answers: int
    not_asked: int


@dataclass(frozen=True, slots=True)
class Overview:
    """A log from a moment on: traffic, days (latest first), the most asked facts, and what was put to the editors.

    Of the requests that are open, ``requests_aside`` are off the editors' lists.

    People, days and facts are those of questions; the statements of checked messages are counted in the traffic alone.
    """

    traffic: Traffic
    people: int
    days: Sequence[Day]
    facts: Sequence[Asked]
    open_requests: int
    requests_aside: int
    told_requests: int


MOST_FACTS = 10
"""How many of the most asked facts an overview has."""

_DAYS = """
SELECT substr(asked_at, 1, 10) AS day, count(*), sum(outcome = 'answer'), sum(outcome = 'suggestions'),
    sum(outcome = 'none'), count(DISTINCT asker)
FROM queries WHERE asked_at >= ? AND command <> ? GROUP BY day ORDER BY day DESC
"""
_FACTS = """
WITH asked AS (
    SELECT fact_id, count(*) AS times FROM queries
    WHERE asked_at >= :since AND command <> :checked AND fact_id IS NOT NULL
    GROUP BY fact_id ORDER BY times DESC, fact_id LIMIT :most
)
SELECT fact_id, times,
    (SELECT count(*) FROM judgements j WHERE j.fact_id = a.fact_id AND judgement = 'answers' AND judged_at >= :since),
    (SELECT count(*) FROM judgements j WHERE j.fact_id = a.fact_id AND judgement = 'not-asked' AND judged_at >= :since)
FROM asked a
"""
_PEOPLE = "SELECT count(DISTINCT asker) FROM queries WHERE asked_at >= ? AND command <> ?"
_REQUESTS = """
SELECT count(*) - count(told_at), count(*) FILTER (WHERE told_at IS NULL AND set_aside_at IS NOT NULL), count(told_at)
FROM requests WHERE asked_at >= ?
"""


def overview(connection: sqlite3.Connection, since: str) -> Overview:
    """The overview since a moment, as the log writes moments."""
    named = {"since": since, "checked": CHECKED, "most": MOST_FACTS}
    (people,) = connection.execute(_PEOPLE, (since, CHECKED)).fetchone()
    waiting, aside, told = connection.execute(_REQUESTS, (since,)).fetchone()
    return Overview(
        traffic=traffic(connection, since),
        people=people,
        days=[Day(*row) for row in connection.execute(_DAYS, (since, CHECKED))],
        facts=[Asked(*row) for row in connection.execute(_FACTS, named)],
        open_requests=waiting,
        requests_aside=aside,
        told_requests=told,
    )


def rejected_facts(connection: sqlite3.Connection, query_id: int) -> frozenset[str]:
    """The facts that somebody called not what was asked in that row."""
    judged = "SELECT fact_id FROM judgements WHERE query_id = ? AND judgement = 'not-asked'"
    return frozenset(fact_id for (fact_id,) in connection.execute(judged, (query_id,)) if fact_id)


def words_of(connection: sqlite3.Connection, query_id: int) -> str | None:
    """The words of a row; None if the row or its words are not kept."""
    found = connection.execute("SELECT query FROM queries WHERE id = ?", (query_id,)).fetchone()
    return (found[0] or None) if found else None


def rows_of(connection: sqlite3.Connection, asker: str, user_id: str) -> int:
    """How many rows of all tables are a person's, given their pseudonym and the id by which open requests know them."""
    own = {"requests": "asker = ?1 OR user_id = ?2", "follows": "user_id = ?2"}
    whose = dict.fromkeys(DATED, "asker = ?1") | own
    counts = (f"SELECT count(*) AS rows FROM {table} WHERE {theirs}" for table, theirs in whose.items())  # noqa: S608
    found = connection.execute(f"SELECT sum(rows) FROM ({' UNION ALL '.join(counts)})", (asker, user_id))  # noqa: S608
    return int(found.fetchone()[0])
