"""What Discord refuses for good: trying again cannot help, a person must change something."""

import discord

from bot.discord_app.connection.failures import refused
from bot.discord_app.text.literal import shortened

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
