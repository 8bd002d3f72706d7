"""How often the gateway is tried: discord.py takes a connection that is dropped up again at once, as often as it is."""

import asyncio
import time
from http import HTTPStatus

import aiohttp

from bot.discord_app.contact import Contact

SPARE_ATTEMPTS = 10
"""How many attempts, beside one for each shard, may follow one another at once: more than any ordinary mishap needs."""
ATTEMPT_SECONDS = 30.0
"""Seconds between attempts after that, so that a day of mishaps stays far from the 1,000 sessions Discord grants it."""

IDENTIFY_SECONDS = 5.0
"""Seconds that Discord wants between two sessions of one bot (all but the largest have a ``max_concurrency`` of 1)."""

_GATEWAY = ("ws", "wss")


class Bucket:
    """A bucket of things that may be done, which fills up by one every so many seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._left = float(most)
        self._at = time.monotonic()

    def take(self) -> float:
        """Takes one; gives the seconds to wait before it may be done."""
        now = time.monotonic()
        self._left = min(self._most, self._left + (now - self._at) / self._seconds) - 1
        self._at = now
        return max(0.0, -self._left * self._seconds)


def watched(contact: Contact) -> aiohttp.TraceConfig:
    """What makes aiohttp pace attempts to open the gateway, and tell ``contact`` of those that fail."""
    attempts = Bucket(SPARE_ATTEMPTS + len(contact.shards.ids), ATTEMPT_SECONDS)

    async def pace(session: object, context: object, params: aiohttp.TraceRequestStartParams) -> None:
        if params.url.scheme in _GATEWAY and (wait := attempts.take()):
            contact.failed("its gateway drops every connection")
            await asyncio.sleep(wait)

    async def fail(session: object, context: object, params: aiohttp.TraceRequestExceptionParams) -> None:
        if params.url.scheme in _GATEWAY:
            contact.failed(params.exception)

    async def judge(session: object, context: object, params: aiohttp.TraceRequestEndParams) -> None:
        if params.url.scheme in _GATEWAY and params.response.status != HTTPStatus.SWITCHING_PROTOCOLS:
            contact.failed(f"its gateway answers {params.response.status}")

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(pace)
    trace.on_request_exception.append(fail)
    trace.on_request_end.append(judge)
    return trace
