"""While the file takes no rows: nobody waits, every row does, and is written in order when it heals."""

import asyncio
import contextlib
import logging
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.querylog import open as opening
from bot.querylog import writer
from bot.querylog.merge import merge
from bot.querylog.open import open_for_reports
from bot.querylog.rows import LogUnavailable, WriteResult
from bot.querylog.store import QueryLog
from bot.reply import Asker
from tests.conftest import PROJECT, query_log_rows
from tests.querylog.rows import IDS, a_judgement, a_request, a_row, until

THREE = Asker("privacy", "3")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the log is."""
    return tmp_path / "log.sqlite3"


@pytest.fixture
def locked(path: Path) -> Iterator[sqlite3.Connection]:
    """Another process's connection; ``BEGIN IMMEDIATE`` locks the log, ``ROLLBACK`` frees it."""
    path.touch(mode=0o600)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        yield other


def written(path: Path) -> list[object]:
    return [query for (query,) in query_log_rows(path, "query")]


async def refuse(log: QueryLog, query: str) -> WriteResult:
    """Hands a row over that cannot be written now."""
    result = await log.record(a_row(query))
    assert result in (WriteResult.WAITING, WriteResult.DROPPED)
    return result


async def test_a_locked_log_keeps_nobody_waiting_and_loses_no_row(path: Path, locked: sqlite3.Connection) -> None:
    async with await QueryLog.open(path) as log:
        locked.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        await asyncio.gather(*(refuse(log, f"together {number}") for number in range(20)))
        for number in range(20):
            await refuse(log, f"later {number}")
        assert time.monotonic() - started < 10  # each would wait for a second, one after another
        assert log.waiting == 40

        locked.execute("ROLLBACK")
        await until(lambda: log.waiting == 0)  # without another question
        await log.record(a_row("afterwards"))

    expected = [f"{when} {number}" for when in ("together", "later") for number in range(20)]
    assert written(path) == [*expected, "afterwards"]


async def test_what_waited_is_written_in_the_order_in_which_it_came_and_before_what_comes_later(
    path: Path, locked: sqlite3.Connection
) -> None:
    async with await QueryLog.open(path) as log:
        locked.execute("CREATE TABLE seen (number INTEGER PRIMARY KEY AUTOINCREMENT, query TEXT)")
        see = "INSERT INTO seen (query) VALUES (new.query)"
        locked.execute(f"CREATE TRIGGER t AFTER INSERT ON queries BEGIN {see}; END")
        locked.execute("BEGIN IMMEDIATE")
        await asyncio.gather(*(refuse(log, str(number)) for number in range(20)))
        await refuse(log, "20")
        locked.execute("ROLLBACK")
        await until(lambda: log.waiting == 0)
        await log.record(a_row("21"))

        seen = locked.execute("SELECT query FROM seen WHERE query <> '' ORDER BY number").fetchall()

    assert [int(query) for (query,) in seen] == list(range(22))


async def test_judgements_and_requests_wait_too_each_behind_its_question(
    path: Path, locked: sqlite3.Connection
) -> None:
    async with await QueryLog.open(path) as log:
        locked.execute("BEGIN IMMEDIATE")
        row = a_row("a question")
        for writing in (log.record(row), log.record(a_judgement(row.id)), log.record(a_request(row.id))):
            assert await writing is WriteResult.WAITING
        locked.execute("ROLLBACK")
        await until(lambda: log.waiting == 0)

    with closing(sqlite3.connect(path)) as reader:
        joined = (
            "SELECT count(*) FROM queries q JOIN judgements j ON j.query_id = q.id JOIN requests r USING (query_id)"
        )
        assert reader.execute(joined).fetchone() == (1,)


async def test_what_its_caller_must_know_of_is_refused_and_never_done_later(
    path: Path, locked: sqlite3.Connection
) -> None:
    async with await QueryLog.open(path) as log:
        request = a_request(IDS.make())
        await log.record(request)
        locked.execute("BEGIN IMMEDIATE")
        for trying in (log.settle(request.id, "opening"), log.forget(THREE)):
            with pytest.raises(LogUnavailable):
                await trying
        assert log.waiting == 0
        locked.execute("ROLLBACK")

        assert await log.problem()
        await until(lambda: log._writer.refusal is None)
        assert await log.settle(request.id, "opening")


async def test_everybody_is_told_at_once_though_one_row_among_theirs_has_no_place(
    path: Path, locked: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_MS", 3_000)
    async with await QueryLog.open(path) as log:
        locked.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        await asyncio.gather(*(refuse(log, query) for query in ("first", "\ud800", "second", "third")))
        assert time.monotonic() - started < 5.5  # one time-out of the lock's, and not two
        locked.execute("ROLLBACK")
        await until(lambda: log.waiting == 0)

    assert written(path) == ["first", "second", "third"]


async def test_a_refusal_is_said_once_and_so_is_its_end(
    path: Path, locked: sqlite3.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "bot")
    async with await QueryLog.open(path) as log:
        locked.execute("BEGIN IMMEDIATE")
        for number in range(5):
            await refuse(log, f"{number}")
        await asyncio.sleep(1.5)  # time for another attempt, which fails too
        assert str(await log.problem()).endswith("; rows waiting: 5, dropped: 0")
        locked.execute("ROLLBACK")
        await until(lambda: log.waiting == 0)

    refused, taken = (record.getMessage() for record in caplog.records)
    assert re.fullmatch(r"the query log takes no rows \(.+\); people get answers, their rows wait", refused)
    assert taken == "the query log takes rows again; waiting: 5, dropped: 0"


async def test_more_rows_than_may_wait_are_dropped_and_counted(
    path: Path, locked: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MOST_WAITING", 3)
    async with await QueryLog.open(path) as log:
        locked.execute("BEGIN IMMEDIATE")
        refused = [await refuse(log, f"{number}" * 400) for number in range(5)]
        assert refused == [WriteResult.WAITING] * 3 + [WriteResult.DROPPED] * 2
        assert (log.waiting, log.dropped) == (3, 2)
        assert str(await log.problem()).endswith("; rows waiting: 3, dropped: 2")
        locked.execute("ROLLBACK")
        await until(lambda: log.waiting == 0)
        assert log.dropped == 2

    assert written(path) == [f"{number}" * 400 for number in range(3)]


async def test_rows_that_were_forgotten_while_they_waited_leave_their_room_to_others(
    path: Path, locked: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MOST_WAITING", 3)
    async with await QueryLog.open(path) as log:
        locked.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            assert [await refuse(log, f"{number}" * 400) for number in range(3)] == [WriteResult.WAITING] * 3
            with pytest.raises(LogUnavailable):
                await log.forget(THREE)
        assert (log.waiting, log.dropped) == (0, 0)


async def test_a_log_that_refused_for_long_is_tried_as_often_as_before(
    path: Path, locked: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_MS", 10)
    monkeypatch.setattr(writer, "FIRST_WAIT", 0.05)
    monkeypatch.setattr(writer, "LONGEST_WAIT", 0.05)
    async with await QueryLog.open(path) as log:
        locked.execute("BEGIN IMMEDIATE")
        await refuse(log, "waits")
        await asyncio.sleep(1.6)  # pauses that went on doubling would end 1.55 s and 3.15 s after the refusal
        locked.execute("ROLLBACK")

        await until(lambda: log.waiting == 0, within=1.2)


@pytest.mark.parametrize("wipe", [lambda log, _: log.forget(THREE), lambda log, asked: log.settle(asked, "opening")])
async def test_after_a_deletion_a_question_still_waits_out_a_short_write_of_somebody_else(
    path: Path, locked: sqlite3.Connection, wipe: Callable[[QueryLog, int], Awaitable[object]]
) -> None:
    async with await QueryLog.open(path) as log:
        request = a_request(IDS.make())
        await log.record(request)
        await wipe(log, request.id)
        locked.execute("BEGIN IMMEDIATE")
        asyncio.get_running_loop().call_later(0.3, locked.execute, "ROLLBACK")

        await log.record(a_row("a moment later"))
    assert written(path) == ["a moment later"]


def test_a_name_that_no_file_can_have_is_told_of_as_one_that_cannot_be_read(tmp_path: Path) -> None:
    unnameable = tmp_path / ("x" * 300)

    with pytest.raises(LogUnavailable):
        open_for_reports(unnameable)
    with pytest.raises(LogUnavailable):
        merge(tmp_path / "log.sqlite3", unnameable)


async def test_what_waits_when_the_log_is_closed_is_tried_once_more(path: Path, locked: sqlite3.Connection) -> None:
    log = await QueryLog.open(path)
    locked.execute("BEGIN IMMEDIATE")
    await refuse(log, "just in time")
    await asyncio.sleep(0.5)  # the next attempt is further away than this
    closing_it = asyncio.create_task(log.close())
    await asyncio.sleep(0.1)
    locked.execute("ROLLBACK")
    await closing_it

    assert written(path) == ["just in time"]


async def test_what_is_lost_when_the_log_is_closed_is_said_in_one_line(
    path: Path, locked: sqlite3.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    log = await QueryLog.open(path)
    locked.execute("BEGIN IMMEDIATE")
    for number in range(3):
        await refuse(log, f"{number}")
    started = time.monotonic()
    await log.close()

    assert time.monotonic() - started < 10
    assert caplog.messages[-1].startswith("rows of the query log that are lost: 3 (")


async def test_a_row_that_no_table_takes_is_dropped_alone(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    twice = a_row("twice")
    async with await QueryLog.open(path) as log:
        await log.record(twice)
        handed = [log.record(row) for row in (a_row("before"), twice, a_row("\ud800"), a_row("behind"))]
        results = await asyncio.gather(*handed)

        assert [result.name for result in results] == ["WRITTEN", "DROPPED", "DROPPED", "WRITTEN"]
        assert (log.waiting, log.dropped, await log.problem()) == (0, 2, None)
    assert written(path) == ["twice", "before", "behind"]
    assert "a row was dropped, since no table takes it (UNIQUE constraint failed: queries.id)" in caplog.text


async def test_a_log_whose_file_is_gone_is_begun_anew(path: Path) -> None:
    async with await QueryLog.open(path) as log:
        await log.record(a_row("in the old one"))
        shutil.move(path, path.with_name("moved"))
        await refuse(log, "after it went")
        await until(lambda: log.waiting == 0)
        assert await log.problem() is None

    assert written(path) == ["after it went"]
    assert written(path.with_name("moved")) == ["in the old one"]


async def test_a_log_that_lost_its_table_is_a_problem(path: Path) -> None:
    async with await QueryLog.open(path) as log:
        with closing(sqlite3.connect(path)) as other:
            other.execute("DROP TABLE queries")

        assert "queries" in str(await log.problem())


@pytest.fixture
def read_only(path: Path) -> Iterator[Callable[[bool], None]]:
    """Makes the log's files read-only, and writable again; a file's mode would not stop root."""

    def make(frozen: bool) -> None:
        for file in filter(Path.exists, (path, path.with_name(f"{path.name}-wal"))):
            if subprocess.run(["chattr", "+i" if frozen else "-i", file], capture_output=True).returncode:
                pytest.skip("chattr is not allowed here, and root may write to files of any mode")

    if not shutil.which("chattr"):
        pytest.skip("chattr is not here, and root may write to files of any mode")
    yield make
    make(False)


async def test_a_log_on_a_read_only_file_heals(path: Path, read_only: Callable[[bool], None]) -> None:
    async with await QueryLog.open(path) as log:
        read_only(True)
        await refuse(log, "on a read-only file")
        assert "rows waiting: 1" in str(await log.problem())
        read_only(False)
        await until(lambda: log.waiting == 0)
        assert await log.problem() is None  # which is written behind it

        assert written(path) == ["on a read-only file"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 512 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("a disk of a small size cannot be mounted here")
    yield disk
    subprocess.run(["umount", disk], check=True)


def freeze(disk: Path) -> None:
    """Has a disk take nothing more."""
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)


async def test_a_log_on_a_disk_that_takes_nothing_is_read_all_the_same(small_disk: Path) -> None:
    path = small_disk / "log.sqlite3"
    async with await QueryLog.open(path) as log:
        await log.record(a_row("before"))
    freeze(small_disk)

    with closing(open_for_reports(path)) as connection:
        assert connection.execute("SELECT query FROM queries").fetchall() == [("before",)]
    with pytest.raises(LogUnavailable, match="this user may not write it and beside it"):
        await QueryLog.open(path)


def fill(file: Path) -> None:
    """Fills a disk to its last page."""
    with contextlib.suppress(OSError), file.open("wb", buffering=0) as filling:
        while True:
            filling.write(b"x" * 4096)


async def test_a_full_disk_costs_no_row(small_disk: Path) -> None:
    path = small_disk / "log.sqlite3"
    async with await QueryLog.open(path) as log:
        await log.record(a_row("before"))
        fill(small_disk / "filling")
        sent = [f"{number} {'?' * 1900}" for number in range(40)]
        started = time.monotonic()
        results = await asyncio.gather(*(log.record(a_row(query)) for query in sent))
        assert time.monotonic() - started < 10
        assert WriteResult.WAITING in results
        assert await log.problem()

        os.unlink(small_disk / "filling")
        await until(lambda: log.waiting == 0)
    assert written(path) == ["before", *sent]


async def test_a_log_that_cannot_be_opened_or_read_on_a_full_disk_is_told_so(small_disk: Path) -> None:
    path = small_disk / "log.sqlite3"
    await (await QueryLog.open(path)).close()
    fill(small_disk / "filling")

    with pytest.raises(LogUnavailable, match="disk is full"):
        await QueryLog.open(path)
    with pytest.raises(LogUnavailable, match="disk is full"):
        open_for_reports(path)


def test_a_file_that_may_not_grow_costs_no_row(path: Path) -> None:
    """The same without leave to mount: the operating system's own limit on the size of a file."""
    script = """
import asyncio, resource, signal, sys, pathlib
from bot.querylog.rows import WriteResult
from bot.querylog.store import QueryLog
from tests.querylog.rows import a_row, until
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
async def main():
    async with await QueryLog.open(pathlib.Path(sys.argv[1])) as log:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, -1))
        results = await asyncio.gather(*(log.record(a_row("?" * 2000)) for _ in range(400)))
        refused = results.count(WriteResult.WAITING)
        resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))
        await until(lambda: log.waiting == 0)
        print(refused > 0, log.dropped)
asyncio.run(main())
"""
    done = subprocess.run(
        [sys.executable, "-c", script, path], cwd=PROJECT, env=os.environ, capture_output=True, encoding="utf-8"
    )

    assert done.stdout == "True 0\n", done.stderr
    assert len(written(path)) == 400
