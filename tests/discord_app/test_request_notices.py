"""Editors are told in their channel that questions wait for them, and not what they are."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest

from bot.discord_app.client import FactbotClient
from bot.discord_app.notices import editors_channel
from bot.discord_app.notices.editors_channel import EditorsChannel, RequestNotices
from bot.querylog import writer
from bot.querylog.requests import ServerRequests
from bot.querylog.rows import WriteResult
from bot.reply import Asker
from tests.discord_app.conftest import World
from tests.discord_app.panel import send_to_editors
from tests.querylog.rows import until

UNKNOWN, OTHER = "who won the 1998 world cup", "what is the capital of mongolia"
IDS = count(1)


@dataclass
class Editors:
    """Where editors are told, and what tells them of requests."""

    channel: Any
    notices: RequestNotices


@pytest.fixture
async def editors(world: World, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Editors]:
    """The channel in which editors are told; where the log fails, it is looked again soon."""
    monkeypatch.setattr(editors_channel, "AGAIN_SECONDS", 0.2)
    place = world.channel.guild.create_text_channel("editors")
    channel = EditorsChannel(int(place.id))
    notices = RequestNotices(world.desk, channel)
    await world.restart(FactbotClient(world.desk, editors_channel=channel, request_notices=notices))
    async with channel.running(), notices.running():
        yield Editors(place, notices)


async def ask_the_editors(world: World, question: str, person: Any) -> None:  # noqa: ANN401 - SimCord's member
    offered = await person.slash(world.channel, "fact", query=question)
    await send_to_editors(person, offered.response)


async def posted(world: World, editors: Editors, least: int = 0) -> list[str]:
    """What has been posted there, once there is so much, and for a moment nothing more."""

    def found() -> list[Any]:
        return [sent.body for sent in world.sent() if sent.path == f"/channels/{editors.channel.id}/messages"]

    await until(lambda: len(found()) >= least)
    await asyncio.sleep(0.3)
    bodies = found()
    assert all(body["allowed_mentions"] == {"parse": []} for body in bodies)
    return [body["components"][0]["components"][0]["content"] for body in bodies]


async def test_a_question_that_is_put_to_the_editors_is_told_without_its_words(world: World, editors: Editors) -> None:
    await ask_the_editors(world, UNKNOWN, world.alice)

    assert await posted(world, editors, 1) == ["1 question waits for a fact in this server: `/editors requests`"]


async def put(world: World, notices: RequestNotices, *questions: str) -> None:
    """Puts questions to the editors without Discord's part in it, which would wait for what is to come."""
    for question in questions:
        asker = Asker("request", "7", str(world.channel.guild.id), str(world.channel.id))
        result = await world.desk.records.request(next(IDS), question, asker)
        notices.put(world.channel.guild.id, result)


@pytest.fixture
async def few(world: World, editors: Editors, monkeypatch: pytest.MonkeyPatch) -> RequestNotices:
    """Notices that come three seconds apart; the first has come."""
    monkeypatch.setattr(editors_channel, "APART_SECONDS", 3.0)
    await put(world, editors.notices, UNKNOWN)
    assert len(await posted(world, editors, 1)) == 1
    return editors.notices


async def test_questions_that_come_soon_after_one_another_are_told_together(
    world: World,
    editors: Editors,
    few: RequestNotices,
) -> None:
    await put(world, few, OTHER, "who stole the crown jewels")
    assert len(await posted(world, editors)) == 1

    assert (await posted(world, editors, 2))[1:] == ["3 questions wait for a fact in this server: `/editors requests`"]


async def test_a_question_that_is_put_twice_is_told_once(
    world: World,
    editors: Editors,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(editors_channel, "APART_SECONDS", 0.0)
    for _ in range(2):
        await ask_the_editors(world, UNKNOWN, world.alice)
        assert len(await posted(world, editors, 1)) == 1


async def test_a_question_of_another_server_is_not_told(world: World, editors: Editors) -> None:
    elsewhere = world.env.create_guild()
    there = elsewhere.create_text_channel("general")
    carol = elsewhere.add_member(world.env.create_user("carol"))
    offered = await carol.slash(there, "fact", query=UNKNOWN)
    await send_to_editors(carol, offered.response)

    assert await posted(world, editors) == []


async def test_a_question_that_comes_while_a_notice_is_made_is_told_in_the_next(
    world: World, editors: Editors, few: RequestNotices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editors_channel, "APART_SECONDS", 0.0)
    reading, more, read = asyncio.Event(), asyncio.Event(), world.desk.records.requests

    async def slow(guild_id: str) -> ServerRequests:
        found = await read(guild_id)
        reading.set()
        await more.wait()
        return found

    monkeypatch.setattr(world.desk.records, "requests", slow)
    await put(world, few, OTHER)
    await reading.wait()
    await put(world, few, "who stole the crown jewels")
    more.set()

    assert [notice[0] for notice in (await posted(world, editors, 3))] == ["1", "2", "3"]


async def test_a_notice_is_not_repeated_by_the_next_bot(world: World, editors: Editors, few: RequestNotices) -> None:
    again = RequestNotices(world.desk, editors.notices._channel)
    async with again.running():
        again.put(world.channel.guild.id, WriteResult.WRITTEN)

        assert len(await posted(world, editors, 1)) == 1


async def test_a_log_that_cannot_be_read_just_then_is_said_and_the_question_is_told_later(
    world: World, editors: Editors, few: RequestNotices, caplog: pytest.LogCaptureFixture
) -> None:
    await put(world, few, OTHER)
    away = world.log.rename(world.log.with_name("away"))
    untold = "editors are not told yet that a question was put to them: the query log cannot be read"
    await until(lambda: untold in caplog.text)

    away.rename(world.log)

    assert (await posted(world, editors, 2))[1:] == ["2 questions wait for a fact in this server: `/editors requests`"]


async def test_a_question_that_waits_for_the_log_is_told_once_it_is_there(
    world: World, editors: Editors, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(world.log, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr(writer, "PATIENCE_SECONDS", 0.1)
        await put(world, editors.notices, UNKNOWN)
        assert await posted(world, editors) == []
        other.execute("ROLLBACK")

    assert len(await posted(world, editors, 1)) == 1
