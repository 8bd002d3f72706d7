"""One log out of several: nothing doubled, nothing lost, and no other log changed."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.querylog.merge import Merged, merge
from bot.querylog.requests import to_tell
from bot.querylog.rows import LogUnavailable, Pseudonyms, iso, key_file, utc_time
from bot.querylog.store import QueryLog
from tests.conftest import query_log_rows
from tests.querylog.rows import a_judgement, a_request, a_row

LATER, LATEST = (iso(utc_time() + timedelta(hours=hours)) for hours in (1, 2))
THREE_NEW, NONE_NEW = (Merged(taken, 0, other_key=True, untold=1) for taken in (3, 0))


def read(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as reader:
        return reader.execute(query).fetchall()


def change(path: Path, sql: str, *values: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql, values)


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.fixture
async def logs(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Where the merged log will be, and the logs of two containers: each a question, a judgement and a request."""
    made = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        made.append(tmp_path / name / "log.sqlite3")
        async with await QueryLog.open(made[-1]) as log:
            row = a_row(f"asked of {name}")
            await log.record(row)
            await log.record(a_judgement(row.id))
            await log.record(a_request(row.id))
    return tmp_path / "all.sqlite3", made[0], made[1]


def test_a_merged_log_has_every_row_once_however_often_it_is_merged(logs: tuple[Path, Path, Path]) -> None:
    merged, one, other = logs

    assert [merge(merged, log) for log in (one, other, one, other)] == [THREE_NEW] * 2 + [NONE_NEW] * 2
    assert read(merged, "SELECT query FROM queries ORDER BY id") == [("asked of one",), ("asked of other",)]
    names = {Pseudonyms.of_log(log).name("3") for log in (one, other)}
    for table in ("queries", "judgements", "requests"):
        assert {asker for (asker,) in read(merged, f"SELECT asker FROM {table}")} == names  # noqa: S608


def test_logs_of_one_key_know_a_person_by_one_name(logs: tuple[Path, Path, Path]) -> None:
    merged, one, _ = logs
    key_file(merged).write_bytes(key_file(one).read_bytes())

    assert merge(merged, one) == Merged(3, 0, other_key=False, untold=1)


def test_merging_changes_nothing_of_the_other_log_nor_beside_it(logs: tuple[Path, Path, Path]) -> None:
    merged, one, _ = logs
    before = contents(one.parent)

    merge(merged, one)

    assert contents(one.parent) == before


def test_a_merged_log_keeps_nobodys_own_id(logs: tuple[Path, Path, Path]) -> None:
    merged, one, _ = logs

    merge(merged, one)

    assert read(merged, "SELECT user_id, told_at FROM requests") == [(None, None)]
    assert read(one, "SELECT user_id FROM requests") == [("3",)]


async def test_who_asks_the_editors_again_after_a_merge_is_told(tmp_path: Path) -> None:
    lost, restored = tmp_path / "lost.sqlite3", tmp_path / "restored.sqlite3"
    request = a_request(a_row().id, "3")
    async with await QueryLog.open(lost) as log:
        await log.record(request)
    key_file(restored).write_bytes(key_file(lost).read_bytes())

    assert (await asyncio.to_thread(merge, restored, lost)).untold == 1
    async with await QueryLog.open(restored) as log:
        assert await log.read(to_tell) == []
        again = a_request(a_row().id, "3")
        await log.record(again)
        (waiting,) = await log.read(to_tell)

    assert (waiting.id, waiting.user_id) == (request.id, "3")


def test_of_two_states_of_a_row_the_later_one_stays(logs: tuple[Path, Path, Path]) -> None:
    merged, one, _ = logs
    merge(merged, one)
    change(one, "UPDATE judgements SET judgement = 'not-asked', judged_at = ?", LATER)
    change(one, "UPDATE requests SET told_at = ?, fact_id = 'opening'", LATER)

    assert merge(merged, one).taken == 2
    change(one, "UPDATE judgements SET judgement = 'answers', judged_at = '2000-01-01'")
    assert merge(merged, one).taken == 0
    assert read(merged, "SELECT judgement FROM judgements") == [("not-asked",)]
    assert read(merged, "SELECT fact_id, told_at FROM requests") == [("opening", LATER)]


def test_what_was_set_aside_in_either_log_is_and_who_is_to_be_told_stays_known(logs: tuple[Path, Path, Path]) -> None:
    merged, one, _ = logs
    merge(merged, one)
    change(merged, "UPDATE requests SET user_id = '3'")
    change(one, "UPDATE requests SET set_aside_at = ?", LATER)

    assert merge(merged, one).taken == 1
    assert read(merged, "SELECT set_aside_at, user_id, told_at, text FROM requests") == [(LATER, "3", None, "when?")]
    change(one, "UPDATE requests SET set_aside_at = NULL, told_at = ?, fact_id = 'opening'", LATEST)
    merge(merged, one)
    assert read(merged, "SELECT set_aside_at, user_id, told_at FROM requests") == [(LATER, None, LATEST)]


def test_another_question_with_the_same_id_is_told_of(logs: tuple[Path, Path, Path]) -> None:
    merged, one, _ = logs
    merge(merged, one)
    change(one, "UPDATE queries SET asked_at = '2000-01-01', query = 'another'")

    assert merge(merged, one) == Merged(0, 1, other_key=True, untold=1)


async def test_logs_that_bots_are_writing_can_be_merged(tmp_path: Path) -> None:
    one, other = tmp_path / "one.sqlite3", tmp_path / "other.sqlite3"
    async with await QueryLog.open(one) as first, await QueryLog.open(other) as second:
        await first.record(a_row("of the first"))
        await second.record(a_row("of the second"))
        done = await second.read(lambda _: merge(one, other))  # in a thread, as another process would
        await first.record(a_row("afterwards"))

    assert done == Merged(1, 0, other_key=True)
    assert [query for (query,) in query_log_rows(one, "query")] == ["of the first", "of the second", "afterwards"]


def harm(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"\xa5" * 16_000)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda path: path.unlink(), "there is no such file"),
        (lambda path: path.write_bytes(b"notes " * 1000), "cannot be"),
        (lambda path: change(path, "PRAGMA user_version = 999"), "was written by a newer version"),
        (lambda path: change(path, "PRAGMA application_id = 1"), "is not a query log of factbot"),
        (harm, "cannot be"),
    ],
)
def test_what_cannot_be_merged_is_told_and_nothing_of_it_taken(
    logs: tuple[Path, Path, Path], spoil: Callable[[Path], None], told: str
) -> None:
    merged, one, other = logs
    merge(merged, one)
    before = read(merged, "SELECT * FROM queries")
    spoil(other)

    with pytest.raises(LogUnavailable, match=told):
        merge(merged, other)
    assert read(merged, "SELECT * FROM queries") == before


def test_a_log_is_not_merged_into_itself(logs: tuple[Path, Path, Path]) -> None:
    with pytest.raises(LogUnavailable, match="is the log itself"):
        merge(logs[1], logs[1])


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT * FROM n"


@pytest.mark.parametrize(
    "hostile",
    [
        f"CREATE VIEW more AS {ENDLESS}",
        "CREATE TRIGGER t AFTER UPDATE ON requests BEGIN DELETE FROM queries; END",
        "ALTER TABLE queries ADD COLUMN more TEXT",
        "DROP TABLE judgements",
        "ALTER TABLE queries RENAME TO asked",
    ],
)
def test_a_file_of_another_shape_is_refused(logs: tuple[Path, Path, Path], hostile: str) -> None:
    merged, one, _ = logs
    change(one, hostile)

    with pytest.raises(LogUnavailable, match="its tables are not those of a query log"):
        merge(merged, one)
    assert read(merged, "SELECT count(*) FROM queries") == [(0,)]


@pytest.mark.parametrize(
    "senseless",
    [
        "id = 9223372036854775807",
        "id = 0",
        "asked_at = '9999-12-31T00:00:00.000Z'",
        "asked_at = 'whenever'",
        "query = printf('%.3000c', '?')",
        "guild_id = printf('%.3000c', '1')",
        "confidence = 1e999",
    ],
)
def test_rows_that_no_bot_writes_are_left_out(logs: tuple[Path, Path, Path], senseless: str) -> None:
    merged, one, _ = logs
    change(one, f"UPDATE queries SET {senseless}")  # noqa: S608

    result = merge(merged, one)

    assert (result.taken, result.senseless) == (2, 1)
    assert read(merged, "SELECT count(*) FROM queries") == [(0,)]
