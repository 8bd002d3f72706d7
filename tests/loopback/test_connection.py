"""A connection that is lost comes back by itself, whatever befell it, and nobody's question is lost with it."""

import asyncio

import pytest

from tests.loopback.conftest import Serve
from tests.loopback.gateway import INVALID_SESSION, RECONNECT
from tests.loopback.process import BotProcess
from tests.loopback.rest import FIRST_ANSWER_SECONDS
from tests.loopback.server import LoopbackDiscord

AWAY, BACK = "Discord cannot be reached", "connected to Discord again"
QUESTION = "when was ISIS-K formed?"


async def test_a_lost_connection_is_resumed_and_what_was_asked_meanwhile_is_answered(
    discord: LoopbackDiscord, bot: BotProcess
) -> None:
    gateway = discord.gateway
    losses = [
        gateway.close_all(4000),
        gateway.close_all(4008),
        gateway.tell_all(RECONNECT),
        gateway.tell_all(INVALID_SESSION, True),
        asyncio.to_thread(lambda: None),
    ]
    for number, loss in enumerate(losses, 1):
        await loss
        if number == len(losses):
            gateway.reset_all()
        answered = await discord.ask(QUESTION)
        assert answered.seconds < FIRST_ANSWER_SECONDS
        assert len(gateway.resumes) == number

    assert len(gateway.identifies) == 1
    assert AWAY not in bot.output


async def test_an_invalidated_session_is_opened_anew(discord: LoopbackDiscord, bot: BotProcess) -> None:
    await discord.gateway.tell_all(INVALID_SESSION, False)

    await discord.ask(QUESTION)

    assert len(discord.gateway.identifies) == 2
    assert discord.gateway.resumes == []
    assert "Traceback" not in bot.output


async def test_where_discord_is_gone_for_a_while_it_says_so_once_and_once_that_it_is_back(
    discord: LoopbackDiscord, bot: BotProcess
) -> None:
    await discord.go()
    await bot.says(AWAY)
    await asyncio.sleep(1)  # time for more attempts
    await discord.come()
    await bot.says(BACK)

    await discord.ask(QUESTION)

    assert (bot.output.count(AWAY), bot.output.count(BACK)) == (1, 1)
    assert "Traceback" not in bot.output


async def test_a_connection_on_which_nothing_is_heard_is_given_up_and_resumed(
    discord: LoopbackDiscord, serve: Serve
) -> None:
    discord.gateway.heartbeat_seconds = 0.1
    serve(heartbeat_timeout=0.5)  # not 60 s
    await discord.connected()
    discord.gateway.silence_all()

    answered = await discord.ask(QUESTION)

    assert answered.seconds < FIRST_ANSWER_SECONDS
    assert (len(discord.gateway.identifies), len(discord.gateway.resumes)) == (1, 1)


@pytest.mark.parametrize(("status", "retry_after"), [(503, None), (429, 0.2)])
async def test_an_answer_that_discord_does_not_take_is_sent_again_in_time(
    discord: LoopbackDiscord, bot: BotProcess, status: int, retry_after: float | None
) -> None:
    discord.rest.fail("/callback", status, retry_after=retry_after)

    answered = await discord.ask(QUESTION)

    assert answered.seconds < FIRST_ANSWER_SECONDS


async def test_an_answer_that_discord_never_takes_ends_in_one_error_and_the_next_is_given(
    discord: LoopbackDiscord, bot: BotProcess
) -> None:
    discord.rest.fail("/callback", 404, times=2)  # the answer and the apology
    lost = asyncio.create_task(discord.ask("who founded ISIS-K?"))
    await bot.says("interaction failed, reference")

    await discord.ask(QUESTION)

    lost.cancel()
    assert bot.output.count("interaction failed, reference") == 1
