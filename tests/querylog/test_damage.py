"""A damaged log is set aside, never deleted, and a new one begun; what never was a log is left alone."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.querylog.rows import LogUnavailable, WriteResult
from bot.querylog.store import QueryLog
from bot.reply import Asker
from tests.conftest import query_log_rows
from tests.querylog.rows import a_row, until

THREE = Asker("privacy", "3")


@pytest.fixture
async def log_file(tmp_path: Path) -> Path:
    """A log of some pages."""
    path = tmp_path / "log.sqlite3"
    async with await QueryLog.open(path) as log:
        for number in range(100):
            await log.record(a_row(f"{number} {'?' * 500}"))
    return path


def content(path: Path) -> bytes:
    return path.read_bytes()


def names(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


def overwrite(path: Path, start: int, length: int) -> None:
    with path.open("r+b") as stream:
        stream.seek(start)
        stream.write(b"\xa5" * length)


def zero_header(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.write(bytes(4096))


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


@pytest.mark.parametrize(
    "harm",
    [lambda path: overwrite(path, 8192, 20_000), lambda path: overwrite(path, 0, 4096), zero_header, cut],
    ids=["pages", "first page", "zeros", "cut short"],
)
async def test_a_damaged_log_is_set_aside_whole_and_a_new_one_begun(
    log_file: Path, harm: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    harm(log_file)
    damaged = content(log_file)

    async with await QueryLog.open(log_file) as log:
        await log.record(a_row("in the new one"))

    assert query_log_rows(log_file, "query") == [("in the new one",)]
    (aside,) = log_file.parent.glob("log.sqlite3.corrupt-*Z")
    assert content(aside) == damaged
    (said,) = caplog.messages
    assert said.startswith(f"the query log {log_file} is damaged (")
    assert said.endswith(f"it was set aside as {aside}, a new one is begun")


@pytest.mark.parametrize("folded", [True, False], ids=["only in the file", "also in the write-ahead log"])
@pytest.mark.parametrize("harm", [lambda path: overwrite(path, 8192, 20_000), cut], ids=["pages", "cut short"])
async def test_a_log_that_is_damaged_while_it_is_written_is_set_aside_and_no_later_row_is_lost(
    log_file: Path, harm: Callable[[Path], None], folded: bool, caplog: pytest.LogCaptureFixture
) -> None:
    async with await QueryLog.open(log_file) as log:
        await log.record(a_row("before"))
        if folded:
            with closing(sqlite3.connect(log_file)) as other:
                other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        harm(log_file)
        await log.record(a_row("meanwhile"))
        with pytest.raises(LogUnavailable):
            await log.count_rows(THREE)
        assert await log.record(a_row("afterwards")) is WriteResult.WAITING

        await until(lambda: log.waiting == 0)
        assert (await log.problem(), log.dropped) == (None, 0)
        assert await log.count_rows(THREE) == len(query_log_rows(log_file))

    assert query_log_rows(log_file, "query")[-1:] == [("afterwards",)]
    (aside,) = log_file.parent.glob("log.sqlite3.corrupt-*Z")
    assert aside.stat().st_size > 0
    assert f"it was set aside as {aside}, a new one is begun" in caplog.text
    assert "the query log takes no rows (" in caplog.text


@pytest.mark.parametrize(("suffix", "held"), [("-wal", b"frames"), ("-journal", b"\0pages")])
async def test_what_sqlite_keeps_beside_a_damaged_file_goes_with_it(log_file: Path, suffix: str, held: bytes) -> None:
    overwrite(log_file, 8192, 20_000)
    log_file.with_name(f"log.sqlite3{suffix}").write_bytes(held)

    await (await QueryLog.open(log_file)).close()

    (aside,) = log_file.parent.glob(f"log.sqlite3.corrupt-*Z{suffix}")
    assert content(aside) == held


async def test_a_whole_log_is_never_set_aside(log_file: Path) -> None:
    await (await QueryLog.open(log_file)).close()

    assert not list(log_file.parent.glob("*.corrupt-*"))
    assert len(query_log_rows(log_file)) == 100


async def test_a_file_that_is_no_database_is_refused_in_one_line_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    path.write_bytes(b"not a database, but somebody's notes " * 100)
    before = content(path)

    with pytest.raises(LogUnavailable, match=r"cannot be opened \(file is not a database\)"):
        await QueryLog.open(path)
    assert content(path) == before
    assert names(tmp_path) == ["log.sqlite3"]


async def test_a_log_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    await (await QueryLog.open(path)).close()
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 999")
    before = content(path)

    with pytest.raises(LogUnavailable, match="written by a newer version of factbot"):
        await QueryLog.open(path)
    assert content(path) == before


async def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE queries (mine)")
    before = content(path)

    with pytest.raises(LogUnavailable, match="it is not a query log of factbot"):
        await QueryLog.open(path)
    assert content(path) == before
    assert names(tmp_path) == ["other.db"]


async def test_another_programs_database_that_is_damaged_is_left_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE queries (mine)")
    overwrite(path, 16, 8)  # its header still says that it is SQLite's, and no longer how it is to be read
    before = content(path)

    with pytest.raises(LogUnavailable):
        await (await QueryLog.open(path)).close()
    assert content(path) == before
    assert names(tmp_path) == ["other.db"]


async def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for place in (tmp_path, Path(os.devnull)):
        with pytest.raises(LogUnavailable, match="it is not a file"):
            await QueryLog.open(place)
