"""A frame that cannot be read costs the session, and no answer that is pending."""

import asyncio

import pytest

from tests.loopback.conftest import Serve
from tests.loopback.process import BotProcess
from tests.loopback.server import LoopbackDiscord
from tests.loopback.test_ending import until

QUESTION = "when was ISIS-K formed?"


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
