"""The log's settings as operators write them."""

from pathlib import Path

import pytest

from bot.environment import BadSettings
from bot.querylog.open import open_for_writing
from bot.querylog.retention import RetentionPolicy
from bot.querylog.rows import LogUnavailable
from bot.querylog.store import QueryLog
from bot.settings import read_settings
from bot.terminal.run import retention
from tests.conftest import query_log_rows
from tests.querylog.rows import a_row


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, RetentionPolicy(days=90, text=True, full_sync=False, megabytes=1000)),
        ({"FACTBOT_LOG_DAYS": "0"}, RetentionPolicy(days=None, megabytes=1000)),
        ({"FACTBOT_LOG_DAYS": "7", "FACTBOT_LOG_TEXT": "off"}, RetentionPolicy(days=7, text=False, megabytes=1000)),
        ({"FACTBOT_LOG_SYNC": "full", "FACTBOT_LOG_MB": "0"}, RetentionPolicy(days=90, full_sync=True)),
    ],
)
def test_the_environment_says_how_the_log_is_kept(
    environment: dict[str, str], expected: RetentionPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert retention(read_settings()) == expected


@pytest.mark.parametrize(
    ("name", "value"), [("FACTBOT_LOG_DAYS", "-1"), ("FACTBOT_LOG_TEXT", "perhaps"), ("FACTBOT_LOG_SYNC", "FULLY")]
)
def test_a_value_that_means_nothing_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(BadSettings, match=name):
        read_settings()


@pytest.mark.parametrize("name", [":memory:", "file:log?mode=memory"])
async def test_the_log_is_a_file_whatever_its_name_means_to_sqlite(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async with await QueryLog.open(Path(name)) as log:
        await log.record(a_row("kept"))

    assert query_log_rows(tmp_path / name, "query") == [("kept",)]


async def test_a_folder_of_the_log_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine", encoding="utf-8")

    with pytest.raises(LogUnavailable, match="notes is not a folder"):
        await QueryLog.open(tmp_path / "notes" / "log.sqlite3")


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="this system has no folder that takes no file, of anybody")
async def test_a_folder_that_takes_no_log_is_told() -> None:
    with pytest.raises(LogUnavailable, match="this user may not write it and beside it"):
        await QueryLog.open(Path("/proc/self/log.sqlite3"))


@pytest.mark.parametrize(("full", "level"), [(False, 1), (True, 2)])
async def test_the_stricter_setting_reaches_sqlite(tmp_path: Path, full: bool, level: int) -> None:
    connection, _ = await open_for_writing(tmp_path / "log.sqlite3", full)
    async with connection.execute("PRAGMA synchronous") as cursor:
        assert await cursor.fetchone() == (level,)
    await connection.close()
