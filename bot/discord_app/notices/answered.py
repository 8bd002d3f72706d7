"""Telling people that the fact base answers now what they had put to the editors."""

import asyncio
import logging
import re
from collections.abc import Set
from typing import Self

import discord
from discord import ui

from bot.desk import Desk
from bot.discord_app.controls import FACT, QUERY, Control, Press
from bot.discord_app.gateway.errors import UNSENT, refused
from bot.discord_app.layout import COLOURS, HEADING, framed, row_of, verdict_text, view_of
from bot.discord_app.text import briefly, literal, shortened
from bot.factbase.model import Fact
from bot.querylog.rows import Request, WriteResult


class OpenButton(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"show:{QUERY}:{FACT}"):
    """Shows a fact to whoever presses it; ``query_id`` is the question that it answers."""

    def __init__(self, query_id: int, fact_id: str) -> None:
        self.query_id, self.fact_id = query_id, fact_id
        button = ui.Button[ui.LayoutView](
            label="Show the sources", style=discord.ButtonStyle.primary, custom_id=f"show:{query_id}:{fact_id}"
        )
        super().__init__(button)

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button that was pressed."""
        return cls(int(match["query"]), match["fact"])

    async def act(self, interaction: Press) -> None:
        """Shows the fact."""
        await interaction.client.asking.pick(interaction, self.fact_id, self.query_id)


def news_panel(person: int, query_id: int, fact: Fact) -> ui.LayoutView:
    """Names the person (by Discord's id) and the fact that answers now what they had put to the editors.

    It does not repeat the question, which may have been asked privately.
    """
    container = framed(COLOURS[fact.verdict])
    container.add_item(ui.TextDisplay(f"<@{person}>, the editors have answered what you asked them:"))
    container.add_item(ui.TextDisplay(f"### {literal(shortened(fact.claim, HEADING))}"))
    container.add_item(ui.TextDisplay(verdict_text(fact)))
    container.add_item(row_of(OpenButton(query_id, fact.id)))
    return view_of(container)


log = logging.getLogger(__name__)

MOST_TRIES = 3
"""How often it is tried to tell an asker before they are given up."""
AGAIN_SECONDS = 120.0
"""After how long it is tried again: Discord knows a message's nonce for a few minutes, and takes none twice by then."""


class Telling:
    """Tells each asker once, in the channel in which they asked, whenever another fact base has come."""

    def __init__(self, client: discord.Client, desk: Desk, guilds: Set[int]) -> None:
        """``guilds`` are the ids of the only servers to speak in; none means everywhere."""
        self._client = client
        self._desk = desk
        self._guilds = guilds
        self._under_way: set[asyncio.Task[None]] = set()
        self._resting: set[int] = set()

    def begin(self) -> None:
        """Tells of what is answered now, and of what each later fact base answers."""
        self._desk.listen(self._start)
        self._start()

    async def end(self) -> None:
        """Tells nobody any more; what was settled and not told is open again."""
        self._desk.unlisten(self._start)
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _start(self) -> None:
        """Tells beside everything else; two at once do not tell the same person twice."""
        task = asyncio.create_task(self._try_to_tell())
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _try_to_tell(self) -> None:
        failing = False
        while True:
            try:
                if await self.tell():
                    return
                failing = False
            except Exception:
                if not failing:
                    log.exception("not everybody could be told of answered requests; trying until they can")
                failing = True
            await asyncio.sleep(AGAIN_SECONDS)

    async def tell(self) -> bool:
        """Tells everybody whose open request is answered now, by a fact that they have not said is another.

        False where some are to be told later: their requests rest until then, since fact bases that come in quick
        succession would use their tries up. Raises :exc:`bot.querylog.store.LogUnavailable`.
        """
        everybody = True
        for request in await self._desk.records.open_requests():
            await asyncio.sleep(0)  # whoever asks now goes first: thousands may wait, each takes milliseconds to match
            if request.id in self._resting or not self._speaks_in(request.guild_id):
                continue
            fact = self._desk.answering(request.text)
            rejected = fact and fact.id in await self._desk.records.rejected(request.query_id)
            settled = fact and not rejected and await self._settle(request, fact)
            if fact and settled and not await self._tell(request, fact):
                everybody = False
                self._resting.add(request.id)
                asyncio.get_running_loop().call_later(AGAIN_SECONDS, self._resting.discard, request.id)
        return everybody

    async def _settle(self, request: Request, fact: Fact) -> bool:
        """Closes a request, for whoever then tells its asker; one that is closed just as the bot stops opens again."""
        settling = asyncio.ensure_future(self._desk.records.settle(request.id, fact.id))
        try:
            return await asyncio.shield(settling)
        except asyncio.CancelledError:
            if await settling:
                await self._desk.records.reopen(request)
            raise

    def _speaks_in(self, guild_id: str | None) -> bool:
        return not self._guilds or (guild_id is not None and int(guild_id) in self._guilds)

    async def _tell(self, request: Request, fact: Fact) -> bool:
        """Tells one asker, whose request is closed already; False where it is open again, since Discord failed.

        Of a try that failed nobody knows whether people see the message: its nonce has Discord take it only once. Who
        cannot be told in the end is not told later either, which the log says.
        """
        try:
            await self._send(request, fact)
        except asyncio.CancelledError:  # the bot stops; the next one tells
            await self._desk.records.reopen(request)
            raise
        except Exception as error:
            may_again = not refused(error) and request.tries + 1 < MOST_TRIES
            if may_again and await self._desk.records.reopen(request) is not WriteResult.DROPPED:
                return False
            said = "request %d is answered, which cannot be told in channel %s: %s"
            unforeseen = None if isinstance(error, UNSENT) else error
            log.warning(said, request.id, request.channel_id, briefly(error), exc_info=unforeseen)
        return True

    async def _send(self, request: Request, fact: Fact) -> None:
        if request.channel_id is None or request.user_id is None:
            return
        person = int(request.user_id)
        await self._client.get_partial_messageable(int(request.channel_id)).send(
            view=news_panel(person, request.query_id, fact),
            nonce=request.id,
            allowed_mentions=discord.AllowedMentions(
                everyone=False, roles=False, replied_user=False, users=[discord.Object(person)]
            ),
        )
