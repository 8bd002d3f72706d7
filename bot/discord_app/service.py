"""The bot as a service: it stays connected to Discord until it is told to stop."""

import asyncio
import faulthandler
import logging
import os
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import discord
from pydantic import SecretStr

from bot.desk import Desk
from bot.discord_app.client import FactbotClient
from bot.discord_app.gateway.connection_state import ConnectionState
from bot.discord_app.gateway.errors import NO_SENSE, UNREACHABLE, refusal
from bot.heartbeat import HEARTBEAT_SECONDS, STALE_SECONDS, Heartbeat, read_heartbeat, remove_heartbeat, write_heartbeat
from bot.querylog.store import QueryLog

log = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds between attempts to reach Discord: doubled from the first to the longest."""
FINISHING_SECONDS = 5.0
"""How long pending replies may take after the service is told to stop."""
CLOSING_SECONDS = 2.0
"""How long closing the gateway may take after that."""
LOGIN_SECONDS = 60.0
"""How long a client may take to log in; discord.py's own attempts take half of that."""


HANGING_SECONDS = 60.0
"""How long the event loop may be held up before the process ends, so that whatever runs it starts it again."""
TRIAL_SECONDS = 60.0
"""Seconds between two trials whether the query log can be written."""


class Service:
    """Keeps a client connected, writes heartbeats, and shuts down in order."""

    def __init__(
        self,
        new_client: Callable[[], FactbotClient],
        state: ConnectionState,
        desk: Desk,
        querylog: QueryLog,
        heartbeat_at: Path,
    ) -> None:
        """``new_client`` makes clients that report to ``state``: one that failed cannot log in again."""
        self._new_client = new_client
        self._state = state
        self._desk = desk
        self._querylog = querylog
        self._heartbeat_at = heartbeat_at
        self._run = secrets.token_hex(8)
        self._client: FactbotClient | None = None
        self._known: set[type[Exception]] = set()

    async def run(self, token: SecretStr, stop: asyncio.Event) -> None:
        """Runs until ``stop`` is set. Raises :exc:`bot.discord_app.gateway.errors.Refused`."""
        self._state.begin()
        connected = asyncio.create_task(self._stay_connected(token.get_secret_value()))
        stopped = asyncio.create_task(stop.wait())
        others = {stopped, asyncio.create_task(self._beat()), asyncio.create_task(self._try_log())}
        try:
            done, _ = await asyncio.wait({connected, *others}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                await task
        finally:
            log.info("stopping")
            await self._shut_down(connected, *others)

    async def _stay_connected(self, token: str) -> None:
        """Connects, and again whenever that fails or ends, until it is cancelled or Discord refuses the bot."""
        wait = FIRST_WAIT
        while True:
            try:
                async with self._new_client() as self._client:
                    await self._log_in(self._client, token)
                    await self._client.connect()
                reason: object = "it ended the connection"
            except Exception as error:
                if refused := refusal(error, token):
                    raise refused from error
                if not isinstance(error, (*UNREACHABLE, discord.DiscordException)) and type(error) not in self._known:
                    self._known.add(type(error))
                    log.exception(
                        "the connection to Discord failed and is restarted; the next such failures are not logged"
                    )
                reason = error
            if self._state.all_down():
                wait = FIRST_WAIT
            self._state.failed(reason)
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)

    async def _log_in(self, client: FactbotClient, token: str) -> None:
        try:
            async with asyncio.timeout(LOGIN_SECONDS):
                await client.login(token)
        except TimeoutError:
            raise TimeoutError("it does not answer") from None
        except NO_SENSE as error:
            raise ConnectionError(f"something else answers in its place: {error!r}") from error

    async def _beat(self) -> None:
        """Renew the heartbeat while the event loop runs; report once if that fails, until it works again.

        If the event loop hangs, the process ends, with the stacks of all threads on standard error.
        """
        failing = False
        other = None
        with suppress(PermissionError):
            other = read_heartbeat(self._heartbeat_at)
        if other and other.run != self._run and abs(time.time() - other.at) < STALE_SECONDS:
            log.warning(
                "another bot (process %d) used this query log moments ago; if it is still running, stop it, or give "
                "each bot its own log: two bots in the same servers answer everything twice",
                other.pid,
            )
        try:
            while True:
                faulthandler.dump_traceback_later(HANGING_SECONDS, exit=True)
                self._state.changed.clear()
                heartbeat = Heartbeat(
                    pid=os.getpid(),
                    run=self._run,
                    at=time.time(),
                    facts=len(self._desk.base.facts),
                    base_version=self._desk.base.version,
                    offline_since=self._state.offline_since,
                    log_problem=self._querylog.refusal,
                    edit_problem=self._desk.editing.problem,
                    channel_problem=self._client.editors_channel.problem if self._client else None,
                )
                try:
                    write_heartbeat(heartbeat, self._heartbeat_at)
                except OSError as error:
                    if not failing:
                        log.error("no heartbeat can be written for 'factbot health' (%s)", error)
                    failing = True
                else:
                    failing = False
                with suppress(TimeoutError):
                    async with asyncio.timeout(HEARTBEAT_SECONDS):
                        await self._state.changed.wait()
        finally:
            faulthandler.cancel_dump_traceback_later()

    async def _try_log(self) -> None:
        """Write to the log every minute, even if nobody asks anything: a refusal shows in the next heartbeat."""
        while True:
            await self._querylog.problem()
            await asyncio.sleep(TRIAL_SECONDS)

    async def _shut_down(self, connected: asyncio.Task[Any], *others: asyncio.Task[Any]) -> None:
        """Takes no new interactions, waits for pending replies, then closes the gateway and everything else."""
        self._state.stop()
        if self._client is not None:
            await self._client.finish(FINISHING_SECONDS)
        for task in (connected, *others):
            task.cancel()  # which also closes the client
        _, open_still = await asyncio.wait({connected, *others}, timeout=CLOSING_SECONDS)
        if open_still:
            log.warning("Discord did not close its gateway within %.0f s", CLOSING_SECONDS)
        remove_heartbeat(self._heartbeat_at, self._run)
