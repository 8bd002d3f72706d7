"""The bot as a service: one connection to Discord kept up until it is told to stop."""

import asyncio
import logging
import os
import signal
import time
from collections.abc import Set
from pathlib import Path
from typing import Any

import aiohttp
import discord
from pydantic import SecretStr

from bot.desk import Desk
from bot.discord_app.client import FactbotClient
from bot.discord_app.literal import shortened
from bot.pulse import BEAT_SECONDS, Pulse, leave, remove
from bot.querylog.store import QueryLog

log = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds between attempts to reach Discord: doubled from the first to the longest."""
CLOSING_SECONDS = 5.0
"""Seconds in which replies under way may leave and the gateway may close, once the service is told to stop."""


_UNREACHABLE = (OSError, TimeoutError, aiohttp.ClientError, discord.HTTPException, TypeError, KeyError, ValueError)
"""What a login ends in where Discord is not there; the last three where something else answers in its place."""


class Refused(Exception):
    """Discord will not have this bot as it is set up; trying again cannot help. The text says what to change."""


class Service:
    """Keeps one client connected, leaves signs of life, and takes its leave in order."""

    def __init__(self, desk: Desk, querylog: QueryLog, pulse_at: Path, guilds: Set[int]) -> None:
        """``guilds`` are the ids of the only servers to answer in; none means everywhere."""
        self._desk = desk
        self._querylog = querylog
        self._pulse_at = pulse_at
        self._guilds = guilds
        self._client = FactbotClient(desk, guilds)

    async def run(self, token: SecretStr) -> None:
        """Runs until SIGTERM or SIGINT. Raises :exc:`Refused`."""
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stop.set)
        connected = asyncio.create_task(self._stay_connected(token))
        stopped = asyncio.create_task(stop.wait())
        beating = asyncio.create_task(self._beat())
        try:
            done, _ = await asyncio.wait({connected, stopped, beating}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                await task
        finally:
            log.info("stopping")
            await self._take_leave(connected, stopped, beating)

    async def _stay_connected(self, token: SecretStr) -> None:
        """Logs in, again and again until Discord can be reached, and then keeps the gateway's connection up."""
        try:
            await self._log_in(token)
            await self._client.connect(reconnect=True)
        except discord.LoginFailure as error:
            raise Refused("Discord refused the token; copy it again from the developer portal") from error
        except discord.ConnectionClosed as error:
            raise Refused(f"Discord closed the connection for good (code {error.code})") from error

    async def _log_in(self, token: SecretStr) -> None:
        wait, told = FIRST_WAIT, False
        while True:
            try:
                await self._client.login(token.get_secret_value())
            except _UNREACHABLE as error:
                if isinstance(error, discord.HTTPException) and error.status < 500:
                    said = shortened(error.text.replace(token.get_secret_value(), "…"), 200)
                    raise Refused(f"Discord refused what the bot asked of it ({error.status}: {said})") from error
                if not told:
                    log.warning("Discord cannot be reached (%s); trying until it can", error)
                    told = True
                await self._client.close()
                await asyncio.sleep(wait)
                wait = min(2 * wait, LONGEST_WAIT)
                # a client that failed to log in cannot do so again
                self._client = FactbotClient(self._desk, self._guilds)
            else:
                return

    async def _beat(self) -> None:
        """Renews the sign of life for as long as the event loop turns."""
        offline_since: float | None = time.time()
        while True:
            now, base = time.time(), self._desk.base
            offline_since = None if self._client.is_ready() else offline_since or now
            pulse = Pulse(
                os.getpid(), now, len(base.facts), base.version, offline_since, await self._querylog.problem()
            )
            try:
                leave(pulse, self._pulse_at)
            except OSError as error:
                log.error("no sign of life could be left (%s)", error)
            await asyncio.sleep(BEAT_SECONDS)

    async def _take_leave(self, connected: asyncio.Task[Any], *others: asyncio.Task[Any]) -> None:
        """Lets replies under way leave, then the gateway, then everything else."""
        if not self._client.is_ready():
            connected.cancel()  # else a login that is still being tried would put another client in place
            await asyncio.wait({connected})
        try:
            async with asyncio.timeout(CLOSING_SECONDS):
                await self._client.replies.finish(CLOSING_SECONDS / 2)
                await self._client.close()
        except TimeoutError:
            log.warning("Discord did not take its leave within %.0f s", CLOSING_SECONDS)
        for task in (connected, *others):
            task.cancel()
        await asyncio.wait({connected, *others})
        remove(self._pulse_at)
