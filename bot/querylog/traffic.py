"""How much was asked, how it ended, and how long it took."""

import math
import sqlite3
from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Traffic:
    """The questions of some time: how many, how many ended in each of the three replies, and their latency.

    ``p50_ms`` and ``p95_ms`` are the latencies, in milliseconds to one decimal, that half and 95 % of the questions did
    not exceed (nearest rank); None where there were none.
    """

    questions: int
    answers: int
    suggestions: int
    misses: int
    p50_ms: float | None
    p95_ms: float | None


_COUNTS = """
SELECT outcome, round(latency_ms, 1), count(*) FROM queries
WHERE asked_at >= ? AND (guild_id = ? OR ? IS NULL) GROUP BY 1, 2
"""


def traffic(connection: sqlite3.Connection, since: str, guild_id: str | None = None) -> Traffic:
    """The traffic since a moment (as the log writes moments), of one server or, with None, of all."""
    ended: Counter[str] = Counter()
    took: Counter[float] = Counter()
    for outcome, latency, times in connection.execute(_COUNTS, (since, guild_id, guild_id)):
        ended[outcome] += times
        took[latency] += times
    return Traffic(
        questions=ended.total(),
        answers=ended["answer"],
        suggestions=ended["suggestions"],
        misses=ended["none"],
        p50_ms=_within(took, 0.5),
        p95_ms=_within(took, 0.95),
    )


def _within(took: Counter[float], share: float) -> float | None:
    """The smallest latency that this share of the questions did not exceed; None where there were none."""
    rank = math.ceil(took.total() * share)
    for latency in sorted(took):
        rank -= took[latency]
        if rank <= 0:
            return latency
    return None
