"""The log's files while they are moved, copied and removed: no row is lost, and none played into another file."""

import asyncio
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.querylog.backup import back_up
from bot.querylog.merge import merge
from bot.querylog.open import damage, open_for_reports
from bot.querylog.rows import LogUnavailable
from bot.querylog.store import QueryLog
from tests.querylog.rows import a_row


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the log is."""
    return tmp_path / "log.sqlite3"


def written(path: Path) -> list[str]:
    """The questions in a log, as a process sees them that opens it now."""
    with closing(sqlite3.connect(path)) as reader:
        return [query for (query,) in reader.execute("SELECT query FROM queries ORDER BY id")]


async def test_looking_for_damage_leaves_the_file_locked_by_who_has_it_open(path: Path) -> None:
    async with await QueryLog.open(path) as log:
        await log.record(a_row("kept"))
        assert damage(path) is None
        look = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM queries').fetchone()"
        looking = await asyncio.create_subprocess_exec(sys.executable, "-c", look, path)
        assert await looking.wait() == 0

        assert path.with_name(f"{path.name}-wal").exists()  # else that process took itself for the last one


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


async def test_a_log_is_merged_by_any_of_its_names(path: Path, tmp_path: Path) -> None:
    async with await QueryLog.open(path) as log:
        await log.record(a_row())
        (tmp_path / "link").symlink_to(path)

        assert (await log.read(lambda _: merge(tmp_path / "all.sqlite3", tmp_path / "link"))).taken == 1
