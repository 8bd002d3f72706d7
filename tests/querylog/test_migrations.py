"""A log of an earlier version: each step brings it to the next shape, once, and loses nothing."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.querylog import open as opening
from bot.querylog.merge import merge
from bot.querylog.open import steps
from bot.querylog.rows import LogUnavailable
from bot.querylog.store import QueryLog
from tests.querylog.rows import a_row

NOTED = "ALTER TABLE queries ADD COLUMN note TEXT;\nUPDATE queries SET note = query;"


@pytest.fixture
async def old(tmp_path: Path) -> Path:
    """A log as this version writes it, with a row."""
    path = tmp_path / "log.sqlite3"
    async with await QueryLog.open(path) as log:
        await log.record(a_row("when?"))
    return path


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch, old: Path) -> None:
    """The version after this one, with a step more."""
    monkeypatch.setattr(opening, "steps", lambda: [*steps(), (len(steps()) + 1, NOTED)])


def read(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def test_the_steps_are_numbered_without_a_gap() -> None:
    assert [number for number, _ in steps()] == list(range(1, len(steps()) + 1))


@pytest.mark.usefixtures("next_version")
async def test_an_older_log_and_a_new_one_get_the_same_shape(old: Path, tmp_path: Path) -> None:
    for path in (old, tmp_path / "new.sqlite3"):
        await (await QueryLog.open(path)).close()

    shapes = [read(path, "SELECT type, name, sql FROM sqlite_master") for path in (old, tmp_path / "new.sqlite3")]
    assert shapes[0] == shapes[1]
    assert read(old, "SELECT query, note FROM queries") == [("when?", "when?")]
    assert read(old, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.usefixtures("next_version")
async def test_a_step_is_taken_once_however_many_open_the_log(old: Path) -> None:
    logs = await asyncio.gather(*(QueryLog.open(old) for _ in range(8)))  # adding a column twice would fail
    await asyncio.gather(*(log.close() for log in logs))

    assert read(old, "SELECT count(note) FROM queries") == [(1,)]


@pytest.mark.usefixtures("next_version")
def test_an_older_log_is_merged_and_stays_as_it_is(old: Path, tmp_path: Path) -> None:
    before = old.read_bytes()

    assert [merge(tmp_path / "all.sqlite3", old).taken for _ in range(2)] == [1, 0]
    assert read(tmp_path / "all.sqlite3", "SELECT note FROM queries") == [("when?",)]
    assert old.read_bytes() == before


async def test_a_step_that_fails_changes_nothing(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = (len(steps()) + 1, "ALTER TABLE queries ADD COLUMN note TEXT;\nSELECT nonsense;")
    monkeypatch.setattr(opening, "steps", lambda: [*steps(), broken])

    with pytest.raises(LogUnavailable, match="no such column: nonsense"):
        await QueryLog.open(old)
    assert read(old, "PRAGMA user_version") == [(len(steps()),)]
    assert "note" not in str(read(old, "SELECT sql FROM sqlite_master"))
