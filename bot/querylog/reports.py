"""Reports on what was asked: traffic, the overview of a log, single questions, and tables as text."""

import csv
import json
import math
import re
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TextIO, TypeAlias

from bot.querylog.rows import CHECKED, THEIRS

Format: TypeAlias = Literal["csv", "jsonl"]
Table: TypeAlias = Literal["queries", "judgements", "requests", "follows", "decisions"]

PRIVATE = {"user_id"}
"""Columns that name a person, which are left out."""
_FORMULA = re.compile(r"(^|[;,|\t\r\n])(?=[ \"]*[=+\-@\t\r\n＝＋－＠])")
"""Where a spreadsheet may see a formula begin, by any of the separators that languages use (OWASP, "CSV Injection")."""
_LONG_NUMBER = re.compile(r"\d{16,}")
"""What a spreadsheet would round."""
_ORDER_MARK = "\ufeff"
"""By which a spreadsheet tells UTF-8."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What a terminal may obey instead of showing it; the carriage return among it, which CSV is written with unquoted."""


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


def rows_of(connection: sqlite3.Connection, known_as: Mapping[str, str]) -> int:
    """How many rows of all tables are a person's, given their pseudonym (``name``) and their id (``user``)."""
    counts = (f"SELECT count(*) AS rows FROM {table} WHERE {theirs}" for table, theirs in THEIRS.items())  # noqa: S608
    total = f"SELECT sum(rows) FROM ({' UNION ALL '.join(counts)})"  # noqa: S608
    return int(connection.execute(total, known_as).fetchone()[0])


def export(connection: sqlite3.Connection, table: Table, form: Format, out: TextIO) -> None:
    """Writes a table, oldest row first, as one moment shows it.

    CSV is for spreadsheets: it has a byte-order mark, a header, and an apostrophe before each cell that they would run
    as a formula or round, such as ids. JSON has one object a line; ids are strings in it, since they are beyond what
    many programs hold exactly. In both, what a terminal would obey is written out.
    """
    cursor = connection.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 - one of ours
    every = [name for name, *_ in cursor.description]
    names = [name for name in every if name not in PRIVATE]
    rows = ({name: value for name, value in zip(every, row, strict=True) if name in names} for row in cursor)
    if form == "csv":
        out.write(_ORDER_MARK)
        writer = csv.DictWriter(out, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
        return
    for row in rows:
        named = {name: str(value) if name in ("id", "query_id") else value for name, value in row.items()}
        line = json.dumps(named, ensure_ascii=False)
        out.write(_CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", line) + "\n")


def _harmless(value: object) -> object:
    """The value as a spreadsheet shows it without running or rounding it, and a terminal without obeying it."""
    if isinstance(value, float) or value is None:
        return value
    text = _FORMULA.sub(r"\1'", str(value)) if not _LONG_NUMBER.fullmatch(str(value)) else f"'{value}"
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
