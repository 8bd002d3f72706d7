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


def refused(error: Exception) -> bool:
    """Whether Discord was there and refused, so that it would refuse again; a rate limit is no refusal."""
    return isinstance(error, discord.HTTPException) and error.status < FAILED_STATUS and error.status != 429
