"""A gateway that is there and no good is tried again, in new sessions where need be, and never without a pause."""

import asyncio
import logging

import pytest

from tests.loopback.conftest import Serve
from tests.loopback.process import BotProcess
from tests.loopback.server import LoopbackDiscord
from tests.loopback.test_ending import until

AWAY, BACK = "Discord cannot be reached", "connected to Discord again"
QUESTION = "when was ISIS-K formed?"

pytestmark = pytest.mark.filterwarnings(
    "ignore:Exception ignored in.*Connection:pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot that tries again almost at once, so that what holds it back is seen."""
    monkeypatch.setattr("bot.discord_app.service.FIRST_WAIT", 0.05)


@pytest.fixture
def growing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot that waits a tenth of a second after its first failure."""
    monkeypatch.setattr("bot.discord_app.service.FIRST_WAIT", 0.1)
    monkeypatch.setattr("bot.discord_app.gateway.connection_state.IDENTIFY_SECONDS", 0.001)


async def test_a_session_that_is_dropped_whenever_it_is_resumed_is_given_up_for_a_new_one(
    discord: LoopbackDiscord, bot: BotProcess
) -> None:
    discord.gateway.drops_with = 4000
    await discord.gateway.close_all(4000)
    await until(lambda: len(discord.gateway.identifies) == 2)
    await discord.ask(QUESTION)
    await bot.says(BACK)

    assert len(discord.gateway.resumes) < 6
    assert f"{AWAY} (it does not take up a session again)" in bot.output
    assert (bot.output.count(AWAY), bot.output.count(BACK)) == (1, 1)
    assert "Traceback" not in bot.output


async def test_sessions_that_are_lost_at_once_do_not_follow_one_another_without_a_pause(
    discord: LoopbackDiscord, serve: Serve, hasty: None, caplog: pytest.LogCaptureFixture
) -> None:
    state = serve()
    for _ in range(20):
        await asyncio.sleep(0.1)
        await discord.gateway.garble_all()

    assert len(discord.gateway.identifies) == 1
    assert state.offline_since
    (unforeseen,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert unforeseen.exc_info
    assert unforeseen.getMessage().startswith("the connection to Discord failed")


async def test_a_gateway_that_drops_everything_at_once_is_not_tried_without_end(
    discord: LoopbackDiscord, serve: Serve, hasty: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.discord_app.gateway.connection_state.IDENTIFY_SECONDS", 0.001)
    gateway = discord.gateway
    gateway.drops_with = gateway.refuses_with = 4000
    serve()
    for _ in range(3):
        await until(lambda: len(gateway.identifies + gateway.resumes) >= 11)
        await asyncio.sleep(0.5)

    assert len(gateway.identifies + gateway.resumes) == 11


@pytest.mark.usefixtures("hasty")
async def test_where_requests_are_taken_and_never_answered_that_is_told_and_they_are_made_again(
    discord: LoopbackDiscord, serve: Serve, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.discord_app.service.LOGIN_SECONDS", 0.3)
    discord.rest.silent = True
    serve()
    await until(lambda: f"{AWAY} (it does not answer)" in caplog.text)
    discord.rest.silent = False

    await discord.ask(QUESTION)


async def test_a_start_that_takes_long_is_told_once(
    discord: LoopbackDiscord, serve: Serve, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.discord_app.gateway.connection_state.START_SECONDS", 0.3)
    discord.gateway.greets = False
    serve()

    await until(lambda: f"{AWAY} (it has not let the bot in so far)" in caplog.text)


@pytest.mark.usefixtures("growing")
async def test_a_connection_that_held_and_is_lost_is_made_anew_at_once_however_long_it_took_to_make(
    discord: LoopbackDiscord, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.discord_app.gateway.connection_state.HELD_SECONDS", 0.2)
    discord.rest.fail("users/@me", 429, times=5)  # after which the next wait would be of 3.2 s
    serve()
    await discord.connected()
    await asyncio.sleep(0.4)
    await discord.gateway.garble_all()

    async with asyncio.timeout(2.5):
        await until(lambda: len(discord.gateway.identifies) == 2)


@pytest.mark.usefixtures("growing")
async def test_waits_between_attempts_grow_no_longer_than_the_longest(
    discord: LoopbackDiscord, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.discord_app.service.LONGEST_WAIT", 0.2)
    discord.rest.fail("users/@me", 429, times=8)  # doubled each time, the waits would take 25 s
    serve()

    await discord.connected(within=10)
