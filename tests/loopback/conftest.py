"""A loopback Discord, and the bot's process beside it."""

import asyncio
import gc
import threading
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import yarl
from discord.gateway import KeepAliveHandler
from pydantic import SecretStr

from bot.desk import Desk
from bot.discord_app.client import FactbotClient
from bot.discord_app.gateway.connection_state import ConnectionState
from bot.discord_app.service import Service
from bot.querylog.store import QueryLog
from bot.snapshot import Snapshot
from tests.loopback.process import BotProcess
from tests.loopback.server import TOKEN, LoopbackDiscord


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


Serve = Callable[..., ConnectionState]


@pytest.fixture
async def serve(
    discord: LoopbackDiscord, shipped: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Serve]:
    """Starts the bot in this process, with options of discord.py's client: for tests that change how long it waits."""
    monkeypatch.setattr("discord.http.Route.BASE", discord.rest_address)
    monkeypatch.setattr("discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY", yarl.URL(discord.gateway.address))
    stop = asyncio.Event()
    running: list[asyncio.Task[None]] = []
    async with await QueryLog.open(tmp_path / "log.sqlite3") as querylog:
        desk = Desk(shipped, querylog)

        def serving(**options: Any) -> ConnectionState:  # noqa: ANN401 - discord.py's own
            state = ConnectionState()
            service = Service(
                lambda: FactbotClient(desk, state=state, **options), state, desk, querylog, tmp_path / "heartbeat"
            )
            running.append(asyncio.create_task(service.run(SecretStr(TOKEN), stop)))
            return state

        yield serving
        stop.set()
        await asyncio.gather(*running)
    for thread in threading.enumerate():  # that of a connection which was broken off would beat on without its loop
        if isinstance(thread, KeepAliveHandler):
            thread.stop()
            await asyncio.to_thread(thread.join, 5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # discord.py leaves connections open that it breaks off
        gc.collect()
