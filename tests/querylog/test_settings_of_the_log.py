"""The log's settings as operators write them."""

from pathlib import Path

import pytest

from bot.querylog.keeping import Keeping
from bot.querylog.opening import open_database
from bot.settings import BadSettings, read_settings
from bot.terminal.keeping import keeping


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, Keeping(days=90, text=True, full_sync=False)),
        ({"FACTBOT_LOG_DAYS": "0"}, Keeping(days=None)),
        ({"FACTBOT_LOG_DAYS": "7", "FACTBOT_LOG_TEXT": "off"}, Keeping(days=7, text=False)),
        ({"FACTBOT_LOG_SYNC": "full"}, Keeping(days=90, full_sync=True)),
    ],
)
def test_the_environment_says_how_the_log_is_kept(
    environment: dict[str, str], expected: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert keeping(read_settings()) == expected


@pytest.mark.parametrize(
    ("name", "value"), [("FACTBOT_LOG_DAYS", "-1"), ("FACTBOT_LOG_TEXT", "perhaps"), ("FACTBOT_LOG_SYNC", "FULLY")]
)
def test_a_value_that_means_nothing_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(BadSettings, match=name):
        read_settings()


@pytest.mark.parametrize(("full", "level"), [(False, 1), (True, 2)])
async def test_the_stricter_setting_reaches_sqlite(tmp_path: Path, full: bool, level: int) -> None:
    connection = await open_database(tmp_path / "log.sqlite3", full)
    async with connection.execute("PRAGMA synchronous") as cursor:
        assert await cursor.fetchone() == (level,)
    await connection.close()
