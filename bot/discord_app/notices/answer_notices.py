"""Notices to people whose question to the editors is answered now."""

import asyncio
import logging
from collections.abc import Set

import discord
from discord import ui

from bot.desk import Desk
from bot.discord_app.gateway.errors import UNSENT, refused
from bot.discord_app.layout import COLOURS, HEADING, button, framed, row_of, verdict_text, view_of
from bot.discord_app.text import for_log, literal, shortened
from bot.factbase.model import Fact, FactBase
from bot.querylog.rows import Request, WriteResult

log = logging.getLogger(__name__)

MOST_TRIES = 3
"""The most attempts to notify one person."""
AGAIN_SECONDS = 120.0
"""The pause before another attempt: within a few minutes Discord takes each nonce once."""


def notice_of_answer(base: FactBase, person: int, query_id: int, fact: Fact) -> ui.LayoutView:
    """Names the person (by Discord's id) and the fact that answers their question to the editors.

    The question is not repeated, since it may have been asked privately.
    """
    frame = framed(
        COLOURS[fact.verdict],
        f"<@{person}>, the editors have answered your question:",
        f"### {literal(shortened(fact.claim, HEADING))}",
        verdict_text(base, fact),
    )
    show = button("Show the sources", f"show:{query_id}:{fact.id}", style=discord.ButtonStyle.primary)
    return view_of(frame.add_item(row_of(show)))


class AnswerNotices:
    """Notifies each asker once, in the channel in which they asked, whenever the fact base changes."""

    def __init__(self, client: discord.Client, desk: Desk, guilds: Set[int]) -> None:
        """``guilds`` are the ids of the only servers to write in; if there are none, the bot writes everywhere."""
        self._client = client
        self._desk = desk
        self._guilds = guilds
        self._running: set[asyncio.Task[None]] = set()
        self._resting: set[int] = set()

    def begin(self) -> None:
        """Notifies of what is answered now, and after each change of the fact base."""
        self._desk.listen(self._start)
        self._start()

    async def end(self) -> None:
        """Stops; a request that was closed without a notice is opened again."""
        self._desk.unlisten(self._start)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _start(self) -> None:
        """Starts a background task. Two at once do not notify the same person twice."""
        task = asyncio.create_task(self._keep_trying())
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _keep_trying(self) -> None:
        failing = False
        while True:
            try:
                if await self.notify():
                    return
                failing = False
            except Exception:
                if not failing:
                    log.exception("not everybody could be told of answered requests; trying until they can")
                failing = True
            await asyncio.sleep(AGAIN_SECONDS)

    async def notify(self) -> bool:
        """Notifies everybody whose open request is answered now by a fact that they have not rejected.

        False if some are to be notified later. Their requests rest until then: several edits in quick succession would
        otherwise use up the attempts. Raises :exc:`bot.querylog.rows.LogUnavailable`.
        """
        everybody = True
        told: set[tuple[object, ...]] = set()
        last = 0
        while requests := await self._desk.records.open_requests(last):
            for request in requests:
                everybody &= await self._notify_of(request, told)
            last = requests[-1].id
        return everybody

    async def _notify_of(self, request: Request, told: set[tuple[object, ...]]) -> bool:
        """Notifies of one request, if it is answered; False if that is to be tried later.

        ``told`` has each person, channel and fact of which a message has been sent: one message is enough.
        """
        await asyncio.sleep(0)  # lets questions go first: thousands may wait, and matching each takes milliseconds
        if request.id in self._resting or not self._may_write_in(request.guild_id):
            return True
        fact = self._desk.answering(request.text)
        if fact is None or fact.id in await self._desk.records.rejected(request.query_id):
            return True
        message = request.user_id, request.channel_id, fact.id
        if not await self._settle(request, fact) or message in told:
            return True
        if await self._notify_one(request, fact):
            told.add(message)
            return True
        self._resting.add(request.id)
        asyncio.get_running_loop().call_later(AGAIN_SECONDS, self._resting.discard, request.id)
        return False

    async def _settle(self, request: Request, fact: Fact) -> bool:
        """Closes a request; True if the asker is to be notified. If the bot stops meanwhile, it is opened again."""
        settling = asyncio.ensure_future(self._desk.records.settle(request.id, fact.id))
        try:
            return await asyncio.shield(settling)
        except asyncio.CancelledError:
            if await settling:
                await self._desk.records.reopen(request)
            raise

    def _may_write_in(self, guild_id: str | None) -> bool:
        return not self._guilds or (guild_id is not None and int(guild_id) in self._guilds)

    async def _notify_one(self, request: Request, fact: Fact) -> bool:
        """Notifies one asker, whose request is closed already; False if Discord failed and it is open again.

        After a failed attempt nobody knows whether the message arrived, so each attempt has the same nonce. After the
        last attempt the request stays closed, and the cause is logged.
        """
        try:
            await self._send(request, fact)
        except asyncio.CancelledError:  # the bot stops, and will notify at its next start
            await self._desk.records.reopen(request)
            raise
        except Exception as error:
            may_again = not refused(error) and request.tries + 1 < MOST_TRIES
            if may_again and await self._desk.records.reopen(request) is not WriteResult.DROPPED:
                return False
            said = "request %d is answered, which cannot be told in channel %s: %s"
            unforeseen = None if isinstance(error, UNSENT) else error
            log.warning(said, request.id, request.channel_id, for_log(error), exc_info=unforeseen)
        return True

    async def _send(self, request: Request, fact: Fact) -> None:
        if request.channel_id is None or request.user_id is None:
            return
        person = int(request.user_id)
        await self._client.get_partial_messageable(int(request.channel_id)).send(
            view=notice_of_answer(self._desk.base, person, request.query_id, fact),
            nonce=request.id,
            allowed_mentions=discord.AllowedMentions(
                everyone=False, roles=False, replied_user=False, users=[discord.Object(person)]
            ),
        )
