"""How much was asked, how it ended, and how long it took."""

import math
import sqlite3
from collections import Counter
from dataclasses import dataclass

from bot.querylog.rows import CHECKED


@dataclass(frozen=True, slots=True)
class Traffic:
    """The questions of some time: how many, how many ended in each of the three replies, and their latency.

    ``p50_ms`` and ``p95_ms`` are the latencies, in milliseconds to one decimal, that half and 95 % of the questions did
    not exceed (nearest rank); None where there were none. ``statements`` are those of checked messages: nobody asked
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
    """The smallest latency that this share of the questions did not exceed; None where there were none."""
    rank = math.ceil(took.total() * share)
    for latency in sorted(took):
        rank -= took[latency]
        if rank <= 0:
            return latency
    return None
