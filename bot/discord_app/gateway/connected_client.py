"""discord.py's client with our pauses between attempts, dead sessions given up, and commands synced at each start."""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from itertools import count
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.background import supervised
from bot.discord_app.gateway.connection_state import ConnectionState
from bot.discord_app.gateway.errors import NO_SENSE, UNREACHABLE, refused
from bot.discord_app.text import for_log

log = logging.getLogger(__name__)

_GATEWAY = ("ws", "wss")
SYNC_SECONDS = 2.0
"""How long a start waits for the commands to be synced, so that the first answers can mention them."""
LONGEST_WAIT = 3600.0
"""The most seconds between two attempts to sync them."""


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
    mentions: Mapping[str, str] = {}
    """What makes a command in a text clickable, by that text, such as `` `/fact` ``; empty until the ids are known."""

    def __init__(self, state: ConnectionState, **options: Any) -> None:  # noqa: ANN401 - discord.py's own
        """``state`` has the shards to serve, and is told how they are."""
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
        self._syncing: asyncio.Task[None] | None = None

    async def setup_hook(self) -> None:
        """Begins to sync the commands."""
        self._syncing = asyncio.create_task(supervised(self._sync, "sending Discord the commands"))
        await asyncio.wait({self._syncing}, timeout=SYNC_SECONDS)

    async def _sync(self) -> None:
        """Syncs the commands, or learns their ids if another process has shard 0; tries until Discord takes them.

        If Discord refuses them, that is logged, and the old ones go on working.
        """
        sends = 0 in self.connection_state.shards.ids
        sync = self.tree.sync if sends else self.tree.fetch_commands
        for attempt in count():
            try:
                self.mentions = mentions_of(await sync())
            except (discord.HTTPException, *UNREACHABLE, *NO_SENSE) as error:
                if refused(error):
                    log.error("Discord refused the commands: %s", for_log(error))
                    return
                if not attempt:
                    log.warning("the commands could not be sent to Discord (%s); retrying", for_log(error))
                await asyncio.sleep(min(2.0**attempt, LONGEST_WAIT))
            else:
                log.info("sent the commands to Discord" if sends else "learned the ids of the commands from Discord")
                return

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


def mentions_of(commands: Iterable[app_commands.AppCommand]) -> dict[str, str]:
    """The clickable mention of each slash command and subcommand, by how a text names it."""
    found: dict[str, str] = {}
    for command in commands:
        if command.type is discord.AppCommandType.chat_input:
            for one in (command, *command.options):
                if isinstance(one, app_commands.AppCommand | app_commands.AppCommandGroup):
                    found[f"`/{one.mention[2:].rpartition(':')[0]}`"] = one.mention
    return found
