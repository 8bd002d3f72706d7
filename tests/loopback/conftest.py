"""A loopback Discord, and the bot's process beside it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.loopback.process import BotProcess
from tests.loopback.server import LoopbackDiscord


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    """A Discord with one server; at its end everything that the bot sent must have been what Discord takes."""
    async with LoopbackDiscord() as discord:
        yield discord
    assert discord.violations() == []


Start = Callable[..., Awaitable[BotProcess]]


@pytest.fixture
async def start(discord: LoopbackDiscord, tmp_path: Path) -> AsyncIterator[Start]:
    """Starts the bot against that Discord, with the settings that are given; none outlives its test."""
    started: list[BotProcess] = []

    async def starting(**environment: str) -> BotProcess:
        at = environment.pop("at", discord.rest_address), discord.gateway.address
        started.append(await BotProcess.start(*at, tmp_path / "log.sqlite3", **environment))
        return started[-1]

    yield starting
    for bot in started:
        await bot.kill()


@pytest.fixture
async def bot(start: Start, discord: LoopbackDiscord) -> BotProcess:
    """The bot, started and in touch; that it is ready discord.py says 2 s later, when no more servers are told."""
    bot = await start()
    await discord.connected()
    return bot
