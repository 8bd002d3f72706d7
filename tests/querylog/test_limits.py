"""What one person can put into the log: no flood of words, questions or requests fills it, or makes others wait."""

import asyncio
import time
from pathlib import Path

import pytest

from bot.querylog import retention
from bot.querylog.requests import server_requests, unanswered
from bot.querylog.retention import RetentionPolicy
from bot.querylog.rows import LONGEST_QUESTION, MOST_OPEN, WriteResult
from bot.querylog.store import QueryLog
from tests.conftest import query_log_rows
from tests.querylog.rows import IDS, a_request, a_row, until


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the log is."""
    return tmp_path / "log.sqlite3"


async def test_longer_words_are_cut(path: Path) -> None:
    async with await QueryLog.open(path) as log:
        await log.record(a_row("😀" * 6000))
        await log.record(a_request(IDS.make())._replace(text="😀" * 6000))

        (listed,) = (await log.read(lambda connection: server_requests(connection, "1"))).listed
    assert listed.wordings == ("😀" * LONGEST_QUESTION,)
    assert query_log_rows(path, "query") == [("😀" * LONGEST_QUESTION,)]


async def test_a_person_has_so_many_open_requests_and_no_more(path: Path) -> None:
    async with await QueryLog.open(path) as log:
        mine = [a_request(IDS.make())._replace(text=f"question {number}") for number in range(MOST_OPEN + 1)]
        results = [await log.record(request) for request in mine]
        assert results == [WriteResult.WRITTEN] * MOST_OPEN + [WriteResult.UNCHANGED]
        assert await log.record(a_request(IDS.make(), "another")) is WriteResult.WRITTEN

        await log.settle(mine[0].id, "opening")
        assert await log.record(mine[-1]) is WriteResult.WRITTEN


async def test_beyond_its_largest_size_the_oldest_rows_go(
    path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 100)
    async with await QueryLog.open(path) as log:
        moments = [f"2026-01-01T00:{number // 60:02}:{number % 60:02}.000Z" for number in range(1500)]
        await asyncio.gather(*(log.record(a_row("x" * 1000, asked_at=moment)) for moment in moments))
        await log.record(a_request(IDS.make(), asked_at=moments[0]))

    async with await QueryLog.open(path, RetentionPolicy(megabytes=1)) as log:
        await until(lambda: "the query log reached 1 MB" in caplog.text)
        assert (await log.read(lambda connection: server_requests(connection, "1"))).listed

    left = [moment for (moment,) in query_log_rows(path, "asked_at")]
    assert 300 < len(left) < 900
    assert left == moments[-len(left) :]


async def test_a_flood_of_requests_leaves_the_latest_on_the_list_at_once(path: Path) -> None:
    """The figures differ, so no two are alike; the words are the same, so each is near to all."""
    async with await QueryLog.open(path) as log:
        for batch in range(10):
            flood = (
                a_request(IDS.make(), f"{batch} {number}")._replace(
                    text=f"how many of the {batch * 1000 + number}th of us"
                )
                for number in range(1000)
            )
            await asyncio.gather(*(log.record(request) for request in flood))
        await log.record(a_request(IDS.make())._replace(text="when was it founded"))

        started = time.monotonic()
        listed = (await log.read(lambda connection: server_requests(connection, "1"))).listed
        took = time.monotonic() - started

    assert listed[0].wordings == ("when was it founded",)
    assert took < 5


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("when was isis-k formed", "When was ISIS-K formed?", True),
        ("how many soldiers died there", "how many soliders died there", True),
        ("is building 3 open on saturday", "is building 4 open on saturday", False),
        ("is it open on sundays", "is it not open on sundays", False),
        ("the grade of class a this year", "the grade of class b this year", False),
    ],
)
async def test_questions_are_one_if_they_ask_the_same(path: Path, one: str, other: str, same: bool) -> None:
    async with await QueryLog.open(path) as log:
        for query in (one, other):
            await log.record(a_row(query)._replace(outcome="none", fact_id=None))

        found = await log.read(lambda connection: unanswered(connection, ""))
    assert len(found) == (1 if same else 2)
