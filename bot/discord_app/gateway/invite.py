"""The invitation link, with which somebody who manages a server adds the bot to it."""

import asyncio
import base64
import binascii

import discord
from pydantic import SecretStr

from bot.discord_app.gateway.errors import NO_SENSE, UNREACHABLE, refusal

SCOPES = ("bot", "applications.commands")
"""The bot as a member, which its own notices need, and its commands."""
PERMISSIONS = discord.Permissions(view_channel=True, send_messages=True, send_messages_in_threads=True)
"""The permissions that the bot's own notices need.

Answers to commands and buttons need none, and may have attachments without *Attach Files* (Discord's change log,
"Calculated Permissions in Interaction Payloads").
"""
ASKING_SECONDS = 10.0
"""How long to wait for Discord to say which application a token belongs to."""


class Unreachable(Exception):
    """Discord could not be reached; the text says why."""


def invitation(application_id: int) -> str:
    """The link for an application."""
    return discord.utils.oauth_url(application_id, permissions=PERMISSIONS, scopes=SCOPES)


async def application_of(token: SecretStr) -> int:
    """The id of the application that a token belongs to, from Discord.

    Raises :exc:`bot.discord_app.gateway.errors.Refused` and :exc:`Unreachable`.
    """
    text = token.get_secret_value()
    try:
        async with asyncio.timeout(ASKING_SECONDS), discord.Client(intents=discord.Intents.none()) as client:
            await client.login(text)
            if client.application_id is None:
                raise Unreachable("it names no application")
            return client.application_id
    except TimeoutError as error:
        raise Unreachable("no answer in time") from error
    except (*UNREACHABLE, discord.DiscordException, *NO_SENSE) as error:
        if refused := refusal(error, text):
            raise refused from error
        raise Unreachable(str(error).replace(text, "…")) from error


def bot_named_in(token: SecretStr) -> int | None:
    """The id of the bot's account, which is the first part of its token in base64; None if it is no id.

    It is also the application's id, except for applications from before the autumn of 2016.
    """
    first = token.get_secret_value().partition(".")[0]
    try:
        text = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    return int(text) if text.isdecimal() and 0 < int(text) < 2**63 else None
