"""The query log: every row is committed when its writer hears of it, and the file's history can be trusted."""

import asyncio
import re
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.querylog.rows import WriteResult, utc_now
from bot.querylog.store import QueryLog
from tests.conftest import log_name, query_log_rows
from tests.querylog.rows import a_row


def rows(path: Path) -> list[tuple[object, ...]]:
    return query_log_rows(path)


async def test_a_row_can_be_read_by_others_as_soon_as_it_is_recorded(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    async with await QueryLog.open(path) as log:
        row = a_row("wann? 🕰")
        assert await log.record(row) is WriteResult.WRITTEN

        assert rows(path) == [row._replace(asker=log_name(path, "3"))]


def test_the_time_is_utc_in_iso_8601_wherever_the_bot_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Kabul")
    time.tzset()
    written = utc_now()
    monkeypatch.undo()
    time.tzset()

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", written)
    assert abs(datetime.now(UTC) - datetime.fromisoformat(written)) < timedelta(minutes=1)


async def test_readers_and_writers_do_not_block_each_other(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    async with await QueryLog.open(path) as log:
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            assert reader.execute("SELECT count(*) FROM queries").fetchone() == (0,)

            await log.record(a_row())

            assert reader.execute("SELECT count(*) FROM queries").fetchone() == (0,)  # still what it began with


async def test_many_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    async with await QueryLog.open(path) as one, await QueryLog.open(path) as other:
        await asyncio.gather(*(log.record(a_row(f"q{n}")) for n in range(100) for log in (one, other)))

    assert len(rows(path)) == 200


async def test_rows_stay_when_the_log_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "log.sqlite3"
    for _ in range(2):
        async with await QueryLog.open(path) as log:
            await log.record(a_row())

    assert len(rows(path)) == 2


async def test_looking_whether_the_log_takes_writes_harms_no_row(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    async with await QueryLog.open(path) as log:
        asked = await asyncio.gather(*(step for _ in range(50) for step in (log.record(a_row()), log.problem())))

    assert set(asked) == {None, WriteResult.WRITTEN}
    assert len(rows(path)) == 50


async def test_processes_that_open_a_new_log_at_once_make_it_once(tmp_path: Path) -> None:
    logs = await asyncio.gather(*(QueryLog.open(tmp_path / "log.sqlite3") for _ in range(8)))
    await asyncio.gather(*(log.record(a_row()) for log in logs))
    await asyncio.gather(*(log.close() for log in logs))

    assert len(rows(tmp_path / "log.sqlite3")) == 8
