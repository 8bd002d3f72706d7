"""What talking to Discord ends in where it fails: the kinds of failure, for whoever has to do something about them."""

import aiohttp
import discord

UNREACHABLE = (OSError, aiohttp.ClientError)
"""Discord is not there, or did not answer in time."""
NO_SENSE = (TypeError, KeyError, ValueError)
"""Something else answers in Discord's place, as a proxy or the sign-in page of a hotel does."""
UNSENT = (discord.HTTPException, *UNREACHABLE)
"""Discord does not take what is sent: it refuses, the interaction has expired, the network fails."""
FAILED_STATUS = 500
"""The HTTP status from which on it is Discord that failed; below, it refuses, and would again."""
PASSING = (408, 429)
"""Answers below that, which a later attempt may not get: too slow, too often."""


def refused(error: Exception) -> bool:
    """Whether Discord itself was there and refused, so that it would refuse again.

    Discord says so in a JSON object. A page with such a status is that of something between here and there, as a proxy
    whose rules are just being changed, and says nothing of Discord.
    """
    if not isinstance(error, discord.HTTPException) or error.status >= FAILED_STATUS or error.status in PASSING:
        return False
    headers = getattr(error.response, "headers", {})
    return isinstance(error.text, str) and "json" in headers.get("Content-Type", "application/json")
