"""The log's history: each numbered step brings a log from the one before to its own, and loses nothing."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from bot.querylog.open import APPLICATION_ID, steps
from bot.querylog.pseudonyms import Pseudonyms
from bot.querylog.requests import server_requests, to_tell
from bot.querylog.rows import RANDOM_BITS
from bot.querylog.store import QueryLog

OLD = "INSERT INTO queries VALUES (?, ?, '1', '2', '3', 'fact', 'when?', 'answer', 'opening', 0.5, 1.5, 'abc')"


@pytest.fixture
def log_of_version(tmp_path: Path) -> Callable[[int], Path]:
    """A log as the version that knew only the first so many steps left it."""

    def made(version: int) -> Path:
        path = tmp_path / f"version-{version}.sqlite3"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.create_function("pseudonym", 1, lambda asker: asker)
            for number, sql in steps()[:version]:
                connection.executescript(f"{sql}\nPRAGMA user_version = {number};")
            for number in (1, 2):
                connection.execute(OLD, (number, f"2026-01-0{number}T12:00:00.250Z"))
            connection.commit()
        return path

    return made


def shape(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as reader:
        return reader.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()


def test_the_steps_are_numbered_without_a_gap() -> None:
    assert [number for number, _ in steps()] == list(range(1, len(steps()) + 1))


@pytest.mark.parametrize("version", range(1, len(steps()) + 1))
async def test_a_log_of_every_earlier_version_gets_the_present_shape_and_keeps_its_rows(
    log_of_version: Callable[[int], Path], tmp_path: Path, version: int
) -> None:
    old, new = log_of_version(version), tmp_path / "new.sqlite3"
    for path in (old, new):
        await (await QueryLog.open(path)).close()

    assert shape(old) == shape(new)
    with closing(sqlite3.connect(old)) as reader:
        assert reader.execute("PRAGMA user_version").fetchone() == (len(steps()),)
        assert reader.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert reader.execute("SELECT query, fact_id, confidence FROM queries").fetchall() == [
            ("when?", "opening", 0.5),
            ("when?", "opening", 0.5),
        ]


async def test_step_2_gives_old_rows_ids_that_rise_with_their_time(log_of_version: Callable[[int], Path]) -> None:
    path = log_of_version(1)

    await (await QueryLog.open(path)).close()

    with closing(sqlite3.connect(path)) as reader:
        rows = reader.execute("SELECT id, asked_at FROM queries ORDER BY id").fetchall()
    for number, (row_id, asked_at) in enumerate(rows, 1):
        assert row_id >> RANDOM_BITS == datetime.fromisoformat(asked_at).timestamp() * 1000
        assert row_id & (1 << RANDOM_BITS) - 1 == number


async def test_step_5_leaves_nobodys_own_id_in_a_row(log_of_version: Callable[[int], Path]) -> None:
    path = log_of_version(4)
    with closing(sqlite3.connect(path)) as other:
        other.execute("INSERT INTO judgements VALUES (1, 1, NULL, 'answers', '3', '', NULL)")
        other.execute("INSERT INTO requests VALUES (1, 1, '', '', NULL, NULL, '3', '3', '', NULL, NULL)")
        other.commit()

    await (await QueryLog.open(path)).close()

    name = Pseudonyms.of_log(path).name("3")
    with closing(sqlite3.connect(path)) as reader:
        for table in ("queries", "judgements", "requests"):
            assert {asker for (asker,) in reader.execute(f"SELECT asker FROM {table}")} == {name}  # noqa: S608


async def test_step_9_leaves_every_request_on_its_list(log_of_version: Callable[[int], Path]) -> None:
    path = log_of_version(8)
    with closing(sqlite3.connect(path)) as other:
        other.execute("INSERT INTO requests VALUES (1, 1, 'a?', '', '1', '2', '3', '3', '', NULL, NULL, 0)")
        other.commit()

    async with await QueryLog.open(path) as log:
        found = await log.read(lambda connection: server_requests(connection, "1"))

    assert ([alike.wordings for alike in found.listed], list(found.aside)) == ([("a?",)], [])


async def test_step_6_counts_a_try_of_each_request_that_was_told_and_leaves_the_open_ones_open(
    log_of_version: Callable[[int], Path],
) -> None:
    path = log_of_version(5)
    with closing(sqlite3.connect(path)) as other:
        other.execute("INSERT INTO requests VALUES (1, 1, 'a?', '', NULL, '2', '3', '3', '', NULL, NULL)")
        other.execute("INSERT INTO requests VALUES (2, 2, 'b?', '', NULL, '2', '3', NULL, '', 'opening', 'then')")
        other.commit()

    async with await QueryLog.open(path) as log:
        assert [(one.text, one.user_id, one.tries) for one in await log.read(to_tell)] == [("a?", "3", 0)]

    with closing(sqlite3.connect(path)) as reader:
        assert reader.execute("SELECT tries, told_at FROM requests ORDER BY id").fetchall() == [(0, None), (1, "then")]
