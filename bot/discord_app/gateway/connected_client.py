"""discord.py's client as we keep it connected: what it reports, how often it tries, when it tells its commands."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeAlias

import aiohttp
import discord
from discord import app_commands

from bot.background import supervised
from bot.discord_app.gateway.command_sync import keep_told
from bot.discord_app.gateway.connection_state import Contact, Patience
from bot.discord_app.gateway.responses import answer_without_an_echo

_GATEWAY = ("ws", "wss")
_OPENED = HTTPStatus.SWITCHING_PROTOCOLS


class SessionLost(discord.DiscordException):
    """A session cannot be taken up again: only a new client, with sessions of its own, can be connected."""


def watched(contact: Contact) -> aiohttp.TraceConfig:
    """What makes aiohttp pace attempts to open the gateway, and tell ``contact`` of those that fail.

    Where a shard could not be connected several times in a row, the next attempt ends in :exc:`SessionLost`, which
    ends the client. discord.py itself would try that session for ever at the host that Discord named for it, even one
    that drops every connection while the gateway is well.
    """

    async def pace(session: object, context: object, params: aiohttp.TraceRequestStartParams) -> None:
        if params.url.scheme not in _GATEWAY:
            return
        if contact.unresumable:
            raise SessionLost("it does not take up a session again")
        if wait := contact.pacing.attempts.take():
            contact.failed("its gateway drops every connection")
            await asyncio.sleep(wait)

    async def fail(session: object, context: object, params: aiohttp.TraceRequestExceptionParams) -> None:
        if params.url.scheme in _GATEWAY:
            contact.failed(params.exception)

    async def judge(session: object, context: object, params: aiohttp.TraceRequestEndParams) -> None:
        if params.url.scheme in _GATEWAY and params.response.status != _OPENED:
            contact.failed(f"its gateway answers {params.response.status}")

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(pace)
    trace.on_request_exception.append(fail)
    trace.on_request_end.append(judge)
    return trace


log = logging.getLogger(__name__)

INTERACTION = "INTERACTION_CREATE"
_NEEDED = "READY"
"""The event without which a connection is of no use: that it cannot be read ends the attempt."""
_BARE = ("id", "type", "token", "version", "application_id")
"""What of an interaction it takes to answer it."""

Parser: TypeAlias = Callable[[Any], None]


class Unreadable(Exception):
    """An event could not be read. The text says of which kind and by what error, and nothing that stood in it."""


def forgiving(parsers: Mapping[str, Parser], left_out: Callable[[str, Any, Unreadable], None]) -> dict[str, Parser]:
    """The same parsers, by kind of event, which skip what they cannot read and hand it to ``left_out``.

    The log has the cause of each kind of failure once.
    """
    known: set[str] = set()

    def forgive(event: str, parse: Parser) -> Parser:
        def parsed(data: Any) -> None:  # noqa: ANN401 - whatever Discord sends
            try:
                parse(data)
            except Exception as error:
                why = Unreadable(f"{event} ended in {type(error).__name__}")
                if str(why) not in known:
                    known.add(str(why))
                    cause = (
                        Unreadable,
                        why,
                        error.__traceback__,
                    )  # without the error's text, which may quote the event
                    log.error("an event cannot be read and is left out; more of the kind go unsaid", exc_info=cause)
                left_out(event, data, why)

        return parsed

    return {event: parse if event == _NEEDED else forgive(event, parse) for event, parse in parsers.items()}


def bare_interaction(data: Any, client: discord.Client) -> discord.Interaction[Any] | None:  # noqa: ANN401 - as above
    """An interaction with nothing but what it takes to answer it; None where not even that can be had."""
    try:
        kept: Any = {key: data[key] for key in _BARE} | {"attachment_size_limit": 0}
        return discord.Interaction(data=kept, state=client._connection)
    except (KeyError, TypeError, ValueError):
        return None


class ConnectedClient(discord.AutoShardedClient):
    """A client of one or more shards that reads no messages, needs no privileged intent, and can ping nobody."""

    tree: app_commands.CommandTree[Any]
    """The commands, which whoever inherits from this puts here."""

    def __init__(self, contact: Contact, told: Path | None, **options: Any) -> None:  # noqa: ANN401 - discord.py's own
        """``contact`` names the shards to serve and learns how they are.

        ``told`` is the file that remembers which commands Discord was told; without one it is told them at each start,
        before anything else.
        """
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            shard_count=contact.shards.count,
            shard_ids=list(contact.shards.ids),
            http_trace=watched(contact),
            **options,
        )
        state = self._connection
        state.parsers = forgiving(state.parsers, lambda *left_out: self.dispatch("left_out", *left_out))
        self._contact = contact
        self._patience = Patience()
        self._told = told
        self._telling: asyncio.Task[None] | None = None

    async def setup_hook(self) -> None:
        """Settles how interactions are answered, and tells Discord the commands."""
        answer_without_an_echo()
        if self._told is None:
            await self.tree.sync()
        elif 0 in self._contact.shards.ids:  # one process for all
            telling = partial(keep_told, self.tree, self._told)
            self._telling = asyncio.create_task(supervised(telling, "telling Discord the commands"))

    async def connect(self, *, reconnect: bool = True) -> None:
        """Serves every shard, as discord.py's own; raises :exc:`TimeoutError` where one gets no session in time."""
        self._patience.begin(self._contact.shards.ids[0])
        connecting = asyncio.create_task(super().connect(reconnect=reconnect))
        over = asyncio.create_task(self._patience.over())
        try:
            await asyncio.wait({connecting, over}, return_when=asyncio.FIRST_COMPLETED)
            if not connecting.done():
                raise TimeoutError("its gateway gives no session")
            await connecting
        finally:
            for task in (connecting, over):
                task.cancel()

    async def on_shard_connect(self, shard: int) -> None:
        """A shard has a session: from here on Discord sends what people do."""
        self._patience.end(shard)
        self._contact.up(shard)

    async def on_shard_resumed(self, shard: int) -> None:
        """A shard took its session up again."""
        self._patience.end(shard)
        self._contact.up(shard)

    async def on_shard_disconnect(self, shard: int) -> None:
        """A shard lost its connection; discord.py goes on trying by itself."""
        self._patience.begin(shard)
        self._contact.down(shard)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Waits until a new session may be asked for; discord.py itself would wait even where none was before."""
        if shard_id is not None:
            self._patience.begin(shard_id)
        await asyncio.sleep(self._contact.pacing.identifies.take())

    async def hang_up(self) -> None:
        """Lets Discord send nothing more; what is under way can still be answered."""
        await asyncio.gather(*(shard.disconnect() for shard in self.shards.values()))

    async def close(self) -> None:
        """Closes every connection."""
        self._patience.end_all()
        if self._telling is not None:
            self._telling.cancel()
        await super().close()
