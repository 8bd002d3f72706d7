"""What talking to Discord ends in where it fails: the kinds of failure, for whoever has to do something about them."""

import aiohttp
import discord

from bot.discord_app.text import shortened

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


TOKEN = "Discord refused the token; copy it again from the developer portal"  # noqa: S105 - it names one
INTENTS = "Discord refused an intent that the bot asks for; see 'Bot' in the developer portal"
_FOR_GOOD = {
    4004: TOKEN,
    4010: "Discord refused the shards; set FACTBOT_SHARD_COUNT and FACTBOT_SHARD_IDS alike in all containers",
    4011: "this bot is in more servers than one connection may serve; set FACTBOT_SHARD_COUNT",
    4013: INTENTS,
    4014: INTENTS,
}
"""Close codes of the gateway (discord.com/developers/docs/topics/opcodes-and-status-codes)."""


class Refused(Exception):
    """Discord will not have this bot as it is set up. The text says what to change."""


def refusal(error: Exception, token: str) -> Refused | None:
    """What the bot's end by that error means for its operator, without the token; None where trying again may help."""
    match error:
        case discord.LoginFailure():
            return Refused(TOKEN)
        case discord.PrivilegedIntentsRequired():
            return Refused(INTENTS)
        case discord.ConnectionClosed():
            return Refused(_FOR_GOOD.get(error.code, f"Discord closed the connection for good (code {error.code})"))
        case discord.HTTPException() if refused(error):
            said = shortened(error.text.replace(token, "…"), 200)
            return Refused(f"Discord refused what the bot asked of it ({error.status}: {said})")
    return None


WRITTEN = (discord.TextChannel, discord.VoiceChannel, discord.StageChannel, discord.Thread)
"""The kinds of a server's channels in which messages can be written."""


def may_write(channel: object, rights: discord.Permissions) -> bool:
    """Whether somebody with these rights may write in a server's channel; threads have a right of their own."""
    return rights.send_messages_in_threads if isinstance(channel, discord.Thread) else rights.send_messages
