"""Editors are told in their channel that questions wait for them, and not what they are."""

import asyncio
from collections.abc import AsyncIterator
from itertools import count
from typing import Any

import pytest

from bot.desk import Asker
from bot.discord_app import request_notices
from bot.discord_app.client import FactbotClient
from bot.discord_app.editors_channel import EditorsChannel
from bot.discord_app.request_notices import RequestNotices
from tests.discord_app.conftest import World

UNKNOWN, OTHER = "who won the 1998 world cup", "what is the capital of mongolia"
IDS = count(1)


@pytest.fixture
async def editors(world: World) -> AsyncIterator[Any]:
    """The channel in which editors are told."""
    place = world.channel.guild.create_text_channel("editors")
    channel = EditorsChannel(int(place.id))
    await world.env.restart_bot(FactbotClient(world.desk, editors_channel=channel))
    async with channel.speaking():
        yield place


async def ask_the_editors(world: World, question: str, person: Any) -> None:  # noqa: ANN401 - SimCord's member
    offered = await person.slash(world.channel, "fact", query=question)
    await person.click(offered.response, label="Ask the editors")


async def posted(world: World, editors: Any) -> list[str]:  # noqa: ANN401
    """What has been posted there, once nothing more is coming."""
    await asyncio.sleep(0.4)
    bodies = [sent.body for sent in world.sent() if sent.path == f"/channels/{editors.id}/messages"]
    assert all(body["allowed_mentions"] == {"parse": []} for body in bodies)
    return [body["components"][0]["components"][0]["content"] for body in bodies]


async def test_a_question_that_is_put_to_the_editors_is_told_without_its_words(world: World, editors: Any) -> None:  # noqa: ANN401
    await ask_the_editors(world, UNKNOWN, world.alice)

    assert await posted(world, editors) == ["1 question waits for a fact in this server: `/editors requests`"]


async def put(world: World, notices: RequestNotices, *questions: str) -> None:
    """Puts questions to the editors without Discord's part in it, which would wait for what is to come."""
    for question in questions:
        asker = Asker("request", "7", str(world.channel.guild.id), str(world.channel.id))
        await world.desk.request(next(IDS), question, asker)
        notices.put(world.channel.guild.id)


@pytest.fixture
async def few(world: World, editors: Any, monkeypatch: pytest.MonkeyPatch) -> RequestNotices:  # noqa: ANN401
    """Notices that come a second apart; the first has come."""
    monkeypatch.setattr(request_notices, "APART_SECONDS", 1.0)
    notices: RequestNotices = world.env.bot.request_notices
    await put(world, notices, UNKNOWN)
    assert len(await posted(world, editors)) == 1
    return notices


async def test_questions_that_come_soon_after_one_another_are_told_together(
    world: World,
    editors: Any,  # noqa: ANN401
    few: RequestNotices,
) -> None:
    await put(world, few, OTHER, "who stole the crown jewels")
    assert len(await posted(world, editors)) == 1

    await asyncio.sleep(0.5)

    assert (await posted(world, editors))[1:] == ["3 questions wait for a fact in this server: `/editors requests`"]


async def test_a_question_that_is_put_twice_is_told_once(
    world: World,
    editors: Any,  # noqa: ANN401
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(request_notices, "APART_SECONDS", 0.0)
    for _ in range(2):
        await ask_the_editors(world, UNKNOWN, world.alice)
        assert len(await posted(world, editors)) == 1


async def test_a_question_of_another_server_is_not_told(world: World, editors: Any) -> None:  # noqa: ANN401
    elsewhere = world.env.create_guild()
    there = elsewhere.create_text_channel("general")
    carol = elsewhere.add_member(world.env.create_user("carol"))
    offered = await carol.slash(there, "fact", query=UNKNOWN)
    await carol.click(offered.response, label="Ask the editors")

    assert await posted(world, editors) == []


async def test_a_bot_that_ends_posts_no_notice_any_more(
    world: World,
    editors: Any,  # noqa: ANN401
    few: RequestNotices,
) -> None:
    await put(world, few, OTHER)

    await few.end()
    await asyncio.sleep(1.0)

    assert len(await posted(world, editors)) == 1


async def test_a_log_that_cannot_be_read_just_then_is_said_and_later_questions_are_told(
    world: World,
    editors: Any,  # noqa: ANN401
    few: RequestNotices,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await put(world, few, OTHER)
    away = world.log.rename(world.log.with_name("away"))
    await asyncio.sleep(1.0)
    assert "editors are not told that a question was put to them: the query log cannot be read" in caplog.text

    away.rename(world.log)
    few.put(world.channel.guild.id)

    assert (await posted(world, editors))[1:] == ["2 questions wait for a fact in this server: `/editors requests`"]
