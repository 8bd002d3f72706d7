"""How much was asked, how it ended, and how long it took."""

import math
import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Traffic:
    """The questions of some time: how many, how many ended in each of the three replies, and their latency.

    ``p50_ms`` and ``p95_ms`` are the latencies, in milliseconds, that half and 95 % of the questions did not exceed
    (nearest rank); None where there were none.
    """

    questions: int
    answers: int
    suggestions: int
    misses: int
    p50_ms: float | None
    p95_ms: float | None


def traffic(connection: sqlite3.Connection, since: str, guild_id: str | None = None) -> Traffic:
    """The traffic since a moment (as the log writes moments), of one server or, with None, of all."""
    where, values = "asked_at >= ? AND (guild_id = ? OR ? IS NULL)", (since, guild_id, guild_id)
    ended = dict(
        connection.execute(f"SELECT outcome, count(*) FROM queries WHERE {where} GROUP BY outcome", values)  # noqa: S608
    )
    questions = sum(ended.values())

    def within(share: float) -> float | None:
        """The smallest latency that this share of the questions did not exceed."""
        if not questions:
            return None
        rank = math.ceil(questions * share) - 1
        found = connection.execute(
            f"SELECT latency_ms FROM queries WHERE {where} ORDER BY latency_ms LIMIT 1 OFFSET ?",  # noqa: S608
            (*values, rank),
        ).fetchone()
        return float(found[0])

    answers, suggestions, misses = (ended.get(outcome, 0) for outcome in ("answer", "suggestions", "none"))
    return Traffic(questions, answers, suggestions, misses, within(0.5), within(0.95))
