"""What a log holds, at one glance."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from bot.querylog.rows import CHECKED
from bot.querylog.traffic import Traffic, traffic


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
