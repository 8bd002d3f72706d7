"""Which errors of Discord's API and gateway mean what, and who may write in a channel."""

import aiohttp
import discord

from bot.discord_app.text import shortened

UNREACHABLE = (OSError, aiohttp.ClientError)
"""Discord could not be reached, or did not answer in time."""
NO_SENSE = (TypeError, KeyError, ValueError)
"""What discord.py raises if something else answers instead, such as a proxy."""
UNSENT = (discord.HTTPException, *UNREACHABLE)
"""A request failed: Discord refused it, the interaction has expired, or the network failed."""
FAILED_STATUS = 500
"""The lowest HTTP status that is a failure of Discord's, rather than a refusal."""
PASSING = (408, 429)
"""Lower statuses after which another attempt makes sense: timeout, rate limit."""


def refused(error: Exception) -> bool:
    """Whether Discord itself refused a request, so that another attempt is useless.

    Discord refuses with a JSON object. A page with such a status comes from something in between, such as a proxy.
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
    """Discord refuses the bot as it is configured. The text says what to change."""


def refusal(error: Exception, token: str) -> Refused | None:
    """What that error means for the operator, without the token; None if another attempt may help."""
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
"""The types of server channels that take messages."""


def may_write(channel: object, rights: discord.Permissions) -> bool:
    """Whether somebody with these permissions may write in a server's channel or thread."""
    return rights.send_messages_in_threads if isinstance(channel, discord.Thread) else rights.send_messages
