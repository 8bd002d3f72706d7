"""The log's files while they are moved, copied and removed: no row is lost, and none played into another file."""

import asyncio
import io
import os
import sqlite3
import stat
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.environment import write_private
from bot.querylog.backup import back_up, restore, send_backup
from bot.querylog.disk import damage
from bot.querylog.merge import merge
from bot.querylog.open import open_for_reports
from bot.querylog.rows import LogUnavailable, Pseudonyms, key_file
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


@pytest.fixture
async def backup(path: Path) -> bytes:
    """A log with a row, and a backup of it."""
    async with await QueryLog.open(path) as log:
        await log.record(a_row("backed up"))
        out = io.BytesIO()
        with closing(open_for_reports(path)) as connection:
            assert send_backup(connection, path, out) == len(out.getvalue())
    return out.getvalue()


async def test_a_backup_is_put_back_for_its_owner_alone(path: Path, backup: bytes) -> None:
    async with await QueryLog.open(path) as log:
        await log.record(a_row("since then"))

    earlier = restore(path, io.BytesIO(backup))

    assert written(path) == ["backed up"]
    assert earlier is not None
    assert written(earlier) == ["backed up", "since then"]
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert {file.name for file in path.parent.iterdir()} == {path.name, f"{path.name}.key", earlier.name}


def test_a_backup_is_put_back_where_there_is_no_log(path: Path, backup: bytes) -> None:
    path.unlink()
    path.with_name(f"{path.name}-wal").write_bytes(b"left by a bot that was killed")

    assert restore(path, io.BytesIO(backup)) is None
    assert written(path) == ["backed up"]


async def test_nothing_is_put_in_the_place_of_a_log_that_is_open(path: Path, backup: bytes) -> None:
    async with await QueryLog.open(path) as log:
        with pytest.raises(LogUnavailable, match="is open; stop the bot first"):
            await log.read(lambda _: restore(path, io.BytesIO(backup)))
        await log.record(a_row("since then"))

    assert written(path) == ["backed up", "since then"]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda backup: backup[: len(backup) // 2], "damaged"),
        (lambda _: b"no database at all", "file is not a database"),
        (lambda _: b"", "is not a query log"),
    ],
)
def test_what_is_no_whole_log_is_not_put_back(
    path: Path, backup: bytes, spoil: Callable[[bytes], bytes], told: str
) -> None:
    with pytest.raises(LogUnavailable, match=told):
        restore(path, io.BytesIO(spoil(backup)))
    assert written(path) == ["backed up"]


def test_a_backup_is_put_back_only_beside_its_key(path: Path, backup: bytes) -> None:
    key_file(path).unlink()
    with pytest.raises(LogUnavailable, match="restore the log's key first"):
        restore(path, io.BytesIO(backup))

    Pseudonyms.of_log(path)
    with pytest.raises(LogUnavailable, match="is not the key by which the backup's rows name people"):
        restore(path, io.BytesIO(backup))
    assert restore(path, io.BytesIO(backup), any_key=True)


def test_what_is_written_beside_the_log_follows_no_link(path: Path) -> None:
    other, file = path.with_name("other"), path.with_name("beside")
    other.write_text("mine")
    file.symlink_to(other)
    before = os.umask(0)

    write_private(file, b"the bot's")

    os.umask(before)
    assert (other.read_text(), file.read_text()) == ("mine", "the bot's")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(list(path.parent.iterdir())) == 2
