"""Telling editors in their channel that people have put questions to them."""

import asyncio
import logging
import time
from contextlib import AbstractAsyncContextManager

from bot.background import under_way
from bot.desk import Desk
from bot.discord_app.layout import notice_panel
from bot.discord_app.notices.editors_channel import EditorsChannel
from bot.querylog.rows import LogUnavailable, WriteResult, first_of

log = logging.getLogger(__name__)

APART_SECONDS = 600.0
"""How far apart two notices are at least, so that nobody fills the channel by asking."""
AGAIN_SECONDS = 60.0
"""After how long it is looked again where the log could not be read, or does not have yet what is to come."""
MOST_LOOKS = 60
"""How often it is looked for what is to come: a log that takes no rows for an hour is its operator's to mend first."""


class RequestNotices:
    """Says that questions wait, once for all that come in ten minutes, and not which.

    The editors' list has them: there they can be deleted by who asked, which a message could not be.
    """

    def __init__(self, desk: Desk, channel: EditorsChannel) -> None:
        self._desk = desk
        self._channel = channel
        self._stirred = asyncio.Event()
        self._newest = first_of(time.time())
        self._last = -APART_SECONDS
        self._looks = 0

    def put(self, guild_id: int | None, result: WriteResult) -> None:
        """Has a notice posted, where a question of that server is new and the channel is in it; returns at once.

        ``result`` is how far the question has come.
        """
        if guild_id is not None and guild_id == self._channel.guild_id and result is not WriteResult.DROPPED:
            self._looks = MOST_LOOKS if result is WriteResult.WAITING else self._looks
            self._stirred.set()

    def speaking(self) -> AbstractAsyncContextManager[None]:
        """Posts for as long as the context lasts."""
        return under_way(self._speak, "telling editors of requests")

    async def _speak(self) -> None:
        while True:
            await self._stirred.wait()
            await asyncio.sleep(self._last + APART_SECONDS - time.monotonic())
            self._stirred.clear()
            if not await self._tell():
                await asyncio.sleep(AGAIN_SECONDS)
                self._stirred.set()

    async def _tell(self) -> bool:
        """Posts a notice if anything is new; False where it is to be looked again for what may be."""
        try:
            listed = (await self._desk.records.requests(str(self._channel.guild_id))).listed
        except LogUnavailable as error:
            log.warning("editors are not told yet that a question was put to them: %s", error)
            return False
        newest = max((request.id for alike in listed for request in alike.requests), default=0)
        if newest > self._newest:
            self._newest, self._last, self._looks = newest, time.monotonic(), 0
            waits = "question waits" if len(listed) == 1 else "questions wait"
            text = f"{len(listed)} {waits} for a fact in this server: `/editors requests`"
            self._channel.post(lambda: [notice_panel(text)])
        self._looks = max(0, self._looks - 1)
        return not self._looks
