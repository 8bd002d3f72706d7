"""Telling editors in their channel that people have put questions to them."""

import asyncio
import logging
import time
from collections.abc import Set
from contextlib import suppress

from bot.desk import Desk
from bot.discord_app.editors_channel import EditorsChannel
from bot.discord_app.panels.notice import notice_panel
from bot.querylog.store import LogUnavailable

log = logging.getLogger(__name__)

APART_SECONDS = 600.0
"""How far apart two notices are at least, so that nobody fills the channel by asking."""


class RequestNotices:
    """Says that questions wait, once for all that come in ten minutes, and not which.

    The editors' list has them: there they can be deleted by who asked, which a message could not be.
    """

    def __init__(self, desk: Desk, channel: EditorsChannel) -> None:
        self._desk = desk
        self._channel = channel
        self._telling: asyncio.Task[None] | None = None
        self._known: Set[int] = frozenset()
        self._last = -APART_SECONDS

    def put(self, guild_id: int | None) -> None:
        """Has a notice posted, where a question of that server is new and the channel is in it; returns at once."""
        here = guild_id is not None and guild_id == self._channel.guild_id
        if here and (self._telling is None or self._telling.done()):
            self._telling = asyncio.create_task(self._tell(str(guild_id)))

    async def end(self) -> None:
        """Posts no more."""
        if self._telling:
            self._telling.cancel()
            with suppress(asyncio.CancelledError):
                await self._telling

    async def _tell(self, guild_id: str) -> None:
        await asyncio.sleep(self._last + APART_SECONDS - time.monotonic())
        try:
            listed = (await self._desk.requests(guild_id)).listed
        except LogUnavailable as error:
            log.warning("editors are not told that a question was put to them: %s", error)
            return
        waiting = {request.id for alike in listed for request in alike.requests}
        if waiting - self._known:
            self._last = time.monotonic()
            waits = "question waits" if len(listed) == 1 else "questions wait"
            text = f"{len(listed)} {waits} for a fact in this server: `/editors requests`"
            self._channel.post(lambda: [notice_panel(text)])
        self._known = waiting
