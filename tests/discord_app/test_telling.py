"""Whoever put a question to the editors is told once that it is answered, in that channel; nobody else is pinged."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord.results import ResponseMessage

from bot.desk import Desk
from bot.discord_app.client import FactbotClient
from bot.discord_app.notices import personal_notices as telling_module
from bot.discord_app.notices.personal_notices import PersonalNotices, notice_of_answer
from bot.factbase.loading import Loader
from bot.factbase.model import Fact, FactBase
from bot.querylog.requests import to_tell
from bot.querylog.rows import LogUnavailable
from bot.querylog.store import QueryLog
from bot.reply import Asker
from bot.snapshot import Snapshot, take_snapshot
from tests.discord_app.conftest import World
from tests.discord_app.panel import send_to_editors, texts
from tests.editing import Folder

QUESTION = "Who designed the Arn bridge?"
CLAIM = "Ada Holm designed the Arn bridge."
FACT = f"""\
topic: People
facts:
  - id: designer
    claim: {CLAIM}
    phrasings:
      - {QUESTION}
      - arn bridge architect
    supports:
      - source: almanac
        paragraph: 2
        says: Names her as its designer.
        anchors: ["Ada Holm"]
"""


@pytest.fixture
def snapshot(folder: Folder) -> Snapshot:
    """The bot answers from that."""
    return take_snapshot(folder.facts, folder.sources)


async def ask_the_editors(world: World) -> None:
    """Alice asks what no fact covers, and puts it to the editors."""
    offered = await world.alice.slash(world.channel, "fact", query=QUESTION)
    await send_to_editors(world.alice, offered.response)


async def reload(world: World, folder: Folder) -> None:
    """The bot loads the fact base anew, and has told whom it tells."""
    await world.desk.reload(Loader(folder.facts, folder.sources))
    await asyncio.gather(*world.env.bot.personal_notices._running)


async def answer_it(world: World, folder: Folder) -> None:
    """An editor adds the fact."""
    folder.write("facts/people.yaml", FACT)
    await reload(world, folder)


def posted(world: World) -> list[Any]:
    """What the bot posted in the channel by itself, or tried to."""
    return [sent for sent in world.sent() if sent.path == f"/channels/{world.channel.id}/messages"]


def told(world: World) -> ResponseMessage:
    """The one message that the bot posted, as everybody sees it."""
    (message,) = [message for message in world.channel.history(viewer=world.bob) if message.author.bot]
    return ResponseMessage(world.env, world.env.backend.messages[world.channel.id][message.id])


async def test_a_request_that_is_being_closed_as_the_bot_ends_is_open_for_the_next_one(
    tmp_path: Path, shipped: Snapshot
) -> None:
    path, asker = tmp_path / "log.sqlite3", Asker(command="fact", id="42", guild_id="1", channel_id="2")
    async with await QueryLog.open(path) as log:
        desk = Desk(shipped, log)
        await desk.records.request(1, shipped.base.facts[0].claim, asker)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")  # the request cannot be closed yet
            telling = PersonalNotices(discord.Client(intents=discord.Intents.none()), desk, frozenset())
            telling.begin()
            await asyncio.sleep(0.3)
            ending = asyncio.create_task(telling.end())
            await asyncio.sleep(0.1)
            other.execute("ROLLBACK")
        await ending

    async with await QueryLog.open(path) as log:
        assert [request.user_id for request in await log.read(to_tell)] == ["42"]


async def test_one_message_tells_a_person_of_a_fact_that_answers_several_requests(world: World, folder: Folder) -> None:
    await ask_the_editors(world)
    offered = await world.alice.slash(world.channel, "fact", query="arn bridge architect")
    await send_to_editors(world.alice, offered.response)
    assert len(await world.desk.records.open_requests()) == 2

    await answer_it(world, folder)

    assert len(posted(world)) == 1
    assert await world.desk.records.open_requests() == []


async def test_the_asker_is_told_in_the_channel_with_the_answer_one_press_away(world: World, folder: Folder) -> None:
    await ask_the_editors(world)

    await answer_it(world, folder)

    news = told(world)
    assert f"<@{world.alice.id}>" in texts(news)
    assert CLAIM in texts(news)
    opened = await world.alice.click(news, label="Show the sources")
    assert opened.ephemeral
    assert "Names her as its designer." in texts(opened.response)


async def test_the_press_works_for_anybody_and_after_a_restart(world: World, folder: Folder) -> None:
    await ask_the_editors(world)
    await answer_it(world, folder)
    await world.restart()

    opened = await world.bob.click(told(world), label="Show the sources")

    assert "Names her as its designer." in texts(opened.response)


async def test_only_the_asker_can_be_pinged_and_the_private_question_is_not_repeated(
    world: World, folder: Folder
) -> None:
    await ask_the_editors(world)

    await answer_it(world, folder)

    (sent,) = posted(world)
    assert sent.body["allowed_mentions"] == {"parse": [], "users": [world.alice.id]}
    assert QUESTION not in str(sent.body)


async def test_the_asker_is_told_once_whatever_comes_after(world: World, folder: Folder) -> None:
    await ask_the_editors(world)
    await answer_it(world, folder)

    folder.change("facts/people.yaml", "arn bridge architect", "arn bridge designer")
    await reload(world, folder)
    await world.restart()

    assert len(posted(world)) == 1


async def test_a_bot_that_comes_back_with_the_answer_tells_it_at_its_start(world: World, folder: Folder) -> None:
    await ask_the_editors(world)
    folder.write("facts/people.yaml", FACT)
    world.desk._snapshot = take_snapshot(folder.facts, folder.sources)  # loaded while the bot was away

    await world.restart()

    assert len(posted(world)) == 1


async def test_nobody_is_told_of_a_fact_that_is_not_what_they_asked(world: World, folder: Folder) -> None:
    answer = await world.alice.slash(world.channel, "fact", query="When did the Arn bridge open?")
    offer = await world.alice.click(answer.response, label="Not my question")
    await send_to_editors(world.alice, offer.response)

    await answer_it(world, folder)

    assert (await world.desk.records.requests(str(world.channel.guild.id))).listed != []
    assert posted(world) == []


@pytest.mark.parametrize(("status", "code"), [(404, 10003), (403, 50001)])
async def test_a_channel_that_cannot_be_written_to_is_logged_once_and_never_tried_again(
    world: World, folder: Folder, caplog: pytest.LogCaptureFixture, status: int, code: int
) -> None:
    await ask_the_editors(world)
    world.env.inject_error("POST", "/channels/*/messages", status=status, code=code)

    await answer_it(world, folder)
    await world.restart()

    assert len(posted(world)) == 1
    assert caplog.text.count("cannot be told in channel") == 1


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_an_asker_is_told_once_discord_has_recovered(
    world: World, folder: Folder, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(telling_module, "AGAIN_SECONDS", 0.01)
    await ask_the_editors(world)
    world.env.inject_error("POST", "/channels/*/messages", status=status, times=2)

    await answer_it(world, folder)

    assert f"<@{world.alice.id}>" in texts(told(world))
    assert len(posted(world)) == 3
    assert await world.desk.records.open_requests() == []
    assert str(world.alice.id).encode() not in world.log.read_bytes()


async def test_every_try_carries_the_same_nonce_so_that_discord_takes_the_message_once(
    world: World, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling_module, "AGAIN_SECONDS", 0.01)
    await ask_the_editors(world)
    (request,) = await world.desk.records.open_requests()
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=2)

    await answer_it(world, folder)

    nonces = [(sent.body["nonce"], sent.body["enforce_nonce"]) for sent in posted(world)]
    assert nonces == [(str(request.id), True)] * 3


async def test_three_tries_are_all_there_are_restarts_included(
    world: World, folder: Folder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(telling_module, "AGAIN_SECONDS", 0.01)
    await ask_the_editors(world)
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=None)

    await answer_it(world, folder)
    await world.restart()

    assert len(posted(world)) == 3
    assert caplog.text.count("cannot be told in channel") == 1


async def test_who_asked_what_was_set_aside_is_told_all_the_same(world: World, folder: Folder) -> None:
    await ask_the_editors(world)
    (request,) = await world.desk.records.open_requests()
    await world.desk.records.set_aside(str(world.channel.guild.id), request.id, aside=True)

    await answer_it(world, folder)

    assert f"<@{world.alice.id}>" in texts(told(world))


async def test_edits_in_quick_succession_do_not_use_the_tries_up(world: World, folder: Folder) -> None:
    await ask_the_editors(world)
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=None)
    folder.write("facts/people.yaml", FACT)

    for _ in range(3):
        folder.change("facts/people.yaml", "  - id: ", "  - id: new-")
        await world.desk.reload(Loader(folder.facts, folder.sources))
        await asyncio.sleep(0.2)

    assert len(posted(world)) == 1
    (request,) = await world.desk.records.open_requests()
    assert (request.tries, request.user_id) == (1, str(world.alice.id))


async def test_who_has_their_rows_deleted_between_two_tries_is_not_told(world: World, folder: Folder) -> None:
    await ask_the_editors(world)
    world.env.inject_error("POST", "/channels/*/messages", status=503)
    folder.write("facts/people.yaml", FACT)
    await world.desk.reload(Loader(folder.facts, folder.sources))
    await asyncio.sleep(0.2)

    await world.desk.records.forget(Asker("privacy", str(world.alice.id)))
    await world.restart()

    assert len(posted(world)) == 1


async def test_one_channel_that_cannot_be_written_to_keeps_nobody_else_from_being_told(
    world: World, folder: Folder
) -> None:
    await ask_the_editors(world)
    offered = await world.bob.slash(world.channel, "fact", query=QUESTION)
    await send_to_editors(world.bob, offered.response)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50001)

    await answer_it(world, folder)

    assert [sent.body["allowed_mentions"]["users"] for sent in posted(world)] == [[world.alice.id], [world.bob.id]]


async def test_a_bot_that_is_limited_to_other_servers_tells_nothing_here(world: World, folder: Folder) -> None:
    await ask_the_editors(world)
    await world.restart(FactbotClient(world.desk, frozenset({1})))

    await answer_it(world, folder)

    assert posted(world) == []


async def test_a_bot_that_is_limited_to_servers_tells_nobody_who_asked_in_a_direct_message(
    world: World, folder: Folder
) -> None:
    await world.desk.records.request(1, QUESTION, Asker("fact", id="42", guild_id=None, channel_id="2"))
    await world.restart(FactbotClient(world.desk, frozenset({world.channel.guild.id})))

    await answer_it(world, folder)

    (request,) = await world.desk.records.open_requests()
    assert request.user_id == "42"
    assert [sent.path for sent in world.sent() if sent.path.startswith("/channels/")] == []


async def test_a_bot_that_has_ended_tells_of_no_later_edit_and_leaves_that_to_the_next_one(
    world: World, folder: Folder
) -> None:
    await ask_the_editors(world)
    await world.env.bot.personal_notices.end()

    await answer_it(world, folder)

    assert posted(world) == []
    assert len(await world.desk.records.open_requests()) == 1


async def test_a_log_that_cannot_be_read_is_logged_once_and_harms_nothing(
    world: World, folder: Folder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(telling_module, "AGAIN_SECONDS", 0.05)
    await ask_the_editors(world)
    folder.write("facts/people.yaml", FACT)
    with closing(sqlite3.connect(world.log, isolation_level=None)) as other:
        other.execute("ALTER TABLE requests RENAME TO lost")
        await world.desk.reload(Loader(folder.facts, folder.sources))
        await asyncio.sleep(0.3)
        other.execute("ALTER TABLE lost RENAME TO requests")
    await asyncio.gather(*world.env.bot.personal_notices._running)

    assert caplog.text.count("not everybody could be told") == 1
    assert len(posted(world)) == 1


async def test_who_could_not_be_told_is_told_later_though_the_log_failed_for_the_next_one(
    world: World, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling_module, "AGAIN_SECONDS", 0.05)
    await ask_the_editors(world)
    offered = await world.bob.slash(world.channel, "fact", query=QUESTION)
    await send_to_editors(world.bob, offered.response)
    world.env.inject_error("POST", "/channels/*/messages", status=503)
    rejected, calls = world.desk.records.rejected, 0

    async def failing_once(query_id: int) -> frozenset[str]:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise LogUnavailable("for a moment")
        return await rejected(query_id)

    monkeypatch.setattr(world.desk.records, "rejected", failing_once)

    await answer_it(world, folder)

    assert await world.desk.records.open_requests() == []
    asked = sorted(sent.body["allowed_mentions"]["users"] for sent in posted(world))
    assert asked == [[world.alice.id], [world.alice.id], [world.bob.id]]


async def test_a_failure_that_nobody_foresaw_costs_no_request(
    world: World, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling_module, "AGAIN_SECONDS", 0.05)
    await ask_the_editors(world)
    failures = iter([TypeError("a page in Discord's place")])

    def failing_once(base: FactBase, person: int, query_id: int, fact: Fact) -> discord.ui.LayoutView:
        if error := next(failures, None):
            raise error
        return notice_of_answer(base, person, query_id, fact)

    monkeypatch.setattr(telling_module, "notice_of_answer", failing_once)

    await answer_it(world, folder)

    assert len(posted(world)) == 1
    assert await world.desk.records.open_requests() == []


async def test_whoever_asks_meanwhile_waits_for_no_more_than_one_request(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(50):
        await world.desk.records.request(number, QUESTION, Asker("fact", id=str(number), guild_id="1", channel_id="2"))
    answering, in_a_row, longest = world.desk.answering, 0, 0

    def counted(question: str) -> Fact | None:
        nonlocal in_a_row, longest
        in_a_row += 1
        longest = max(longest, in_a_row)
        return answering(question)

    async def others() -> None:
        nonlocal in_a_row
        while True:
            in_a_row = 0
            await asyncio.sleep(0)

    monkeypatch.setattr(world.desk, "answering", counted)
    asking = asyncio.create_task(others())
    await world.env.bot.personal_notices.notify()
    asking.cancel()

    assert longest == 1
