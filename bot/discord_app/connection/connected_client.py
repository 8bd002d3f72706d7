"""discord.py's client as we keep it connected: what it reports, how often it tries, when it tells its commands."""

import asyncio
from functools import partial
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

from bot.discord_app.connection.attempts import watched
from bot.discord_app.connection.command_sync import keep_told
from bot.discord_app.connection.contact import Contact
from bot.discord_app.connection.events import forgiving
from bot.discord_app.connection.first_answers import answer_without_an_echo
from bot.discord_app.connection.patience import Patience
from bot.supervised import supervised


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
