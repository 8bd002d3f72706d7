"""discord.py's client with our pauses between attempts, dead sessions given up, and commands synced on change."""

import asyncio
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.background import supervised
from bot.discord_app.gateway.command_sync import sync_commands
from bot.discord_app.gateway.connection_state import ConnectionState

_GATEWAY = ("ws", "wss")


class SessionLost(discord.DiscordException):
    """A session cannot be resumed; a new client with new sessions can connect."""


def tracing(state: ConnectionState) -> aiohttp.TraceConfig:
    """Makes aiohttp pause between attempts to open the gateway, and report failures to ``state``.

    After several failures of a shard in a row the next attempt raises :exc:`SessionLost`, which ends the client.
    discord.py itself would try for ever to resume that session at the host that Discord named for it.
    """

    async def pause(session: object, context: object, params: aiohttp.TraceRequestStartParams) -> None:
        if params.url.scheme not in _GATEWAY:
            return
        if state.unresumable:
            raise SessionLost("it does not take up a session again")
        if wait := state.attempts.take():
            state.failed("its gateway drops every connection")
            await asyncio.sleep(wait)

    async def fail(session: object, context: object, params: aiohttp.TraceRequestExceptionParams) -> None:
        if params.url.scheme in _GATEWAY:
            state.failed(params.exception)

    async def check(session: object, context: object, params: aiohttp.TraceRequestEndParams) -> None:
        if params.url.scheme in _GATEWAY and params.response.status != HTTPStatus.SWITCHING_PROTOCOLS:
            state.failed(f"its gateway answers {params.response.status}")

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(pause)
    trace.on_request_exception.append(fail)
    trace.on_request_end.append(check)
    return trace


class ConnectedClient(discord.AutoShardedClient):
    """A client of one or more shards that reads no messages, needs no privileged intent, and can ping nobody."""

    tree: app_commands.CommandTree[Any]
    """The commands; a subclass sets it."""

    def __init__(self, state: ConnectionState, commands_file: Path | None, **options: Any) -> None:  # noqa: ANN401 - discord.py's own
        """``state`` has the shards to serve, and is told how they are.

        ``commands_file`` remembers the commands that were synced last; without it they are synced at each start.
        """
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            shard_count=state.shards.count,
            shard_ids=list(state.shards.ids),
            http_trace=tracing(state),
            **options,
        )
        self.connection_state = state
        self._commands_file = commands_file
        self._syncing: asyncio.Task[None] | None = None

    async def setup_hook(self) -> None:
        """Syncs the commands; of several processes, the one with shard 0 does."""
        if self._commands_file is None:
            await self.tree.sync()
        elif 0 in self.connection_state.shards.ids:
            syncing = partial(sync_commands, self.tree, self._commands_file)
            self._syncing = asyncio.create_task(supervised(syncing, "telling Discord the commands"))

    async def on_shard_connect(self, shard: int) -> None:
        """A shard has a new session."""
        self.connection_state.up(shard)

    async def on_shard_resumed(self, shard: int) -> None:
        """A shard has resumed its session."""
        self.connection_state.up(shard)

    async def on_shard_disconnect(self, shard: int) -> None:
        """A shard has lost its connection; discord.py goes on trying by itself."""
        self.connection_state.down(shard)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Waits until a new session may be asked for; discord.py itself would wait before the first one too."""
        await asyncio.sleep(self.connection_state.identifies.take())

    async def hang_up(self) -> None:
        """Closes the gateway; pending interactions can still be answered."""
        await asyncio.gather(*(shard.disconnect() for shard in self.shards.values()))

    async def close(self) -> None:
        """Closes every connection."""
        if self._syncing is not None:
            self._syncing.cancel()
        await super().close()
