"""Rows as tests write them, and waiting for what becomes of them."""

import asyncio
from collections.abc import Callable

from bot.querylog.rows import JudgementRow, Request, Row, RowIds, utc_now

IDS = RowIds()


def a_row(query: str = "when?", asker: str | None = "3", asked_at: str | None = None) -> Row:
    """A question that was answered."""
    moment = asked_at or utc_now()
    return Row(IDS.make(), moment, "1", "2", asker, "fact", query, "answer", "opening", 0.75, 1.5, "abc")


def a_judgement(query_id: int, asker: str | None = "3", judged_at: str | None = None) -> JudgementRow:
    """Somebody says that the fact answers."""
    return JudgementRow(IDS.make(), query_id, "opening", "answers", asker, judged_at or utc_now(), "1")


def a_request(query_id: int, asker: str | None = "3", asked_at: str | None = None) -> Request:
    """Somebody puts a question to the editors."""
    return Request(IDS.make(), query_id, "when?", asked_at or utc_now(), "1", "2", asker, asker)


async def until(holds: Callable[[], bool], within: float = 30) -> None:
    """Waits until something holds; fails where it does not in time, in seconds."""
    for _ in range(int(within / 0.02)):
        if holds():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come to hold")
