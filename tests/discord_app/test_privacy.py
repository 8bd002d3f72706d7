"""``/privacy``: people are told what is kept of them and for how long, and delete it, after being asked once more."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.discord_app.interactions import LOG_AWAY
from bot.querylog.retention import RetentionPolicy
from bot.querylog.store import QueryLog
from bot.reply import Asker
from bot.snapshot import Snapshot
from tests.conftest import query_log_rows
from tests.discord_app.conftest import World
from tests.discord_app.panel import buttons, options, send_to_editors, texts


@pytest.fixture
def keeping() -> RetentionPolicy | None:
    """How the log is kept; None for no log."""
    return RetentionPolicy(days=45)


@pytest.fixture
async def desk(snapshot: Snapshot, tmp_path: Path, keeping: RetentionPolicy | None) -> AsyncIterator[Desk]:
    """A desk with a log that is kept so."""
    if keeping is None:
        yield Desk(snapshot, None)
        return
    async with await QueryLog.open(tmp_path / "log.sqlite3", keeping) as querylog:
        yield Desk(snapshot, querylog)


async def leave_traces(world: World) -> None:
    """Alice asks, judges and puts a question to the editors: three rows; Bob asks too."""
    offered = await world.alice.slash(world.channel, "fact", query="commander")
    await world.alice.click(offered.response, label="None of these")
    await send_to_editors(world.alice, offered.response)
    await world.bob.slash(world.channel, "fact", query="when was ISIS-K formed")


async def test_it_says_what_is_kept_for_how_long_and_how_much(world: World) -> None:
    await leave_traces(world)

    result = await world.alice.slash(world.channel, "privacy")

    shown = texts(result.response)
    assert result.ephemeral
    assert "what you ask, when, in which channel" in shown
    assert "All of it is stored for 45 days." in shown
    assert "3 entries about you are stored." in shown


async def test_deleting_asks_once_more_then_says_how_many_rows_and_leaves_those_of_others(world: World) -> None:
    await leave_traces(world)
    result = await world.alice.slash(world.channel, "privacy")

    await world.alice.click(result.response, label="Delete everything about me")
    assert "Delete 3 entries?" in texts(result.response)
    assert len(query_log_rows(world.log)) == 2
    await world.restart()
    await world.alice.click(result.response, label="Delete 3 entries")

    assert "3 entries were deleted." in texts(result.response)
    assert buttons(result.response) == {}
    assert query_log_rows(world.log, "query") == [("when was ISIS-K formed",)]
    again = await world.alice.slash(world.channel, "privacy")
    assert "0 entries about you are stored." in texts(again.response)
    assert buttons(again.response) == {}


async def test_a_request_that_was_deleted_is_not_told(world: World) -> None:
    await leave_traces(world)
    result = await world.alice.slash(world.channel, "privacy")
    await world.alice.click(result.response, label="Delete everything about me")

    await world.alice.click(result.response, label="Delete 3 entries")

    assert await world.desk.records.open_requests() == []


async def test_it_lists_what_somebody_follows_and_stops_that(world: World) -> None:
    for person in (world.alice, world.bob):
        answer = await person.slash(world.channel, "fact", query="when was ISIS-K formed")
        await person.click(answer.response, label="Follow")
    result = await world.alice.slash(world.channel, "privacy")
    (label,) = options(result.response)
    assert label.startswith("1. ISIS-K was founded in 2015")
    await world.restart()

    await world.alice.select(result.response, values=[options(result.response)[label]])

    assert "1 entry about you is stored." in texts(result.response)
    assert options(result.response) == {}
    assert [row.user_id for row in await world.desk.records.follows()] == [str(world.bob.id)]


async def test_it_lists_what_somebody_asked_the_editors_and_withdraws_that(world: World) -> None:
    for text in ("who is meant?", "\u200b"):
        reply = await world.desk.ask(text, Asker("fact", str(world.alice.id)))
        await world.desk.records.request(reply.id, text, Asker("request", str(world.alice.id), "1", "2"))
    result = await world.alice.slash(world.channel, "privacy")

    await world.alice.select(result.response, values=[options(result.response)["2. who is meant?"]])

    assert [request.text for request in await world.desk.records.open_requests()] == ["\u200b"]
    assert list(options(result.response).values()) == [str(reply.id)]


async def test_two_presses_of_delete_harm_nothing(world: World) -> None:
    await leave_traces(world)
    first = await world.alice.slash(world.channel, "privacy")
    second = await world.alice.slash(world.channel, "privacy")
    for panel in (first, second):
        await world.alice.click(panel.response, label="Delete everything about me")

    for panel in (first, second):
        await world.alice.click(panel.response, label="Delete 3 entries")

    assert "0 entries were deleted." in texts(second.response)


async def test_discord_hears_of_an_answer_before_the_log_is_read_or_written(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[int] = []
    count_rows, forget = QueryLog.count_rows, QueryLog.forget

    def answers() -> int:
        return len([sent for sent in world.sent() if sent.path.endswith("/callback")])

    async def count_late(self: QueryLog, asker: Asker) -> int:
        heard.append(answers())
        return await count_rows(self, asker)

    async def forget_late(self: QueryLog, asker: Asker) -> int:
        heard.append(answers())
        return await forget(self, asker)

    await world.alice.slash(world.channel, "fact", query="commander")
    monkeypatch.setattr(QueryLog, "count_rows", count_late)
    monkeypatch.setattr(QueryLog, "forget", forget_late)
    result = await world.alice.slash(world.channel, "privacy")
    await world.alice.click(result.response, label="Delete everything about me")
    await world.alice.click(result.response, label="Delete 1 entry")

    assert heard == [2, 3, 4]  # each after its own first answer; the question had the one before
    assert "1 entry was deleted." in texts(result.response)


async def test_a_log_that_cannot_delete_now_is_apologised_for_and_the_button_stays(world: World) -> None:
    await leave_traces(world)
    result = await world.alice.slash(world.channel, "privacy")
    await world.alice.click(result.response, label="Delete everything about me")
    with closing(sqlite3.connect(world.log, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused = await world.alice.click(result.response, label="Delete 3 entries")
        other.execute("ROLLBACK")

    assert texts(refused.followups[0]) == LOG_AWAY
    assert refused.followups[0].ephemeral
    assert "Delete 3 entries" in buttons(result.response)


@pytest.mark.parametrize("keeping", [RetentionPolicy(text=False)])
async def test_it_says_that_no_words_are_kept_and_the_rest_for_ever(world: World) -> None:
    result = await world.alice.slash(world.channel, "privacy")

    assert "that you ask, without your words" in texts(result.response)
    assert "All of it is stored until you delete it." in texts(result.response)


@pytest.mark.parametrize("keeping", [None])
async def test_without_a_log_it_says_that_nothing_is_kept(world: World) -> None:
    result = await world.alice.slash(world.channel, "privacy")

    assert "Nothing is stored" in texts(result.response)
    assert buttons(result.response) == {}
