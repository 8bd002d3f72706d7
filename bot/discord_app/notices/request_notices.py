"""Notices in the editors' channel that questions were put to them."""

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
"""The least time between two notices, so that nobody fills the channel by asking."""
AGAIN_SECONDS = 60.0
"""The pause before the log is read again, if it could not be read or does not have the question yet."""
MOST_READS = 60
"""How often the log is read for a question that waits to be written: for an hour."""


class RequestNotices:
    """Says how many questions wait, at most every ten minutes, and not which.

    They stand in the editors' list, from which whoever asked can delete them.
    """

    def __init__(self, desk: Desk, channel: EditorsChannel) -> None:
        self._desk = desk
        self._channel = channel
        self._woken = asyncio.Event()
        self._newest = first_of(time.time())
        self._last = -APART_SECONDS
        self._reads = 0

    def put(self, guild_id: int | None, result: WriteResult) -> None:
        """Queues a notice of a new question, if the editors' channel is in that server.

        ``result`` says whether the question was written to the log.
        """
        if guild_id is not None and guild_id == self._channel.guild_id and result is not WriteResult.DROPPED:
            self._reads = MOST_READS if result is WriteResult.WAITING else self._reads
            self._woken.set()

    def running(self) -> AbstractAsyncContextManager[None]:
        """Posts for as long as the context lasts."""
        return under_way(self._run, "telling editors of requests")

    async def _run(self) -> None:
        while True:
            await self._woken.wait()
            await asyncio.sleep(self._last + APART_SECONDS - time.monotonic())
            self._woken.clear()
            if not await self._notify():
                await asyncio.sleep(AGAIN_SECONDS)
                self._woken.set()

    async def _notify(self) -> bool:
        """Posts a notice if there are new questions; False if the log is to be read again."""
        try:
            listed = (await self._desk.records.requests(str(self._channel.guild_id))).listed
        except LogUnavailable as error:
            log.warning("editors are not told yet that a question was put to them: %s", error)
            return False
        newest = max((request.id for alike in listed for request in alike.requests), default=0)
        if newest > self._newest:
            self._newest, self._last, self._reads = newest, time.monotonic(), 0
            waits = "question waits" if len(listed) == 1 else "questions wait"
            text = f"{len(listed)} {waits} for a fact in this server: `/editors requests`"
            self._channel.post(lambda: [notice_panel(text)])
        self._reads = max(0, self._reads - 1)
        return not self._reads
