"""The log's files while they are moved, copied and removed: no row is lost, and none played into another file."""

import asyncio
import os
import shutil
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.querylog.backup import back_up
from bot.querylog.merge import merge
from bot.querylog.open import beside, damage, open_for_reports
from bot.querylog.rows import LogUnavailable
from bot.querylog.store import QueryLog
from tests.querylog.rows import a_row, until


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the log is."""
    return tmp_path / "log.sqlite3"


def written(path: Path) -> list[str]:
    """The questions in a log, as a process sees them that opens it now."""
    with closing(sqlite3.connect(path)) as reader:
        return [query for (query,) in reader.execute("SELECT query FROM queries ORDER BY id")]


def left(path: Path) -> Path:
    """The write-ahead log that was set aside."""
    (found,) = path.parent.glob(f"{path.name}.left-*Z-wal")
    return found


async def refuse(log: QueryLog, query: str) -> None:
    with pytest.raises(LogUnavailable):
        await log.record(a_row(query))


async def test_a_log_that_is_moved_while_somebody_reads_it_takes_all_of_its_rows_along(path: Path) -> None:
    moved = path.with_name("moved")
    async with await QueryLog.open(path) as log:
        await log.record(a_row("first"))
        with closing(sqlite3.connect(path)) as reader:
            reader.execute("BEGIN").execute("SELECT * FROM queries").fetchone()
            await log.record(a_row("second"))
            shutil.move(path, moved)
            await refuse(log, "after it went")
            await asyncio.sleep(0.3)
            assert log.waiting == 1
        await until(lambda: log.waiting == 0)

    assert written(moved) == ["first", "second"]
    assert written(path) == ["after it went"]


async def test_a_log_behind_a_link_takes_its_rows_along_where_the_link_follows_it_elsewhere(path: Path) -> None:
    first, moved = path.with_name("first"), path.with_name("moved")
    os.symlink(first, path)
    async with await QueryLog.open(path) as log:
        await log.record(a_row("before it went"))
        os.unlink(path)
        shutil.move(first, moved)
        os.symlink(moved, path)
        await refuse(log, "after it went")
        await until(lambda: log.waiting == 0)

    assert written(moved) == ["before it went", "after it went"]


async def test_a_log_that_is_copied_elsewhere_and_removed_leaves_its_last_rows_to_be_put_beside_it(path: Path) -> None:
    moved = path.with_name("moved")
    async with await QueryLog.open(path) as log:
        await log.record(a_row("only beside it"))
        shutil.copyfile(path, moved)
        os.unlink(path)
        await refuse(log, "after it went")
        await until(lambda: log.waiting == 0)

    left(path).rename(beside(moved)[0])
    assert written(moved) == ["only beside it"]
    assert written(path) == ["after it went"]


async def test_a_log_that_takes_the_place_of_the_open_one_keeps_its_own_rows(path: Path) -> None:
    another = path.with_name("another")
    async with await QueryLog.open(another) as log:
        await log.record(a_row("of another"))
    async with await QueryLog.open(path) as log:
        await log.record(a_row("in the old one"))
        another.replace(path)
        await refuse(log, "after it came")
        await until(lambda: log.waiting == 0)
        assert await log.problem() is None

    assert written(path) == ["of another", "after it came"]


@pytest.mark.parametrize("link", [False, True])
async def test_where_what_lies_beside_the_open_file_is_removed_no_row_is_lost(path: Path, link: bool) -> None:
    if link:
        os.symlink(path.with_name("real"), path)
    async with await QueryLog.open(path) as log:
        await log.record(a_row("before"))
        for file in beside(path):
            file.unlink()
        await refuse(log, "afterwards")
        await until(lambda: log.waiting == 0)
        assert await log.problem() is None

        assert written(path) == ["before", "afterwards"]


async def test_looking_for_damage_leaves_the_file_locked_by_who_has_it_open(path: Path) -> None:
    async with await QueryLog.open(path) as log:
        await log.record(a_row("kept"))
        assert damage(path) is None
        look = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM queries').fetchone()"
        looking = await asyncio.create_subprocess_exec(sys.executable, "-c", look, path)
        assert await looking.wait() == 0

        assert beside(path)[0].exists()  # else that process took itself for the last one


async def test_a_backup_in_the_place_of_a_log_that_was_killed_is_what_is_read(path: Path) -> None:
    backup = path.with_name("backup")
    async with await QueryLog.open(path) as log:
        await log.record(a_row("before the backup"))
        with closing(open_for_reports(path)) as connection:
            back_up(connection, backup)
        await log.record(a_row("after the backup"))
        ahead = beside(path)[0].read_bytes()
    shutil.copyfile(backup, path)
    beside(path)[0].write_bytes(ahead)  # as a process that is killed leaves it

    async with await QueryLog.open(path) as log:
        await log.record(a_row("since then"))

    assert written(path) == ["before the backup", "since then"]
    assert left(path).read_bytes() == ahead


async def test_a_backup_is_for_its_owner_alone(path: Path) -> None:
    async with await QueryLog.open(path):
        with closing(open_for_reports(path)) as connection:
            back_up(connection, path.with_name("backup"))

    assert stat.S_IMODE(path.with_name("backup").stat().st_mode) == 0o600


def test_a_backup_that_failed_leaves_nothing_behind(path: Path) -> None:
    path.write_bytes(b"no database at all " * 100)

    with closing(sqlite3.connect(path)) as connection, pytest.raises(LogUnavailable, match="cannot be written"):
        back_up(connection, path.with_name("backup"))
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("killed", [False, True])
async def test_a_file_that_is_moved_just_before_the_end_finds_its_rows(path: Path, killed: bool) -> None:
    moved = path.with_name("moved")
    async with await QueryLog.open(path) as log:
        await log.record(a_row("only beside it"))
        if killed:
            ahead = beside(path)[0].read_bytes()
        with closing(sqlite3.connect(path)) as reader:
            reader.execute("BEGIN").execute("SELECT * FROM queries").fetchone()
            shutil.copyfile(path, moved)
            os.unlink(path)
            await log.close()
    if killed:
        os.unlink(left(path))
        beside(path)[0].write_bytes(ahead)
    async with await QueryLog.open(path) as log:
        await log.record(a_row("in a new one"))

    left(path).rename(beside(moved)[0])
    assert written(moved) == ["only beside it"]
    assert written(path) == ["in a new one"]


async def test_a_log_is_merged_by_any_of_its_names(path: Path, tmp_path: Path) -> None:
    async with await QueryLog.open(path) as log:
        await log.record(a_row())
        (tmp_path / "link").symlink_to(path)

        assert (await log.read(lambda _: merge(tmp_path / "all.sqlite3", tmp_path / "link"))).taken == 1
