"""An event that cannot be read is left out, and costs nobody an answer."""

import asyncio

import pytest

from tests.loopback.conftest import Serve
from tests.loopback.payloads import EVERYONE, Json, command_data, guild, interaction, message, snowflake, user
from tests.loopback.process import BotProcess
from tests.loopback.server import LoopbackDiscord
from tests.loopback.test_ending import until

QUESTION = "when was ISIS-K formed?"
MARKER = "zanzibarquince"


async def test_one_that_cannot_be_read_is_told_once_with_its_cause_and_the_connection_stays(
    discord: LoopbackDiscord, bot: BotProcess
) -> None:
    odd = {**guild(MARKER), "roles": [{"id": "5", "permissions": MARKER}]}
    session = await discord.gateway.connected(discord.guilds[0]["id"])
    for _ in range(3):
        await session.dispatch("GUILD_CREATE", odd)
        await discord.ask(QUESTION)

    assert (len(discord.gateway.identifies), discord.gateway.resumes) == (1, [])
    assert bot.output.count("an event cannot be read") == bot.output.count("Traceback") == 1
    assert "GUILD_CREATE ended in KeyError" in bot.output
    assert MARKER not in bot.output


@pytest.mark.parametrize(
    ("without", "change"),
    [("attachment_size_limit", {}), ("channel", {"channel": {"id": snowflake(), "type": 0, "permissions": EVERYONE}})],
    ids=["a field is missing", "a channel is only hinted at"],
)
async def test_an_interaction_that_cannot_be_read_is_apologised_for(
    discord: LoopbackDiscord, bot: BotProcess, without: str, change: Json
) -> None:
    data = command_data("fact", {"query": QUESTION})
    payload = interaction(2, discord.application_id, discord.guilds[0], user("somebody"), data)
    del payload[without]

    answered = await discord.deliver(payload | change)

    assert "Something went wrong on our side" in str(answered.data["components"])
    assert len(discord.gateway.identifies) == 1
    assert "INTERACTION_CREATE ended in KeyError" in bot.output


@pytest.mark.parametrize(
    "odd",
    [
        {"embeds": [{"type": "rich", "timestamp": MARKER}]},
        {"poll": {"question": {"text": MARKER}, "answers": [], "expiry": None, "allow_multiselect": False}},
        {"author": None},
    ],
    ids=["a time that is none", "a poll without end", "nobody wrote it"],
)
async def test_a_message_that_cannot_be_read_is_apologised_for_and_nothing_of_it_is_logged(
    discord: LoopbackDiscord, bot: BotProcess, odd: Json
) -> None:
    place = discord.guilds[0]
    checked = message(user("author"), place["channels"][0]["id"], {"content": QUESTION}) | {"components": []} | odd
    data = {"id": "1", "name": "Check against facts", "type": 3, "target_id": checked["id"]}
    data["resolved"] = {"messages": {checked["id"]: checked}}

    answered = await discord.interact(2, data)

    assert "Something went wrong on our side" in str(answered.data["components"])
    assert "a command ended in" in bot.output
    assert MARKER not in bot.output


async def test_a_frame_that_is_none_has_a_session_opened_anew_and_what_is_under_way_is_answered(
    discord: LoopbackDiscord, bot: BotProcess
) -> None:
    discord.rest.fail("/callback", 503)  # the answer is sent again a second later
    under_way = asyncio.create_task(discord.ask(QUESTION))
    await until(lambda: discord.rest.failures_left("/callback") == 0)
    await discord.gateway.garble_all()

    answered = await under_way

    assert "ISIS-K was founded" in str(answered.data["components"])
    await until(lambda: len(discord.gateway.identifies) == 2)
    await discord.ask(QUESTION)


async def test_where_nothing_can_be_sent_any_more_the_log_has_the_answer_that_was_lost_and_its_cause(
    discord: LoopbackDiscord, serve: Serve, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.discord_app.client.UNFORESEEN_SECONDS", 0)
    serve()
    await discord.connected()
    discord.rest.fail("/callback", 503)
    lost = asyncio.create_task(discord.ask(QUESTION))
    await until(lambda: discord.rest.failures_left("/callback") == 0)
    await discord.gateway.garble_all()

    await until(lambda: "no apology could be sent" in caplog.text)

    lost.cancel()
    assert "Session is closed" in caplog.text
