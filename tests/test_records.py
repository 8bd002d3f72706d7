"""What the desk keeps and tells of what people ask and say: every promise against a real log."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.querylog import open as opening
from bot.querylog import rows, writer
from bot.querylog.reports import Traffic
from bot.querylog.retention import RetentionPolicy
from bot.querylog.rows import CHECKED, MOST_FOLLOWED, Judgement, LogUnavailable, WriteResult
from bot.querylog.store import QueryLog
from bot.reply import Asker, Reply
from bot.snapshot import Snapshot

ALICE = Asker(command="fact", id="1", guild_id="10", channel_id="100")
BOB = Asker(command="fact", id="2", guild_id="10", channel_id="100")
CAROL = Asker(command="fact", id="3", guild_id="20", channel_id="200")
UNKNOWN = "who won the 1998 world cup"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the log is."""
    return tmp_path / "log.sqlite3"


@pytest.fixture
async def desk(shipped: Snapshot, path: Path) -> AsyncIterator[Desk]:
    """A desk with a real log."""
    async with await QueryLog.open(path) as querylog:
        yield Desk(shipped, querylog)


def read(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as reader:
        return reader.execute(query).fetchall()


async def today(desk: Desk, guild_id: str | None) -> Traffic:
    """What was asked today, which can be read."""
    found = (await desk.status(guild_id)).today
    assert isinstance(found, Traffic)
    return found


async def test_neither_a_checked_messages_words_nor_a_private_channel_are_kept(desk: Desk, path: Path) -> None:
    await desk.ask("ISIS-K was founded in 2015", replace(ALICE, command=CHECKED))
    await desk.ask("when was ISIS-K formed", replace(ALICE, guild_id=None))

    assert read(path, "SELECT query, channel_id FROM queries ORDER BY id") == [
        ("", "100"),
        ("when was ISIS-K formed", None),
    ]


async def test_a_reply_carries_the_id_of_its_row(desk: Desk, path: Path) -> None:
    asked = [await desk.ask(question, ALICE) for question in ("when was ISIS-K formed", UNKNOWN, "fact:khan-death")]

    assert read(path, "SELECT id, query FROM queries ORDER BY id") == [(reply.id, reply.query) for reply in asked]
    assert await desk.records.words_of(asked[0].id) == "when was ISIS-K formed"
    assert await desk.records.words_of(1) is None


async def test_a_later_judgement_by_the_same_person_replaces_the_earlier_one(desk: Desk, path: Path) -> None:
    reply = await desk.ask("when was ISIS-K formed", ALICE)
    await desk.records.judge(reply.id, "founding-date", "answers", ALICE)
    await desk.records.judge(reply.id, "founding-date", "answers", BOB)
    await desk.records.judge(reply.id, "founding-date", "not-asked", ALICE)
    await desk.records.judge(reply.id, None, "none-of-these", ALICE)
    await desk.records.judge(reply.id, None, "none-of-these", ALICE)

    assert read(path, "SELECT query_id, fact_id, judgement, guild_id FROM judgements ORDER BY id") == [
        (reply.id, "founding-date", "not-asked", "10"),
        (reply.id, "founding-date", "answers", "10"),
        (reply.id, None, "none-of-these", "10"),
    ]


async def test_only_what_somebody_says_was_not_asked_is_rejected(desk: Desk) -> None:
    reply = await desk.ask("when was ISIS-K formed", ALICE)
    await desk.records.judge(reply.id, "founding-date", "answers", ALICE)
    await desk.records.judge(reply.id, None, "none-of-these", ALICE)
    assert await desk.records.rejected(reply.id) == set()

    await desk.records.judge(reply.id, "founders", "not-asked", BOB)

    assert await desk.records.rejected(reply.id) == {"founders"}


async def test_a_judgement_that_replaces_another_has_its_own_time(
    desk: Desk, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: tuple[Judgement, ...] = ("answers", "not-asked")
    for day, judgement in enumerate(said, 1):
        monkeypatch.setattr(rows, "utc_time", lambda day=day: datetime(2026, 3, day, tzinfo=UTC))
        await desk.records.judge(1, "founding-date", judgement, ALICE)

    assert read(path, "SELECT judged_at FROM judgements") == [("2026-03-02T00:00:00.000Z",)]


async def test_a_request_that_is_put_in_two_channels_is_two(desk: Desk) -> None:
    elsewhere = replace(ALICE, channel_id="101")
    for asker in (ALICE, elsewhere):
        reply = await desk.ask(UNKNOWN, asker)
        await desk.records.request(reply.id, UNKNOWN, asker)

    assert [request.channel_id for request in await desk.records.open_requests()] == ["100", "101"]


async def test_a_try_to_tell_is_counted_only_while_somebody_is_to_be_told(desk: Desk) -> None:
    reply = await desk.ask(UNKNOWN, ALICE)
    await desk.records.request(reply.id, UNKNOWN, ALICE)
    (request,) = await desk.records.open_requests()

    assert await desk.records.begin_telling(request)
    assert await desk.records.open_requests() == [request._replace(tries=1)]
    await desk.records.settle(request.id, "founders")
    assert not await desk.records.begin_telling(request)


async def test_a_request_is_withdrawn_by_whoever_made_it(desk: Desk) -> None:
    reply = await desk.ask(UNKNOWN, ALICE)
    for asker in (ALICE, BOB):
        await desk.records.request(reply.id, UNKNOWN, asker)

    assert [await desk.records.withdraw(reply.id, ALICE) for _ in range(2)] == [True, False]

    assert [request.user_id for request in await desk.records.open_requests()] == ["2"]


async def test_a_person_follows_each_fact_once_and_so_many_at_most(desk: Desk) -> None:
    facts = desk.base.facts[: MOST_FOLLOWED + 1]
    results = [await desk.records.follow(fact, "[]", ALICE) for fact in (facts[0], *facts)]

    assert results == [WriteResult.WRITTEN] * (MOST_FOLLOWED + 1) + [WriteResult.UNCHANGED]
    followed, _ = await desk.records.waiting_for(ALICE)
    assert {row.fact_id for row in followed} == {fact.id for fact in facts[:-1]}
    assert await desk.records.waiting_for(BOB) == ([], [])
    assert await desk.records.count_rows(ALICE) == MOST_FOLLOWED
    assert [await desk.records.unfollow(facts[0].id, ALICE) for _ in range(2)] == [True, False]
    assert await desk.records.forget(ALICE) == MOST_FOLLOWED - 1


async def test_a_follower_who_was_told_gets_a_new_nonce(desk: Desk) -> None:
    await desk.records.follow(desk.base.facts[0], "[]", ALICE)
    (row,) = await desk.records.follows()
    await desk.records.begin_telling(row)

    await desk.records.told(row, "[1]", "It is so.")

    (told,) = await desk.records.follows()
    assert told == row._replace(id=told.id, seen="[1]", claim="It is so.")
    assert told.id > row.id


async def test_a_request_that_is_put_twice_is_one(desk: Desk) -> None:
    first, again = await desk.ask(UNKNOWN, ALICE), await desk.ask(UNKNOWN, ALICE)
    for reply, asker in ((first, ALICE), (first, ALICE), (again, ALICE), (first, BOB)):
        await desk.records.request(reply.id, UNKNOWN, asker)

    requests = await desk.records.open_requests()
    assert [(one.query_id, one.text, one.user_id, one.channel_id) for one in requests] == [
        (first.id, UNKNOWN, "1", "100"),
        (first.id, UNKNOWN, "2", "100"),
    ]


async def test_a_settled_request_is_told_by_one_caller_and_forgets_whose_it_was(desk: Desk, path: Path) -> None:
    reply = await desk.ask(UNKNOWN, ALICE)
    await desk.records.request(reply.id, UNKNOWN, ALICE)
    (request,) = await desk.records.open_requests()

    assert [await desk.records.settle(request.id, "founders") for _ in range(2)] == [True, False]
    assert await desk.records.open_requests() == []
    assert read(path, "SELECT user_id, fact_id, told_at > asked_at OR told_at = asked_at FROM requests") == [
        (None, "founders", 1)
    ]


async def test_forgetting_deletes_the_askers_rows_everywhere_and_nobody_elses(desk: Desk, path: Path) -> None:
    for asker in (ALICE, BOB):
        reply = await desk.ask(UNKNOWN, asker)
        await desk.records.judge(reply.id, None, "none-of-these", asker)
        await desk.records.request(reply.id, UNKNOWN, asker)

    assert await desk.records.forget(ALICE) == 3
    assert await desk.records.forget(ALICE) == 0
    for table in ("queries", "judgements", "requests"):
        assert read(path, f"SELECT count(*) FROM {table}") == [(1,)]  # noqa: S608
    assert [request.user_id for request in await desk.records.open_requests()] == ["2"]


async def test_gaps_group_alike_questions(desk: Desk) -> None:
    for asker, question in (
        (ALICE, "who won the 1998 world cup"),
        (ALICE, "Who won the 1998 World Cup?"),
        (BOB, "the 1998 world cup, who won it"),
        (ALICE, "how do penguins sleep"),
        (ALICE, "when was ISIS-K formed"),
    ):
        await desk.ask(question, asker)

    most, other = await desk.records.gaps("10")
    assert (most.times, most.askers, most.query, len(most.wordings)) == (3, 2, "the 1998 world cup, who won it", 3)
    assert (other.query, other.times) == ("how do penguins sleep", 1)


async def test_an_answer_that_was_not_what_somebody_asked_is_a_gap(desk: Desk) -> None:
    reply = await desk.ask("when was ISIS-K formed", ALICE)
    assert await desk.records.gaps("10") == []

    await desk.records.judge(reply.id, "founding-date", "not-asked", ALICE)

    (gap,) = await desk.records.gaps("10")
    assert gap.query == "when was ISIS-K formed"
    assert gap.refused == {("founding-date", None): 1}


async def test_a_facts_reference_is_no_gap_but_a_question_that_begins_like_one_is(desk: Desk) -> None:
    for query in ("fact:removed-meanwhile", "Reference: fact:removed-meanwhile.", "fact: do penguins sleep"):
        await desk.ask(query, ALICE)

    assert [gap.query for gap in await desk.records.gaps("10")] == ["fact: do penguins sleep"]


async def test_the_days_of_gaps_begin_at_midnight_today_included(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def set_clock(moment: str) -> None:
        monkeypatch.setattr(rows, "utc_time", lambda: datetime.fromisoformat(moment))

    for question, moment in (
        ("just outside of the month", "2026-02-28T23:59:59.999Z"),
        (UNKNOWN, "2026-03-01T00:00:00.000Z"),
        ("yesterday's penguins", "2026-03-29T23:59:59.999Z"),
        ("how do swans sleep", "2026-03-30T00:00:00.000Z"),
    ):
        set_clock(moment)
        await desk.ask(question, ALICE)
    set_clock("2026-03-30T23:59:00.000Z")

    assert {gap.query for gap in await desk.records.gaps("10")} == {
        UNKNOWN,
        "yesterday's penguins",
        "how do swans sleep",
    }
    assert [gap.query for gap in await desk.records.gaps("10", days=1)] == ["how do swans sleep"]
    assert (await today(desk, "10")).questions == 1


async def test_questions_whose_words_are_not_kept_are_no_gaps(shipped: Snapshot, path: Path) -> None:
    async with await QueryLog.open(path, RetentionPolicy(text=False)) as querylog:
        desk = Desk(shipped, querylog)
        for _ in range(2):
            await desk.ask(UNKNOWN, ALICE)

        assert (await today(desk, "10")).misses == 2
        assert await desk.records.gaps("10") == []


async def test_people_of_one_server_see_nothing_of_anothers(desk: Desk) -> None:
    for asker in (ALICE, CAROL, Asker(command="ask", id="terminal")):
        reply = await desk.ask(f"{UNKNOWN} {asker.id}", asker)
        await desk.records.request(reply.id, reply.query, asker)

    assert [gap.query for gap in await desk.records.gaps("20")] == [f"{UNKNOWN} 3"]
    assert [alike.requests[0].user_id for alike in (await desk.records.requests("20")).listed] == ["3"]
    assert (await today(desk, "20")).questions == 1
    assert (await today(desk, None)).questions == 3


async def test_today_counts_replies_and_latency_by_nearest_rank(desk: Desk, path: Path) -> None:
    for question in ("when was ISIS-K formed", "commander", UNKNOWN, UNKNOWN):
        await desk.ask(question, ALICE)
    with closing(sqlite3.connect(path)) as other:
        for number, (row_id,) in enumerate(other.execute("SELECT id FROM queries ORDER BY id").fetchall(), 1):
            other.execute("UPDATE queries SET latency_ms = ? WHERE id = ?", (number, row_id))
        other.execute("INSERT INTO queries SELECT 1, '2020-01-01', '10', '', '', '', '', 'none', NULL, 0, 99, ''")
        other.commit()

    here, nowhere = await today(desk, "10"), await today(desk, "none")
    assert (here.questions, here.answers, here.suggestions, here.misses) == (4, 1, 1, 2)
    assert (here.p50_ms, here.p95_ms) == (2.0, 4.0)
    assert (nowhere.questions, nowhere.p50_ms) == (0, None)


async def test_statements_of_a_checked_message_are_counted_apart_and_are_no_gaps(desk: Desk) -> None:
    checking, told = replace(ALICE, command=CHECKED), list[Reply]()
    desk.observe(lambda reply, _: told.append(reply))
    await desk.ask(UNKNOWN, ALICE)
    for statement in (UNKNOWN, "ISIS-K was formed in 2015"):
        await desk.ask(statement, checking)

    here = await today(desk, "10")
    assert (here.questions, here.answers, here.misses, here.statements) == (1, 0, 1, 2)
    (gap,) = await desk.records.gaps("10")
    assert gap.times == 1
    assert len(told) == 1


async def test_status_says_how_base_and_log_are(desk: Desk) -> None:
    status = await desk.status()

    assert (status.base_version, status.facts) == (desk.base.version, len(desk.base.facts))
    assert status.log_bytes
    assert status.log_bytes > 4096
    assert (status.log_problem, status.rows_waiting, status.rows_dropped) == (None, 0, 0)


async def test_status_says_what_it_knows_where_the_log_cannot_be_read(desk: Desk, path: Path) -> None:
    await desk.ask(UNKNOWN, ALICE)
    with closing(sqlite3.connect(path)) as other:
        other.execute("ALTER TABLE queries RENAME TO lost")

    status = await desk.status("10")

    assert (status.base_version, status.facts) == (desk.base.version, len(desk.base.facts))
    assert str(status.today).startswith("the query log cannot be read (")
    assert "queries" in str(status.log_problem)


async def test_a_desk_without_a_log_answers_and_says_that_nothing_is_kept(shipped: Snapshot) -> None:
    desk = Desk(shipped, None)
    reply = await desk.ask(UNKNOWN, ALICE)

    assert await desk.records.judge(reply.id, None, "none-of-these", ALICE) is WriteResult.DROPPED
    assert await desk.records.request(reply.id, UNKNOWN, ALICE) is WriteResult.DROPPED
    for asking in (desk.records.gaps("10"), desk.records.forget(ALICE)):
        with pytest.raises(LogUnavailable, match="there is no query log"):
            await asking


async def test_a_log_that_writes_slowly_holds_nobody_up_and_keeps_the_row(
    shipped: Snapshot, path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(writer, "PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(opening, "BUSY_MS", 60_000)
    async with await QueryLog.open(path) as querylog:
        desk = Desk(shipped, querylog)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")  # for whose end the log now waits a minute
            async with asyncio.timeout(5):
                reply = await desk.ask(UNKNOWN, ALICE)
                result = await desk.records.judge(reply.id, None, "none-of-these", ALICE)

    assert result is WriteResult.WAITING
    assert "a reply leaves before its row is known to be written" in caplog.text
    assert read(path, "SELECT query FROM queries") == [(UNKNOWN,)]
