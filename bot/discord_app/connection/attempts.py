"""Attempts to open the gateway: each in its time, and those that fail told of."""

import asyncio
from http import HTTPStatus

import aiohttp
import discord

from bot.discord_app.connection.contact import Contact

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
