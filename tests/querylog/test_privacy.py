"""What the log knows of people: no name, not for ever, and nothing once they want it gone."""

import asyncio
import logging
import os
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.querylog import retention
from bot.querylog.open import prepare
from bot.querylog.retention import RetentionPolicy
from bot.querylog.rows import LogUnavailable, Pseudonyms, WriteResult, iso, key_file
from bot.querylog.store import QueryLog
from bot.reply import Asker
from tests.querylog.rows import IDS, a_judgement, a_request, a_row, until

PERSON = "184920384029384001"
WHO, THREE = Asker("privacy", PERSON), Asker("privacy", "3")
TABLES = ("queries", "judgements", "requests")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the log is."""
    return tmp_path / "log.sqlite3"


def read(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as reader:
        return reader.execute(query).fetchall()


def counts(path: Path) -> list[object]:
    return [read(path, f"SELECT count(*) FROM {table}")[0][0] for table in TABLES]  # noqa: S608


def anywhere(path: Path, text: str) -> bool:
    """Whether a text stands in any byte of the log or of what SQLite keeps beside it."""
    return any(text.encode() in file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


async def write_all(log: QueryLog, asker: str, moment: str | None = None) -> int:
    """A question, a judgement and a request by one person; the id of the question."""
    row = a_row(f"asked by {asker[:1]}", asker, moment)
    await log.record(row)
    await log.record(a_judgement(row.id, asker, moment))
    await log.record(a_request(row.id, asker, moment))
    return row.id


async def test_an_asker_is_the_same_to_the_log_each_time_and_their_own_id_stands_nowhere(path: Path) -> None:
    for _ in range(2):
        async with await QueryLog.open(path) as log:
            row = a_row(asker=PERSON)
            await log.record(row)
            await log.record(a_judgement(row.id, PERSON))

    askers = {asker for table in TABLES[:2] for (asker,) in read(path, f"SELECT asker FROM {table}")}  # noqa: S608
    assert askers == {Pseudonyms.of_log(path).name(PERSON)}
    assert not anywhere(path, PERSON)


async def test_an_open_request_keeps_whom_to_tell_until_they_have_been_told(path: Path) -> None:
    async with await QueryLog.open(path) as log:
        request = a_request(IDS.make(), PERSON)
        await log.record(request)
        assert anywhere(path, PERSON)

        assert await log.settle(request.id, "opening")
    assert not anywhere(path, PERSON)  # not in the pages that were freed either


def test_the_key_is_its_owners_alone_and_never_replaced(path: Path) -> None:
    name = Pseudonyms.of_log(path).name(PERSON)
    before = key_file(path).read_bytes()

    assert stat.S_IMODE(key_file(path).stat().st_mode) == 0o600
    assert Pseudonyms.of_log(path).name(PERSON) == name
    assert key_file(path).read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [key_file(path).name]


async def test_each_change_of_the_key_is_told_once(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with await QueryLog.open(path) as log:
        await log.record(a_row())
    own = key_file(path).read_bytes()
    key_file(path).unlink()  # a new one is made

    for _ in range(2):
        async with await QueryLog.open(path) as log:
            assert await log.count_rows(THREE) == 0
    key_file(path).write_bytes(own)
    async with await QueryLog.open(path) as log:
        assert await log.count_rows(THREE) == 1

    said, back = caplog.messages
    assert said == back
    assert said.startswith(
        f"the key of the query log {path} has changed since the last start: people count as new ones"
    )
    assert said.endswith(f"restore {key_file(path)} from its backup")


async def test_a_log_that_names_nobody_misses_no_key(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with await QueryLog.open(path) as log:
        await log.record(a_row(asker=None))
    key_file(path).unlink()

    await (await QueryLog.open(path)).close()

    assert caplog.text == ""


def test_two_logs_know_a_person_by_different_names(tmp_path: Path) -> None:
    assert len({Pseudonyms.of_log(tmp_path / name).name(PERSON) for name in ("one", "other")}) == 2


async def test_processes_that_start_at_once_share_one_key(path: Path) -> None:
    names = await asyncio.gather(*(asyncio.to_thread(prepare, path) for _ in range(16)))

    assert len({one.name(PERSON) for one in names}) == 1


@pytest.mark.parametrize(
    ("content", "told"), [(b"", "is damaged"), (b"abc\xff", "is damaged"), (None, "cannot be read or made")]
)
async def test_a_key_that_cannot_be_read_is_told_and_left_alone(path: Path, content: bytes | None, told: str) -> None:
    if content is None:
        key_file(path).mkdir()
    else:
        key_file(path).write_bytes(content)

    with pytest.raises(LogUnavailable, match=f"the query log's key {key_file(path)} {told}"):
        await QueryLog.open(path)
    assert content is None or key_file(path).read_bytes() == content


async def test_rows_older_than_the_days_are_deleted_at_the_start_and_the_rest_stay(path: Path) -> None:
    now = datetime.now(UTC)
    async with await QueryLog.open(path) as log:
        for age in (100, 91, 89, 0):
            await write_all(log, str(age), iso(now - timedelta(days=age)))
    assert counts(path) == [4, 4, 4]

    async with await QueryLog.open(path, RetentionPolicy(days=90)) as log:
        await until(lambda: counts(path) == [2, 2, 2])
        await log.record(a_row())
    assert [query for (query,) in read(path, "SELECT query FROM queries ORDER BY id")][:2] == [
        "asked by 8",
        "asked by 0",
    ]


@pytest.mark.parametrize("asks", [False, True], ids=["nobody asks", "somebody asks"])
async def test_a_clock_that_is_far_ahead_deletes_nothing_at_first_and_is_told(
    path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, asks: bool
) -> None:
    async with await QueryLog.open(path) as log:
        await write_all(log, PERSON)
        if asks:  # what is asked by that clock
            await log.record(a_row("later", asked_at="2106-02-07T06:28:15.000Z"))
    monkeypatch.setattr(retention, "utc_time", lambda: datetime(2106, 2, 7, 6, 28, 16, tzinfo=UTC))

    async with await QueryLog.open(path, RetentionPolicy(days=90)):
        await until(lambda: "rows stay in the query log for another day" in caplog.text)
        await asyncio.sleep(0.1)

    assert counts(path) == [1 + asks, 1, 1]


async def purge_at(moment: datetime, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot that keeps rows for 90 days starts, by a clock that says that moment, and ends again."""
    monkeypatch.setattr(retention, "utc_time", lambda: moment)
    async with await QueryLog.open(path, RetentionPolicy(days=90)):
        await asyncio.sleep(0.2)


async def test_what_the_clock_still_says_a_day_later_is_done_though_the_bot_was_started_in_between(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.now(UTC)
    async with await QueryLog.open(path) as log:
        await write_all(log, PERSON, iso(now - timedelta(days=400)))

    for hours, kept in ((0, 1), (16, 2), (32, 1)):
        await purge_at(now + timedelta(hours=hours), path, monkeypatch)
        assert counts(path) == [kept] * 3, hours
        if not hours:
            async with await QueryLog.open(path) as log:
                await write_all(log, "another", iso(now))


async def test_a_clock_that_was_believed_once_is_doubted_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime.now(UTC)
    async with await QueryLog.open(path) as log:
        await write_all(log, PERSON, iso(now - timedelta(days=400)))
        await write_all(log, "another", iso(now))

    for moment, kept in ((now, 2), (now + timedelta(hours=32), 1), (datetime(2106, 2, 7, tzinfo=UTC), 1)):
        await purge_at(moment, path, monkeypatch)
        assert counts(path) == [kept] * 3, moment


async def test_what_the_clock_still_says_a_day_later_is_done(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with await QueryLog.open(path) as log:
        await write_all(log, PERSON, iso(datetime.now(UTC) - timedelta(days=400)))
    monkeypatch.setattr(retention, "PURGE_SECONDS", 0.3)

    async with await QueryLog.open(path, RetentionPolicy(days=90)):
        await asyncio.sleep(0.1)
        assert counts(path) == [1, 1, 1]
        await until(lambda: counts(path) == [0, 0, 0])


async def test_a_log_in_which_nobody_asks_for_long_is_emptied_row_by_row(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with await QueryLog.open(path) as log:
        await write_all(log, PERSON, iso(datetime.now(UTC) - timedelta(days=90, hours=23)))

    async with await QueryLog.open(path, RetentionPolicy(days=90)):
        await until(lambda: counts(path) == [0, 0, 0])
    assert "another day" not in caplog.text


async def test_old_rows_are_deleted_again_and_again_while_it_runs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "PURGE_SECONDS", 0.01)
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    old = iso(datetime.now(UTC) - timedelta(days=8))
    async with await QueryLog.open(path, RetentionPolicy(days=7)) as log:
        for _ in range(2):
            await asyncio.gather(*(log.record(a_row(asked_at=old)) for _ in range(5)))
            await until(lambda: counts(path) == [0, 0, 0])


async def test_without_text_a_question_leaves_only_what_became_of_it(path: Path) -> None:
    async with await QueryLog.open(path, RetentionPolicy(text=False)) as log:
        await log.record(a_row("a very private question"))
        request = a_request(IDS.make())
        await log.record(request)
        assert read(path, "SELECT text FROM requests") == [("when?",)]  # else no editor could answer it
        await log.settle(request.id, "opening")

    assert read(path, "SELECT query, outcome, fact_id FROM queries") == [("", "answer", "opening")]
    assert read(path, "SELECT text FROM requests") == [("",)]
    assert not anywhere(path, "a very private question")


async def test_what_is_deleted_is_gone_from_the_disk_while_the_bot_runs(path: Path) -> None:
    async with await QueryLog.open(path) as log:
        request = a_request(IDS.make(), PERSON)._replace(text="whispered to the editors")
        await log.record(request)
        await log.record(a_row("whispered in a question", PERSON))
        assert await log.settle(request.id, "opening")
        assert not anywhere(path, PERSON)

        assert await log.forget(WHO) == 2
        assert not anywhere(path, "whispered")


async def test_old_rows_that_were_deleted_are_gone_from_the_disk_while_the_bot_runs(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    async with await QueryLog.open(path) as log:
        await log.record(a_row("whispered last week", asked_at=iso(datetime.now(UTC) - timedelta(days=8))))
    assert anywhere(path, "whispered")

    async with await QueryLog.open(path, RetentionPolicy(days=7)):
        await until(lambda: "1 rows older than 7 days were deleted" in caplog.text)
        assert not anywhere(path, "whispered")


async def test_words_leave_the_disk_once_nobody_reads_them_any_more(path: Path) -> None:
    async with await QueryLog.open(path) as log:
        await log.record(a_row("whispered in a question", PERSON))
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN").execute("SELECT * FROM queries").fetchall()
            assert await log.forget(WHO) == 1
            assert anywhere(path, "whispered")

        await until(lambda: not anywhere(path, "whispered"))  # without another write


async def test_without_the_key_an_open_request_is_found_by_its_askers_id(path: Path) -> None:
    async with await QueryLog.open(path) as log:
        await log.record(a_request(IDS.make(), PERSON))
    key_file(path).unlink()

    async with await QueryLog.open(path) as log:
        assert (await log.count_rows(WHO), await log.forget(WHO)) == (1, 1)
    assert not anywhere(path, PERSON)


async def test_the_file_shrinks_as_old_rows_leave_it(path: Path) -> None:
    old = iso(datetime.now(UTC) - timedelta(days=8))
    async with await QueryLog.open(path) as log:
        await log.record(a_row())
        await asyncio.gather(*(log.record(a_row("x" * 1000, asked_at=old)) for _ in range(2000)))
        full = log.size() or 0

    async with await QueryLog.open(path, RetentionPolicy(days=7)) as log:
        await until(lambda: 0 < 10 * (log.size() or 0) < full)


async def test_what_waits_to_be_written_is_kept_too(path: Path) -> None:
    async with await QueryLog.open(path) as log:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await log.record(a_row(asker=PERSON))
            assert await log.count_rows(WHO) == 1


async def test_whatever_waits_is_counted_and_forgotten(path: Path) -> None:
    async with await QueryLog.open(path) as log:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await log.record(a_row(asker=PERSON))
            for writing in (log.record(a_judgement(1, PERSON)), log.record(a_request(1, PERSON))):
                assert await writing is WriteResult.WAITING
            assert await log.count_rows(WHO) == 3
            with pytest.raises(LogUnavailable):
                await log.forget(WHO)
            assert log.waiting == 0


async def test_forgetting_reaches_rows_that_wait_to_be_written(path: Path) -> None:
    async with await QueryLog.open(path) as log:
        written = asyncio.gather(*(log.record(a_row(asker=asker)) for asker in (PERSON, "another", PERSON)))
        await asyncio.sleep(0)
        gone = await log.forget(WHO)
        await written

    assert gone == 2
    assert read(path, "SELECT asker FROM queries") == [(Pseudonyms.of_log(path).name("another"),)]


async def test_a_log_that_cannot_be_written_forgets_what_waits_and_says_that_it_has_to_be_asked_again(
    path: Path,
) -> None:
    async with await QueryLog.open(path) as log:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for asker in (PERSON, "another", PERSON):
                await log.record(a_row(asker=asker))
            with pytest.raises(LogUnavailable):
                await log.forget(WHO)
            assert log.waiting == 1
        await until(lambda: log.waiting == 0)

    assert read(path, "SELECT asker FROM queries") == [(Pseudonyms.of_log(path).name("another"),)]


async def test_the_log_and_what_lies_beside_it_are_for_their_owner_alone(path: Path) -> None:
    async with await QueryLog.open(path) as log:
        await log.record(a_row())

        assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


async def test_a_log_that_others_may_read_is_told_of(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    await (await QueryLog.open(path)).close()
    os.chmod(path, 0o644)

    await (await QueryLog.open(path)).close()

    assert caplog.messages == [f"other users of this machine may read {path}; 'chmod o= {path}' fixes that"]


async def test_a_new_log_is_said_to_be_one(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot")
    for _ in range(2):
        await (await QueryLog.open(path)).close()

    assert caplog.messages == [f"the query log {path} is new and empty"]
