"""Telling people that the fact base answers now what they had put to the editors."""

import asyncio
import logging
from collections.abc import Set

import discord

from bot.desk import Desk
from bot.discord_app.panels.news import news_panel
from bot.discord_app.replies import UNSENT
from bot.factbase.model import Fact
from bot.querylog.rows import Request

log = logging.getLogger(__name__)


class Telling:
    """Tells each asker once, in the channel in which they asked, whenever another fact base has come."""

    def __init__(self, client: discord.Client, desk: Desk, guilds: Set[int]) -> None:
        """``guilds`` are the ids of the only servers to speak in; none means everywhere."""
        self._client = client
        self._desk = desk
        self._guilds = guilds
        self._under_way: set[asyncio.Task[None]] = set()

    def begin(self) -> None:
        """Tells of what is answered now, and of what each later fact base answers."""
        self._desk.listen(self._start)
        self._start()

    def end(self) -> None:
        """Tells nobody any more."""
        self._desk.unlisten(self._start)
        for task in self._under_way:
            task.cancel()

    def _start(self) -> None:
        """Tells beside everything else; two at once do not tell the same person twice."""
        task = asyncio.create_task(self._try_to_tell())
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _try_to_tell(self) -> None:
        try:
            await self.tell()
        except Exception:
            log.exception("not everybody could be told of answered requests; trying again with the next fact base")

    async def tell(self) -> None:
        """Tells everybody whose open request is answered now, by a fact that they have not said is another.

        Raises :exc:`bot.querylog.store.LogUnavailable`.
        """
        for request in await self._desk.open_requests():
            await asyncio.sleep(0)  # whoever asks now goes first: thousands may wait, each takes milliseconds to match
            if not self._guilds or (request.guild_id and int(request.guild_id) in self._guilds):
                fact = self._desk.answering(request.text)
                rejected = fact and fact.id in await self._desk.rejected(request.query_id)
                if fact and not rejected and await self._desk.settle(request.id, fact.id):
                    await self._tell(request, fact)

    async def _tell(self, request: Request, fact: Fact) -> None:
        """Tells one asker. The request is closed: who cannot be told is not told later either, which the log says."""
        if request.channel_id is None or request.user_id is None:
            return
        channel, person = int(request.channel_id), int(request.user_id)
        try:
            await self._client.get_partial_messageable(channel).send(
                view=news_panel(person, request.query_id, fact),
                allowed_mentions=discord.AllowedMentions(
                    everyone=False, roles=False, replied_user=False, users=[discord.Object(person)]
                ),
            )
        except UNSENT as error:
            log.warning("request %d is answered, which cannot be told in channel %d: %s", request.id, channel, error)
